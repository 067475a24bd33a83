"""Rows of a grid with every column mapped to a cell: given, carried from above, or unknown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from indexing.blocks import Cell, CellOrigin
from indexing.structure.table_align import Aligned, align
from indexing.structure.table_columns import ColumnModel, PlacedRow
from indexing.structure.table_kinds import CellKind, kind_of
from indexing.structure.table_nouns import Grid, ParsedRow, RawCell, RawRow

_ROUNDS = 4
# A column is merged over the rows of a group if the rows that open a group nearly always give it, and those
# that follow nearly never do.
_OPENERS_GIVE = 0.6
_FOLLOWERS_GIVE = 0.2
_FEWEST_GROUPS = 3


@dataclass(frozen=True)
class Fitted:
    """A grid's rows under columns of these names, and how well they fit."""

    names: tuple[str, ...]
    rows: tuple[Aligned, ...]

    @property
    def total(self) -> float:
        return sum(row.total for row in self.rows)


def parse_rows(grid: Grid) -> tuple[tuple[str, ...], tuple[ParsedRow, ...]]:
    """The column names of `grid`, and its rows."""
    fitted = max((_fit(grid, names) for names in _possible_names(grid)), key=lambda each: each.total)
    merged = _merged_columns(fitted)
    rows = tuple(_rows(grid, fitted, merged))
    kept = _kept_columns(fitted.names, rows)
    parsed = (ParsedRow(row.spans, tuple(row.cells[column] for column in kept)) for row in rows)
    return tuple(fitted.names[column] for column in kept), tuple(parsed)


def _possible_names(grid: Grid) -> Iterator[tuple[str, ...]]:
    """The header's names; also with one more at either end where a row holds more cells than that."""
    names = tuple(cell.value for cell in grid.header.trimmed)
    yield names
    if max(len(row.given) for row in grid.rows) > len(names):
        yield ("", *names)
        yield (*names, "")


def _fit(grid: Grid, names: tuple[str, ...]) -> Fitted:
    """Align the rows with what the columns' names lead to expect, learn from that, and align again."""
    values = [cell.value for row in grid.rows for cell in row.given]
    placed: list[PlacedRow] = [_whole(row, len(names)) for row in grid.rows]
    aligned: tuple[Aligned, ...] = ()
    for _ in range(_ROUNDS):
        model = ColumnModel(names, values, placed)
        again = tuple(map(partial(_align, model), grid.rows, placed))
        if [row.cells for row in again] == [row.cells for row in aligned]:
            return Fitted(names, again)
        aligned = again
        placed = [row.likely for row in aligned]
    return Fitted(names, aligned)


def _align(model: ColumnModel, row: RawRow, own: PlacedRow) -> Aligned:
    with model.forgetting(own):
        return align(row, model)


def _whole(row: RawRow, columns: int) -> PlacedRow:
    """The values of a row that reaches the last column, by column; none of a row that may be shifted."""
    if len(row.trimmed) != columns:
        return []
    return [(cell.value, column, 1.0) for column, cell in enumerate(row.cells[:columns]) if cell.value]


def _group_columns(fitted: Fitted) -> frozenset[int]:
    return frozenset(column for row in fitted.rows for column in row.lost)


def _merged_columns(fitted: Fitted) -> frozenset[int]:
    """Columns past the groups whose cells are merged over the rows of a group, like the metric of a task."""
    groups = _group_columns(fitted)
    if not groups:
        return frozenset()
    openers = [row for row in fitted.rows if max(groups) not in row.lost]
    followers = [row for row in fitted.rows if max(groups) in row.lost]
    if min(len(openers), len(followers)) < _FEWEST_GROUPS:
        return frozenset()
    return frozenset(
        column
        for column in range(max(groups) + 1, len(fitted.names))
        if _share_given(openers, column) >= _OPENERS_GIVE
        and _share_given(followers, column) <= _FOLLOWERS_GIVE
        and not _ticks(openers, column)
    )


def _share_given(rows: Sequence[Aligned], column: int) -> float:
    return sum(column in row.cells for row in rows) / len(rows)


def _ticks(rows: Sequence[Aligned], column: int) -> bool:
    """A column of ticks: there an empty cell is an answer, and none is merged."""
    return any(column in row.cells and kind_of(row.cells[column].value) is CellKind.TICK for row in rows)


def _rows(grid: Grid, fitted: Fitted, merged: frozenset[int]) -> Iterator[ParsedRow]:
    inmost = max(_group_columns(fitted), default=0)
    above: dict[int, RawCell] = {}
    for raw, aligned in zip(grid.rows, fitted.rows, strict=True):
        first = min(aligned.cells, default=0)
        if _opens_unplaced(raw, aligned):
            above = {}
        # A row that opens no group of its own shares all that is merged over the group.
        shared = aligned.lost | merged - aligned.cells.keys() if inmost in aligned.lost else aligned.lost
        carried = {column: cell for column, cell in above.items() if column in shared}
        # A new group ends what was carried to the right of it.
        above = {column: cell for column, cell in above.items() if column < first or column in carried}
        above |= aligned.cells
        yield ParsedRow((raw.span,), tuple(_cells(fitted.names, aligned.cells, carried)))


def _opens_unplaced(raw: RawRow, aligned: Aligned) -> bool:
    """Whether the row begins with a cell that can't be placed: it may open a group, so nothing is carried."""
    begins = min((cell.span.start for cell in aligned.cells.values()), default=raw.span.end)
    return raw.given[0].span.start < begins


def _cells(names: Sequence[str], given: dict[int, RawCell], carried: dict[int, RawCell]) -> Iterator[Cell]:
    for column, name in enumerate(names):
        if column in given:
            yield Cell(name, given[column].value, CellOrigin.GIVEN, given[column].span)
        elif column in carried:
            yield Cell(name, carried[column].value, CellOrigin.CARRIED, carried[column].span)
        else:
            yield Cell(name, None, CellOrigin.UNKNOWN, None)


def _kept_columns(names: Sequence[str], rows: Sequence[ParsedRow]) -> tuple[int, ...]:
    """All columns but those without a name and without a cell."""
    return tuple(
        column
        for column, name in enumerate(names)
        if name or any(row.cells[column].value is not None for row in rows)
    )
