"""The nouns of structure: what a text is made of, before anything is retrieved."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from corpus import Span

Language = Literal["en", "zh"]


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    FRONT_MATTER = "front matter"
    LAYOUT = "layout"
    """Blank lines, table rules, `continued on the next page`: belongs to nothing, is never retrieved."""


class CellOrigin(StrEnum):
    GIVEN = "given"
    """Stands in this row."""
    CARRIED = "carried"
    """A merged cell, carried down from the row above that holds it."""
    UNKNOWN = "unknown"
    """Empty, or can't be decided: never guessed."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table row. `value` is without citation marks and mark-up; `span` is where it stands
    (in the row above that holds it, for a carried cell; None if unknown)."""

    column: str
    value: str | None
    origin: CellOrigin
    span: Span | None


@dataclass(frozen=True)
class CitationMark:
    """A mark such as `[10]–[12]` or `^{10,11}` with the bibliography numbers it spells out, in order; the
    sign of a footnote has none."""

    span: Span
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A piece of a document.

    `spans` are in text order and cover the piece's characters with its marks and list signs, without the
    line break that ends it; a paragraph cut by a page or a figure has several. `section` is the path of
    headings above the block (for a heading, without itself). Blocks of a document cover every character
    once, in the order of their first span.
    """

    id: str
    document: str
    kind: BlockKind
    section: tuple[str, ...]
    language: Language
    spans: tuple[Span, ...]
    marks: tuple[CitationMark, ...] = ()
    table: str | None = None
    cells: tuple[Cell, ...] = ()
    parallel: str | None = None
    """The id of the block that says the same in the other language."""
    same_as: str | None = None
    """The id of the block of another document that this one repeats."""

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(frozen=True)
class Table:
    """A table: `label` as people cite it (`Table 2`, `表 II`), its caption (with label), column names,
    the abbreviations its caption spells out, and its row blocks' ids in order."""

    id: str
    document: str
    label: str
    caption: str
    section: tuple[str, ...]
    language: Language
    columns: tuple[str, ...]
    abbreviations: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """An entry of a document's bibliography."""

    document: str
    number: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Structure:
    """A document taken apart."""

    document: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    references: tuple[Reference, ...]
