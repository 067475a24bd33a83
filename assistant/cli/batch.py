"""`medfm ask --batch`: a line of JSON in, a line of JSON out, in order, whatever happens to one of them."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from assistant.answer import Question
from assistant.cli.ask import answer_to
from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.jsonout import answer_json
from assistant.cli.opening import open_assistant
from assistant.cli.progress import Progress
from assistant.cli.selection import make_filter
from assistant.cli.sources import Sources
from assistant.errors import AssistantError
from assistant.questions import make_question
from assistant.settings import DEBUG_VARIABLE, check_count
from corpus.errors import MedfmError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_STDIN = "-"
_LANGUAGES = ("en", "zh")
STEP = "answering"


class BadLine(AssistantError):
    """A line of a batch that is no question. `id` is the line's own, if it could be read."""


class Line(NamedTuple):
    """A line that isn't blank, with its number in the file, from 1."""

    number: int
    data: bytes


def run(parsed: Namespace, console: Console) -> int:
    """Answer every line. 0 when all could be asked, 2 when one was bad."""
    settings = settings_of(parsed)
    with _open(parsed.batch) as file:
        total = 0
        if parsed.batch != _STDIN and file.seekable():  # a shell's <(command) has a name, but is a pipe
            total = sum(1 for _ in _lines(file))
            file.seek(0)
        assistant = open_assistant(settings, console)
        batch = _Batch(assistant, Sources(assistant.store), parsed, settings.k)
        return _answer_all(batch, _lines(file), total, console)


def _answer_all(batch: _Batch, lines: Iterable[Line], total: int, console: Console) -> int:
    bad = done = 0
    try:
        with Progress(console) as progress:
            progress(STEP, done, total)
            for line in lines:
                result = batch.answer(line)
                bad += "error" in result
                console.json(result)
                done += 1
                progress(STEP, done, total)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Lines written, each whole: {done:,}.") from None
    if bad:
        console.note(
            f"medfm: {bad:,} of {done:,} lines could not be asked; their errors stand in their place."
        )
    return 2 if bad else 0


def _open(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == _STDIN else Path(name).open("rb")


def _lines(file: BinaryIO) -> Iterator[Line]:
    for number, data in enumerate(file, 1):
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        if data.strip():
            yield Line(number, data)


@dataclass(frozen=True)
class _Batch:
    """Answers lines with the flags that hold where a line says nothing."""

    assistant: Assistant
    sources: Sources
    parsed: Namespace
    count: int

    def answer(self, line: Line) -> dict[str, Any]:
        """The answer to a line, or why it couldn't be asked."""
        id: object = None
        try:
            entry = _entry(line.data)
            id = _id(entry)
            answer = answer_to(self.assistant, self._question(entry))
            return answer_json(answer, self.sources)
        except MedfmError as error:
            return {"id": id, "error": str(error), "line": line.number}
        except Exception as error:
            # One question that meets a bug of ours must not cost the answers to a thousand others.
            if os.environ.get(DEBUG_VARIABLE):
                raise
            return {
                "id": id,
                "error": f"{type(error).__name__}: {error}. This is a bug.",
                "line": line.number,
            }

    def _question(self, entry: Mapping[str, Any]) -> Question:
        text, language, names = entry.get("question"), entry.get("lang"), entry.get("doc")
        if not isinstance(text, str):
            raise BadLine("There is no question.", 'A line is {"id": …, "question": "…"}.')
        if language is not None and language not in _LANGUAGES:
            raise BadLine(f"lang must be en or zh, not {language!r}.")
        names = [names] if isinstance(names, str) else names
        if names is not None and not _all_text(names):
            raise BadLine("doc must be a document's id or a list of them.")
        parsed = self.parsed
        documents = tuple(self.sources.documents.values())
        only = make_filter(documents, names or parsed.doc, parsed.kind, parsed.source_lang, parsed.section)
        return make_question(text, language or parsed.lang, self._count(entry), only, _id(entry))

    def _count(self, entry: Mapping[str, Any]) -> int:
        """The line's own k, checked as the setting is."""
        return self.count if entry.get("k") is None else check_count(entry["k"])


def _entry(data: bytes) -> Mapping[str, Any]:
    try:
        entry = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine("The line is not valid UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"The line is not valid JSON: {error}.") from error
    if not isinstance(entry, dict):
        raise BadLine("The line is not a JSON object.", 'A line is {"id": …, "question": "…"}.')
    return entry


def _id(entry: Mapping[str, Any]) -> str | int | None:
    id = entry.get("id")
    if id is None or isinstance(id, str) or (isinstance(id, int) and not isinstance(id, bool)):
        return id
    raise BadLine("id must be text or a whole number.")


def _all_text(names: object) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)
