"""A conversation as a file: Markdown to read, JSON to go on from."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answer import Citation
from assistant.cli.jsonout import answer_json, answer_text
from assistant.cli.sources import PART, Sources, place
from assistant.cli.words import WORDS, Words
from assistant.errors import AssistantError
from assistant.turns import Turn


class NotSaved(AssistantError):
    """A conversation could not be written."""


def save(turns: Sequence[Turn], file: Path, sources: Sources) -> None:
    """Write `turns` to `file`: an array of what `ask --json` gives for a `.json` file, else Markdown.

    Raises NotSaved.
    """
    if file.suffix.casefold() == ".json":
        values = [answer_json(turn.answer, sources) for turn in turns]
        text = json.dumps(values, ensure_ascii=False, indent=1)
    else:
        text = "\n\n".join("\n\n".join(_markdown(turn, sources)) for turn in turns)
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise NotSaved(f"{file} can't be written: {error.strerror}.") from error


def _markdown(turn: Turn, sources: Sources) -> Iterator[str]:
    question, answer = turn.question, turn.answer
    words = WORDS[question.language]
    yield f"## {_escaped(question.original or question.text)}"
    if question.original:
        yield f"*{_escaped(words.understood.format(question=question.text))}*"
    yield _escaped(answer_text(answer))
    for conflict in answer.conflicts:
        sides = [f"- {_escaped(side.value)} {_marks(side.citations)}" for side in conflict.sides]
        yield "\n".join([_escaped(words.differ_about.format(about=conflict.about)), "", *sides])
    if answer.citations:
        yield "\n".join(f"{c.n}. {_source(c, sources, words)}" for c in answer.citations)


def _source(citation: Citation, sources: Sources, words: Words) -> str:
    stands = f"{citation.source_file} {place(citation.spans)}"
    where = PART.join([sources.of_citation(citation, words), stands])
    quoted = " ".join(citation.quote.split())
    return "  \n   ".join([_escaped(where), f"“{_escaped(quoted)}”"])


def _marks(numbers: Sequence[int]) -> str:
    return " ".join(f"[{number}]" for number in numbers)


def _escaped(text: str) -> str:
    """What the texts have in them is no mark-up of ours."""
    for sign in "\\`*_<>":
        text = text.replace(sign, f"\\{sign}")
    return text
