"""`medfm ask --stream`: what is being written, on stderr, before the checked answer on stdout.

Only what has been checked is a result. With `--json` every event is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Question
from assistant.cli.ask import check_found
from assistant.cli.console import Console
from assistant.cli.jsonout import answer_json, hits_json
from assistant.cli.words import WORDS
from assistant.errors import GeneratorError
from assistant.events import Event, Piece, Retrieved, Settled, Thought

if TYPE_CHECKING:
    from assistant.cli.sources import Sources


def streamed(
    events: Iterator[Event], question: Question, sources: Sources, console: Console, as_json: bool
) -> Answer:
    """Show the events and give the answer. Raises MedfmError."""
    teller = None if as_json else Teller(console, question)
    for event in events:
        if isinstance(event, Settled):
            check_found(event.answer)
        if as_json:
            console.json(_event_json(event, sources))
        elif teller and isinstance(event, (Piece, Thought)):
            teller.tell(event)
        if isinstance(event, Settled):
            if teller:
                teller.end()
            return event.answer
    raise GeneratorError("The answer broke off.")


class Teller:
    """Writes unchecked text and thoughts, each under its heading."""

    def __init__(self, console: Console, question: Question) -> None:
        self._console = console
        self._words = WORDS[question.language]
        self._kind: type[Event] | None = None

    def tell(self, event: Piece | Thought) -> None:
        if type(event) is not self._kind:
            self.end()
            heading = self._words.writing if isinstance(event, Piece) else self._words.thoughts
            self._console.note(heading)
            self._kind = type(event)
        self._console.piece(event.text)

    def end(self) -> None:
        if self._kind:
            self._console.note("\n")
        self._kind = None


def _event_json(event: Event, sources: Sources) -> dict[str, Any]:
    if isinstance(event, Settled):
        return {"event": "settled", "answer": answer_json(event.answer, sources)}
    if isinstance(event, Retrieved):
        return {"event": "retrieved", "passages": hits_json(event.hits, sources)}
    return {"event": "piece" if isinstance(event, Piece) else "thought", "text": event.text}
