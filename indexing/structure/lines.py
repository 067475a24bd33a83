"""Lines and pieces: what a text is cut into before it is put together as blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Span
from indexing.blocks import BlockKind, Cell, Language


@dataclass(frozen=True)
class Line:
    """A line without the white space around it. `start` and `end` are its span, `apart` is true where a blank
    line, the start or the end of the text stands on both sides."""

    start: int
    end: int
    text: str
    apart: bool
    follows_blank: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Heading:
    """A heading, standing alone or run in at a paragraph's start. Lower levels contain higher ones."""

    title: str
    level: int
    governs: bool = True
    """Whether what follows belongs to it too, not only the piece that it opens."""


@dataclass(frozen=True)
class Piece:
    """A block in the making: its heading is the one that it is (HEADING) or opens with (any other kind)."""

    kind: BlockKind
    spans: tuple[Span, ...]
    text: str
    language: Language
    heading: Heading | None = None
    table: str | None = None
    cells: tuple[Cell, ...] = ()
    joinable: bool = False
    """Body text that another piece may continue."""
    adjacent: bool = False
    """No blank line stands before it."""

    @property
    def start(self) -> int:
        return self.spans[0].start


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of `text` that hold more than white space."""
    found: list[tuple[int, str]] = []
    position = 0
    for raw in text.split("\n"):
        found.append((position, raw))
        position += len(raw) + 1
    blank = [not raw.strip() for _, raw in found]
    return tuple(
        _line(start, raw, index == 0 or blank[index - 1], index + 1 == len(found) or blank[index + 1])
        for index, (start, raw) in enumerate(found)
        if not blank[index]
    )


def _line(start: int, raw: str, blank_before: bool, blank_after: bool) -> Line:
    inner = raw.strip()
    first = start + len(raw) - len(raw.lstrip())
    return Line(first, first + len(inner), inner, blank_before and blank_after, blank_before)


def outside(lines: Iterable[Line], taken: Sequence[Span]) -> tuple[Line, ...]:
    """The lines that no span of `taken` touches."""
    covered = sorted(taken)
    return tuple(line for line in lines if not any(span.overlaps(line.span) for span in covered))
