"""Bibliographies: the numbered entries under `References`, also those that a page cuts in two."""

import re
from collections.abc import Iterator

from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Reference
from indexing.reading import read

_HEADING = re.compile(r"[#*\s]*(?:references|bibliography|literature cited|参考文献)[*:：\s]*\Z", re.I)
_ENTRY = re.compile(r"[ \t]*(?:[-*•][ \t]+)?(?:\[(\d{1,4})\]|(\d{1,4})\.)[ \t]+(?=\S)")
# Without a list sign only what can't begin anything else.
_CONTINUATION = re.compile(r"[ \t]*(?:[-*•][ \t]+\S|[a-z(“\"]|\d+[^.\d])")
_NUMBER = re.compile(r"(?:\[\d+\]|\d+\.)\s+")
_COMPLETE = re.compile(r"[.>)!?。][\"”’*]*\s*\Z")

_LARGEST_STEP = 5
"""An entry's number may skip some that were lost, but not more: `- 2023. …` continues the entry before."""


def find_bibliography(document: Document) -> tuple[Reference, ...]:
    """The entries of the document's bibliography in order; empty if it has none.

    An entry's spans are its lines without their line breaks, list sign and number included.
    """
    entries: list[tuple[str, list[Span]]] = []
    last_number = 0
    unbroken = False
    for line in _lines_after_heading(document.text):
        content = document.text[line.start : line.end]
        number = _number(content)
        if number is not None and last_number < number <= last_number + _LARGEST_STEP:
            entries.append((str(number), [line]))
            last_number, unbroken = number, True
        elif unbroken and _continues(document.text, entries[-1][1][-1], content):
            entries[-1][1].append(line)
        else:
            unbroken = False
    return tuple(_reference(document, number, tuple(spans)) for number, spans in entries)


def _lines_after_heading(text: str) -> Iterator[Span]:
    """Lines that are not blank, below the last heading that opens a bibliography."""
    lines: list[Span] = []
    below = False
    position = 0
    for line in text.split("\n"):
        if _HEADING.match(line):
            lines, below = [], True
        elif below and line.strip():
            lines.append(Span(position, position + len(line)))
        position += len(line) + 1
    yield from lines


def _number(line: str) -> int | None:
    match = _ENTRY.match(line)
    return int(match.group(1) or match.group(2)) if match else None


def _continues(text: str, previous: Span, line: str) -> bool:
    """Whether `line` goes on with an entry of which `previous` is not the end."""
    return not _COMPLETE.search(text[previous.start : previous.end]) and bool(_CONTINUATION.match(line))


def _reference(document: Document, number: str, spans: tuple[Span, ...]) -> Reference:
    block = Block("", document.id, BlockKind.REFERENCE, (), "en", spans)
    return Reference(document.id, number, _NUMBER.sub("", read(document.text, block).text, count=1), spans)
