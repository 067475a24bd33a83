"""Spans: places in a text, counted in Unicode code points."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`[start, end)` in code points of a document's text as stored."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def quote(text: str, spans: Iterable[Span]) -> str:
    """The exact characters of `text` that `spans` name, joined in order."""
    return "".join(text[start:end] for start, end in spans)
