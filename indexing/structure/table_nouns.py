"""The nouns of tables: raw lines and cells on the way in, parsed rows and tables on the way out."""

from dataclasses import dataclass

from corpus import Span
from indexing.blocks import Cell, Language


@dataclass(frozen=True)
class RawCell:
    """What stands between two separators, trimmed; `value` is its reading text, empty if the cell is."""

    span: Span
    value: str


@dataclass(frozen=True)
class RawRow:
    """A line with separators. `span` is the line without its line break."""

    span: Span
    cells: tuple[RawCell, ...]

    @property
    def given(self) -> tuple[RawCell, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.value)

    @property
    def trimmed(self) -> tuple[RawCell, ...]:
        """The cells without the empty ones that pad the end."""
        size = max((index + 1 for index, cell in enumerate(self.cells) if cell.value), default=0)
        return self.cells[:size]


@dataclass(frozen=True)
class Grid:
    """The lines of one table: a header, rows, and layout lines among them."""

    header: RawRow
    rows: tuple[RawRow, ...]
    repeated_headers: tuple[Span, ...]
    layout: tuple[Span, ...]


@dataclass(frozen=True)
class Caption:
    """A label as the text writes it, the caption's reading text (with the label) and its lines."""

    label: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class ParsedRow:
    """A row: its lines, and one cell for every column, in the columns' order."""

    spans: tuple[Span, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ParsedTable:
    """A table. `label` is as the text writes it (`Table 2`, `表 II`), empty if the table has none."""

    label: str
    caption: str
    caption_spans: tuple[Span, ...]
    columns: tuple[str, ...]
    abbreviations: tuple[tuple[str, str], ...]
    rows: tuple[ParsedRow, ...]
    header_spans: tuple[Span, ...]
    footnote_spans: tuple[Span, ...]
    layout_spans: tuple[Span, ...]
    language: Language
