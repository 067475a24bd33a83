"""What the page asks: one turn of a conversation, streamed as pieces of HTML."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from assistant.answer import Answer, Question
from assistant.cli.jsonout import answer_text
from assistant.cli.selection import KINDS, make_filter
from assistant.errors import AssistantError
from assistant.events import Event, Piece, Retrieved, Settled, Thought
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import check_count
from assistant.turns import Turn
from corpus.errors import MedfmError
from indexing.blocks import Language
from ui.answers_html import AnswerView, found_html, writing_html
from ui.conversations import Conversation, Conversations
from ui.engine import Engine
from ui.texts import Texts
from ui.words import language_named

PAUSE = 0.08
"""Seconds between two pieces that are sent while a model writes."""
_LOG = logging.getLogger(__name__)
Message = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the page sends, taken apart; nothing of it is trusted."""

    text: str
    conversation: str = ""
    keep: int = 1_000_000
    generator: str = ""
    interface: Language = "en"
    language: Language | None = None
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    count: object = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Asked":
        """Read a request; what is missing is as if nothing had been chosen."""
        keep = given.get("keep")
        return cls(
            text=str(given.get("question") or ""),
            conversation=str(given.get("conversation") or ""),
            keep=keep if isinstance(keep, int) else cls.keep,
            generator=str(given.get("generator") or ""),
            interface=language_named(given.get("interface")),
            documents=_texts(given.get("documents")),
            kinds=_texts(given.get("kinds")),
            languages=_texts(given.get("languages")),
            count=given.get("passages") or None,
        )


def question_of(assistant: Assistant, asked: Asked) -> Question:
    """The question as the pipeline takes it. Raises MedfmError."""
    if unknown := [kind for kind in asked.kinds if kind not in KINDS]:
        raise AssistantError(f"There is no kind {unknown[0]!r}.", f"Kinds are: {', '.join(KINDS)}.")
    if unknown := [name for name in (*asked.languages, asked.language or "en") if name not in ("en", "zh")]:
        raise AssistantError(f"A language must be en or zh, not {unknown[0]!r}.")
    languages: Sequence[Any] = asked.languages
    only = make_filter(assistant.store.documents(), asked.documents, asked.kinds, languages)
    count = assistant.settings.k if asked.count is None else check_count(asked.count)
    return make_question(asked.text, asked.language, count, only)


class Asker:
    """Answers the page's questions, each in its conversation."""

    def __init__(self, engine: Engine, conversations: Conversations) -> None:
        self.engine = engine
        self.conversations = conversations

    def stream(self, given: Mapping[str, Any], texts: Texts) -> Iterator[Message]:
        """The messages of one turn: `working`, `done` or `failed`, each with what to show."""
        asked = Asked.of(given)
        view = AnswerView(texts, asked.interface)
        conversation = self.conversations.get(asked.conversation)
        conversation.keep(asked.keep)
        named = {"conversation": conversation.name}
        try:
            assistant = self.engine.with_generator(asked.generator)
            question = question_of(assistant, asked)
            for message in self._turn(assistant, question, conversation, view):
                yield {**named, **message}
        except MedfmError as error:
            yield {**named, "kind": "failed", "html": view.error(error, self._other(asked))}
        except Exception:
            _LOG.exception("a question failed")
            bug = AssistantError("Something went wrong in the app; its log says what.", "Try again.")
            yield {**named, "kind": "failed", "html": view.error(bug, self._other(asked))}

    def _other(self, asked: Asked) -> str:
        """The generator that failed, where the built-in one can take its place."""
        name = asked.generator or self.engine.settings.llm
        return "" if name == "extractive" else name

    def _turn(
        self, assistant: Assistant, question: Question, conversation: Conversation, view: AnswerView
    ) -> Iterator[Message]:
        progress = _Progress(view)
        for event in assistant.stream(question, tuple(conversation.turns)):
            if isinstance(event, Settled):
                number = conversation.add(Turn(question, event.answer))
                yield done(event.answer, number, view)
            elif html := progress.told(event):
                yield {"kind": "working", "html": html}


def done(answer: Answer, number: int, view: AnswerView) -> Message:
    """The last message of a turn; `turn` names it when it is exported or judged."""
    return {
        "kind": "done",
        "turn": number,
        "html": view.html(answer),
        "text": answer_text(answer),
    }


class _Progress:
    """What is shown until the answer is there; not more often than eyes can follow."""

    def __init__(self, view: AnswerView) -> None:
        self._view = view
        self._text = self._thoughts = ""
        self._last = 0.0

    def told(self, event: Event) -> str:
        """What to show now, "" for nothing new."""
        if isinstance(event, Retrieved):
            return found_html(len(event.hits), self._view.language)
        if isinstance(event, Piece):
            self._text += event.text
        elif isinstance(event, Thought):
            self._thoughts += event.text
        if monotonic() - self._last < PAUSE:
            return ""
        self._last = monotonic()
        return writing_html(self._text, self._thoughts, self._view)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
