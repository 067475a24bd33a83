"""The tables of a text, with captions, columns and rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import Document
from indexing.structure.language import language_of
from indexing.structure.table_captions import (
    abbreviations,
    caption_below,
    caption_language,
    find_captions,
    find_footnotes,
)
from indexing.structure.table_groups import drop_doubtful_groups
from indexing.structure.table_lines import TextLine, find_grids, plainly_a_table, table_lines
from indexing.structure.table_nouns import Caption, Grid, ParsedRow, ParsedTable
from indexing.structure.table_rows import parse_rows

# How many values two columns must share (of the lesser one's) to be of one name.
_SAME_VALUES = 0.5
_FEWEST_SHARED = 3


def find_tables(document: Document) -> tuple[ParsedTable, ...]:
    """The tables of `document`, in the order of their rows.

    Cells are separated by tabs or pipes. A grid without a caption counts only where it is plainly a table.
    """
    lines = table_lines(document.text)
    return drop_doubtful_groups(document.text, _name_groups(tuple(_tables(lines))))


def _tables(lines: Sequence[TextLine]) -> Iterator[ParsedTable]:
    floor = 0
    waiting: tuple[Caption, ...] = ()
    for grid, first, after in find_grids(lines):
        captions = find_captions(lines, first, floor) or waiting
        caption = _choose(captions, _header(grid))
        waiting = tuple(each for each in captions if each is not caption)
        if caption is None:
            caption = caption_below(lines, after)
        if caption is None and not plainly_a_table(grid, any(line.rule for line in lines[first:after])):
            continue
        yield _table(lines, grid, caption, (first, after))
        floor = after


def _header(grid: Grid) -> str:
    return " ".join(cell.value for cell in grid.header.given)


def _choose(captions: Sequence[Caption], header: str) -> Caption | None:
    """Of two captions in a row, one in each language, the one in the header's."""
    alike = [each for each in captions if caption_language(each, "") == language_of(header)]
    return next(iter((*alike, *captions)), None)


def _table(
    lines: Sequence[TextLine], grid: Grid, caption: Caption | None, place: tuple[int, int]
) -> ParsedTable:
    first, after = place
    columns, rows = parse_rows(grid)
    spans = caption.spans if caption else ()
    begins = next((index for index, line in enumerate(lines) if line.span in spans), first)
    return ParsedTable(
        label=caption.label if caption else "",
        caption=caption.text if caption else "",
        caption_spans=spans,
        columns=columns,
        abbreviations=abbreviations(caption) if caption else (),
        rows=rows,
        header_spans=(grid.header.span, *grid.repeated_headers),
        footnote_spans=find_footnotes(lines, min(begins, first), max(begins + 1, after), caption),
        layout_spans=grid.layout,
        language=caption_language(caption, _header(grid)),
    )


def _name_groups(tables: tuple[ParsedTable, ...]) -> tuple[ParsedTable, ...]:
    """Name columns without a name like another table's column, in the same language, with the same values."""
    return tuple(
        replace(table, columns=names, rows=tuple(_renamed(row, names) for row in table.rows))
        for table in tables
        for names in (_names(table, tables),)
    )


def _names(table: ParsedTable, tables: Sequence[ParsedTable]) -> tuple[str, ...]:
    return tuple(name or _borrowed(table, column, tables) for column, name in enumerate(table.columns))


def _borrowed(table: ParsedTable, column: int, tables: Sequence[ParsedTable]) -> str:
    own = _values(table, column)
    for other in tables:
        if other is table or other.language != table.language:
            continue
        for index, name in enumerate(other.columns):
            theirs = _values(other, index)
            shared = len(own & theirs)
            if name and shared >= max(_FEWEST_SHARED, _SAME_VALUES * min(len(own), len(theirs))):
                return name
    return ""


def _values(table: ParsedTable, column: int) -> frozenset[str]:
    cells = (row.cells[column].value for row in table.rows)
    return frozenset("".join(value.split()).casefold() for value in cells if value is not None)


def _renamed(row: ParsedRow, names: Sequence[str]) -> ParsedRow:
    cells = (replace(cell, column=name) for cell, name in zip(row.cells, names, strict=True))
    return replace(row, cells=tuple(cells))
