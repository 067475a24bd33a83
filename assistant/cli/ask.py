"""`medfm ask`: one question, or a batch of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.opening import open_assistant
from assistant.cli.parser import Usage
from assistant.cli.selection import make_filter, nothing_there
from assistant.errors import BadQuestion
from assistant.messages import NOT_IN_TEXTS
from assistant.questions import MOST_CHARACTERS, check_question, decode_question, make_question

if TYPE_CHECKING:
    from assistant.answer import Answer, Question
    from assistant.pipeline import Assistant
    from assistant.settings import Settings
    from assistant.turns import Turn
    from corpus import Document

_STDIN = "-"
_BYTES_PER_CHARACTER = 4
_MOST_BYTES = 16 * _BYTES_PER_CHARACTER * MOST_CHARACTERS
"""More than this is not read of a question that is piped in; white space may be much of it."""


def run(parsed: Namespace, console: Console) -> int:
    """Answer what was asked. 0 answered, 1 not in the texts, 2 a line of a batch was bad."""
    if parsed.batch is not None:
        from assistant.cli import batch

        if parsed.question or parsed.history:
            other = "A question" if parsed.question else "--history"
            raise Usage(f"{other} and --batch exclude each other.", "Leave one of them out.")
        return batch.run(parsed, console)
    text = read_question(parsed.question)
    turns = read_turns(parsed.history)
    settings = settings_of(parsed)
    assistant = open_assistant(settings, console)
    documents = assistant.store.documents()
    question = question_of(parsed, text, settings, documents)
    from assistant.cli.sources import Sources

    sources = Sources(assistant.store)
    if parsed.stream:
        from assistant.cli.streaming import streamed

        answer = streamed(assistant.stream(question, turns), question, sources, console, parsed.json)
    else:
        answer = answer_to(assistant, question, turns)
    for note in answer.notes:
        console.note(f"medfm: {note}")
    if parsed.json and parsed.stream:
        return 1 if answer.abstained else 0
    if parsed.json:
        from assistant.cli.jsonout import answer_json

        console.json(answer_json(answer, sources))
    else:
        from assistant.cli.output import TextPrinter

        printer = TextPrinter(console, sources, parsed.full)
        printer.question(answer.question)
        printer.answer(answer)
    return 1 if answer.abstained else 0


def answer_to(assistant: Assistant, question: Question, turns: Sequence[Turn] = ()) -> Answer:
    """The answer to `question`. Raises UnknownName when its section filter leaves no passage at all, for
    "the surveys don't say" would be a wrong answer to a mistyped section."""
    return check_found(assistant.ask(question, turns))


def check_found(answer: Answer) -> Answer:
    """Raises UnknownName when the section filter of the question left no passage at all."""
    only = answer.question.only
    if answer.reason == NOT_IN_TEXTS and not answer.hits and only.section:
        raise nothing_there(only)
    return answer


def question_of(
    parsed: Namespace, text: str, settings: Settings, documents: tuple[Document, ...]
) -> Question:
    """The question with the filters that were typed. Raises BadQuestion or UnknownName."""
    only = make_filter(documents, parsed.doc, parsed.kind, parsed.source_lang, parsed.section)
    return make_question(text, getattr(parsed, "lang", None), settings.k, only)


def read_turns(file: str | None) -> tuple[Turn, ...]:
    """The former turns that --history names. Raises BadHistory."""
    if file is None:
        return ()
    from assistant.turns.history import read_history

    return read_history(Path(file))


def read_question(words: list[str]) -> str:
    """The question that was typed, or piped in for `-` or nothing; checked before anything is loaded.

    Raises Usage when there is none at all, and BadQuestion.
    """
    if words and words != [_STDIN]:
        return check_question(" ".join(words))
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise Usage("There is no question.", 'Ask one: medfm ask "How big is SciFive?"')
    data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadQuestion(
            f"The question has far more than {MOST_CHARACTERS:,} characters.", "Ask a shorter one."
        )
    return check_question(decode_question(data))
