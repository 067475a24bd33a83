"""Putting a row's cells under the columns: every placement that keeps their order, weighed."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from corpus import Span
from indexing.structure.table_columns import ColumnModel
from indexing.structure.table_kinds import MIXABLE, CellKind, kind_of, leads_with_amount, stands_out
from indexing.structure.table_nouns import RawCell, RawRow

# Costs, as logarithms. A row loses merged cells at its start; a hole inside it is one piece as a rule.
_LEADING = 0.5
_OPEN = 1.5
_EXTEND = 0.2
_DROP = 6.0
_MOST_DROPPED = 1
_SPLIT = 3.0
_GLUED = 4.0
# A row that is indented begins past the first column; one that opens a group opens the groups within it too.
_UNINDENTED = 2.0
_NOT_NESTED = 1.5
_AS_IT_STANDS = 4.0
_AS_IT_STANDS_SHORT = 1.0
_SURE = 0.75
_NEGLIGIBLE = 0.02

# `LLaMA + 70K dialogues`, `over 2 M records`
_CONNECTED = re.compile(r"(?:[+/&,，(（:>~-]|over|about|and|with|of|to|from|in)$", re.IGNORECASE)

Node = tuple[int, int, bool]


@dataclass(frozen=True)
class Placement:
    """Part of a placement: a cell under a column, or (without a cell) a column that the row lost."""

    column: int
    cell: RawCell | None
    leading: bool = False


@dataclass(frozen=True)
class _Edge:
    source: Node
    target: Node
    weight: float
    placements: tuple[Placement, ...]


@dataclass(frozen=True)
class Aligned:
    """Where a row's cells belong: the placements that are sure."""

    cells: dict[int, RawCell]
    lost: frozenset[int]
    """Columns before the first cell that the row lost (or leaves empty): merged with those above."""
    likely: tuple[tuple[str, int, float], ...]
    """Every value with the columns that it may belong under, and how sure that is."""
    total: float
    """The logarithm of the weight of all placements together: how well the row fits the columns."""


def align(row: RawRow, model: ColumnModel) -> Aligned:
    """Put the cells of `row` that hold something under the columns of `model`.

    The row as it stands, one cell a column, wins unless the columns speak plainly against it. Of other
    placements only what nearly all weight agrees on is kept.
    """
    as_it_stands = _standing(row, model) if len(row.trimmed) <= model.width else None
    if as_it_stands and len(as_it_stands.cells) == model.width:
        return as_it_stands
    lattice = _Lattice(row, model)
    if as_it_stands and as_it_stands.total >= lattice.total:
        return as_it_stands
    shares = lattice.shares()
    sure = [placement for placement, share in shares.items() if share >= _SURE]
    placed = {each.column: each.cell for each in sure if each.cell is not None}
    if not placed and as_it_stands:
        return as_it_stands
    likely = tuple(
        (placement.cell.value, placement.column, share)
        for placement, share in shares.items()
        if placement.cell is not None and share >= _NEGLIGIBLE
    )
    return Aligned(placed, frozenset(each.column for each in sure if each.leading), likely, lattice.total)


def _standing(row: RawRow, model: ColumnModel) -> Aligned:
    """A row as it stands. One that doesn't reach the last column has little credit: it may have lost cells at
    its start."""
    given = {column: cell for column, cell in enumerate(row.trimmed) if cell.value}
    credit = _AS_IT_STANDS if model.width - 1 in given else _AS_IT_STANDS_SHORT
    fit = sum(model.score(cell.value, column) for column, cell in given.items())
    gaps = sum(model.missing(column) for column in range(model.width) if column not in given)
    likely = tuple((cell.value, column, 1.0) for column, cell in given.items())
    return Aligned(given, frozenset(range(min(given))), likely, credit + fit + gaps)


class _Lattice:
    """All ways of putting cells under columns in order; a node says how many of each are used up."""

    def __init__(self, row: RawRow, model: ColumnModel) -> None:
        self._cells = row.given
        self._indented = not row.cells[0].value
        self._splits = tuple(tuple(split_cell(cell)) for cell in self._cells)
        self._glued = tuple(is_glued(parts) for parts in self._splits)
        self._model = model
        self._score = cache(model.score)
        self._columns = model.width
        self._end = (len(self._cells), self._columns)

    @cached_property
    def _edges(self) -> tuple[_Edge, ...]:
        cells, columns = len(self._cells), self._columns
        # By how much is used up, so that every edge leads on.
        used = ((i, total - i) for total in range(cells + columns + 1) for i in range(min(cells, total) + 1))
        # Cells to come need columns to come, but for a few that may be dropped.
        slack = max(0, cells - columns) + _MOST_DROPPED
        low, high = -slack, columns - cells + slack
        nodes = (
            (i, j, gap) for i, j in used if j <= columns and low <= j - i <= high for gap in (False, True)
        )
        return tuple(edge for node in nodes for edge in self._from(node))

    def _from(self, node: Node) -> Iterator[_Edge]:
        i, j, gap = node
        if j < self._columns:
            leading = i == 0
            cost = _LEADING if leading else _EXTEND if gap else _OPEN
            if i == 1 and not gap:
                cost += _NOT_NESTED
            yield _Edge(node, (i, j + 1, True), self._model.missing(j) - cost, (Placement(j, None, leading),))
        if i < len(self._cells):
            yield _Edge(node, (i + 1, j, gap), -_DROP, ())
            if j < self._columns:
                yield _Edge(node, (i + 1, j + 1, False), self._weight(i, j), (Placement(j, self._cells[i]),))
            if j + 1 < self._columns:
                yield from self._split(node)

    def _weight(self, i: int, j: int) -> float:
        weight = self._score(self._cells[i].value, j)
        if i == j == 0 and self._indented:
            weight -= _UNINDENTED
        return weight - _GLUED if self._glued[i] else weight

    def _split(self, node: Node) -> Iterator[_Edge]:
        """Two cells that the text glued together, in the columns' order or the other way round."""
        i, j, _ = node
        for parts in self._splits[i]:
            for first, second in (parts, parts[::-1]):
                weight = self._score(first.value, j) + self._score(second.value, j + 1) - _SPLIT
                both = (Placement(j, first), Placement(j + 1, second))
                yield _Edge(node, (i + 1, j + 2, False), weight, both)

    @cached_property
    def _forward(self) -> dict[Node, float]:
        reached: dict[Node, float] = defaultdict(lambda: -math.inf)
        reached[0, 0, False] = 0.0
        for edge in self._edges:
            reached[edge.target] = _add(reached[edge.target], reached[edge.source] + edge.weight)
        return reached

    @cached_property
    def total(self) -> float:
        """The logarithm of the weight of all placements together."""
        return _add(self._forward[*self._end, False], self._forward[*self._end, True])

    def shares(self) -> dict[Placement, float]:
        """For each placement the share of all weight that agrees on it."""
        backward: dict[Node, float] = defaultdict(lambda: -math.inf)
        backward[*self._end, False] = backward[*self._end, True] = 0.0
        shares: dict[Placement, float] = defaultdict(float)
        for edge in reversed(self._edges):
            onward = edge.weight + backward[edge.target]
            backward[edge.source] = _add(backward[edge.source], onward)
            share = math.exp(min(0.0, self._forward[edge.source] + onward - self.total))
            for placement in edge.placements:
                shares[placement] += share
        return shares


def _add(left: float, right: float) -> float:
    """The logarithm of the sum of two numbers given as logarithms."""
    high, low = max(left, right), min(left, right)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def split_cell(cell: RawCell) -> Iterator[tuple[RawCell, RawCell]]:
    """The ways to take a cell for two glued together, one of which is of a kind that stands out.

    Cells with mark-up or citation marks are left whole: their reading text is no plain piece of the text.
    """
    if len(cell.value) != cell.span.end - cell.span.start or kind_of(cell.value) not in MIXABLE:
        return
    for match in re.finditer(r"\s+", cell.value):
        left, right = cell.value[: match.start()], cell.value[match.end() :]
        if _could_be_two(cell.value, left, right):
            start, middle = cell.span.start, cell.span.start + match.end()
            yield (
                RawCell(Span(start, start + len(left)), left),
                RawCell(Span(middle, middle + len(right)), right),
            )


def _could_be_two(value: str, left: str, right: str) -> bool:
    if kind_of(left) == kind_of(right):
        return False
    if leads_with_amount(value):  # what follows an amount is its unit, unless it stands out itself
        return leads_with_amount(left) and stands_out(right)
    return stands_out(left) or stands_out(right)


def is_glued(splits: Sequence[tuple[RawCell, RawCell]]) -> bool:
    """Whether a cell must be two: both parts stand out (`LVM 86M`, `86.5% ×`), one says that it's empty, or
    an amount follows a name without a sign between them."""
    return any(_must_be_two(left.value, right.value) for left, right in splits)


def _must_be_two(left: str, right: str) -> bool:
    if CellKind.NOTHING in (kind_of(left), kind_of(right)):
        return True
    if not stands_out(right):
        return False
    return stands_out(left) or (leads_with_amount(right) and not _CONNECTED.search(left))
