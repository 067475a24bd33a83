"""Putting a row's cells under the columns: every placement that keeps their order, weighed."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus import Span
from indexing.structure.table_columns import ColumnModel
from indexing.structure.table_kinds import anchors, kind_of
from indexing.structure.table_nouns import RawCell

# Costs, as logarithms. A row loses merged cells at its start; a hole inside it is one piece as a rule.
_LEADING = 0.4
_OPEN = 2.2
_EXTEND = 0.6
_DROP = 6.0
_SPLIT = 2.5
_AS_IT_STANDS = 4.0
_AS_IT_STANDS_SHORT = 1.0
_AT_HOME = 0.3
_SURE = 0.75

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
    total: float
    """The logarithm of the weight of all placements together: how well the row fits the columns."""


def align(cells: Sequence[RawCell], model: ColumnModel, standing: Sequence[RawCell] | None) -> Aligned:
    """Put the non-empty `cells` under the columns of `model`.

    `standing` are the row's cells, with the empty ones, if they can be taken as they stand: one column each.
    They win unless the columns speak plainly against them. Of other placements only what nearly all weight
    agrees on is kept.
    """
    lattice = _Lattice(tuple(cells), model)
    if standing is not None:
        given = {column: cell for column, cell in enumerate(standing) if cell.value}
        as_it_stands = Aligned(given, frozenset(range(min(given))), _fit(given, model))
        if _at_home(given, model) or as_it_stands.total >= lattice.total:
            return as_it_stands
    sure = [placement for placement, share in lattice.shares().items() if share >= _SURE]
    placed = {each.column: each.cell for each in sure if each.cell is not None}
    if not placed and standing is not None:
        return as_it_stands
    return Aligned(placed, frozenset(each.column for each in sure if each.leading), lattice.total)


def _fit(given: dict[int, RawCell], model: ColumnModel) -> float:
    """How well a row fits as it stands. A row that doesn't reach the last column has little credit: it may have
    lost cells at its start."""
    reaches = len(model.columns) - 1 in given
    return (_AS_IT_STANDS if reaches else _AS_IT_STANDS_SHORT) + sum(
        model.score(cell.value, column) for column, cell in given.items()
    )


def _at_home(given: dict[int, RawCell], model: ColumnModel) -> bool:
    return all(model.score(cell.value, column) >= _AT_HOME for column, cell in given.items())


class _Lattice:
    """All ways of putting cells under columns in order; a node says how many of each are used up."""

    def __init__(self, cells: tuple[RawCell, ...], model: ColumnModel) -> None:
        self._cells = cells
        self._model = model
        self._columns = len(model.columns)
        self._end = (len(cells), self._columns)

    @cached_property
    def _edges(self) -> tuple[_Edge, ...]:
        nodes = sorted(
            ((i, j, gap) for i in range(len(self._cells) + 1) for j in range(self._columns + 1) for gap in (False, True)),
            key=lambda node: (node[0] + node[1], node),
        )
        return tuple(edge for node in nodes for edge in self._from(node))

    def _from(self, node: Node) -> Iterator[_Edge]:
        i, j, gap = node
        if j < self._columns:
            leading = i == 0
            cost = _LEADING if leading else _EXTEND if gap else _OPEN
            yield _Edge(node, (i, j + 1, True), -cost, (Placement(j, None, leading),))
        if i < len(self._cells):
            yield _Edge(node, (i + 1, j, gap), -_DROP, ())
            if j < self._columns:
                cell = self._cells[i]
                yield _Edge(node, (i + 1, j + 1, False), self._model.score(cell.value, j), (Placement(j, cell),))
            if j + 1 < self._columns:
                yield from self._split(node)

    def _split(self, node: Node) -> Iterator[_Edge]:
        """Two cells that the text glued together, in the columns' order or the other way round."""
        i, j, _ = node
        for parts in split_cell(self._cells[i]):
            for first, second in (parts, parts[::-1]):
                weight = self._model.score(first.value, j) + self._model.score(second.value, j + 1) - _SPLIT
                yield _Edge(node, (i + 1, j + 2, False), weight, (Placement(j, first), Placement(j + 1, second)))

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
    if len(cell.value) != cell.span.end - cell.span.start:
        return
    for match in re.finditer(r"\s+", cell.value):
        left, right = cell.value[: match.start()], cell.value[match.end() :]
        if kind_of(left) != kind_of(right) and (anchors(kind_of(left)) or anchors(kind_of(right))):
            start = cell.span.start
            yield (
                RawCell(Span(start, start + len(left)), left),
                RawCell(Span(start + match.end(), start + match.end() + len(right)), right),
            )
