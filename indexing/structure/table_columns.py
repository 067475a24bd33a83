"""What the columns of a table hold, learned from the rows that fit."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from indexing.structure.table_kinds import CellKind, expected_kinds, kind_of

Feature = tuple[str, str]
PlacedRow = Sequence[tuple[str, int, float]]
"""The values of a row, each with a column that it may belong under and how sure that is."""

# How much each feature says; the shape of a value is told by several that overlap.
_WEIGHTS = {"kind": 1.0, "words": 0.4, "marked": 0.4, "tail": 0.4, "value": 0.8}
_SMOOTHING = 0.7
_EXPECTATION = 16.0
_EXPECTED_SHARE = 0.97
_MOST = 4.0
# Any column may hold a value unlike its others.
_LEAST = -4.0
_BETWEEN = (2, 3, 6)


@lru_cache(maxsize=16384)
def features(value: str) -> tuple[Feature, ...]:
    """How a value looks: its kind, its number of words, whether it looks like a name, its end, and itself."""
    words = sum(len(value.split()) > bound for bound in _BETWEEN)
    marked = bool(re.search(r"[a-z][A-Z]|[A-Z]{2}|\d|-", value))
    plain = re.sub(r"[\s\W]+", "", value).lower() or value
    tail = re.sub(r"\d", "9", re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", value[-4:])))
    return (
        ("kind", kind_of(value)),
        ("words", str(words)),
        ("marked", str(marked)),
        ("tail", tail),
        ("value", plain),
    )


class ColumnModel:
    """How often each feature was seen, in each column and in the whole table."""

    def __init__(self, names: Sequence[str], values: Sequence[str], rows: Iterable[PlacedRow]) -> None:
        """Learn the columns `names` from values put in them (row by row) and all `values` of the table."""
        self._expected = tuple(expected_kinds(name) for name in names)
        self._table: Counter[Feature] = Counter()
        for value in values:
            self._table.update(features(value))
        self._cells = len(values)
        self._columns: tuple[dict[Feature, float], ...] = tuple(defaultdict(float) for _ in names)
        self._sizes = [0.0] * len(names)
        self._rows = 0
        for row in rows:
            self._count(row, 1)

    @property
    def width(self) -> int:
        return len(self._columns)

    @contextmanager
    def forgetting(self, row: PlacedRow) -> Iterator[None]:
        """As long as this is held, the model is without `row`: a misplaced row must not vouch for itself."""
        self._count(row, -1)
        try:
            yield
        finally:
            self._count(row, 1)

    def _count(self, row: PlacedRow, times: int) -> None:
        if not row:
            return
        self._rows += times
        for value, column, share in row:
            self._sizes[column] += times * share
            for feature in features(value):
                self._columns[column][feature] += times * share

    def given(self, column: int) -> float:
        """The logarithm of the share of rows that give this column."""
        return math.log((self._sizes[column] + 1) / (self._rows + 2))

    def missing(self, column: int) -> float:
        """The logarithm of the share of rows that don't give this column."""
        return math.log((self._rows - self._sizes[column] + 1) / (self._rows + 2))

    def score(self, value: str, column: int) -> float:
        """How much likelier `value` is in `column` than anywhere in the table, as a logarithm, and how likely
        that column is to be given at all."""
        total = sum(_WEIGHTS[feature[0]] * self._log_ratio(feature, column) for feature in features(value))
        return max(_LEAST, min(_MOST, total)) + self.given(column)

    def _log_ratio(self, feature: Feature, column: int) -> float:
        if feature[0] == "value" and (self._table[feature] < 2 or feature[1].isdigit()):
            return 0.0  # a value seen once says nothing about where it belongs, and numbers meet by chance
        share = (self._table[feature] + 0.5) / (self._cells + 1.0)
        seen, size = self._columns[column].get(feature, 0.0), self._sizes[column]
        if feature[0] == "kind" and self._expected[column]:
            seen += _EXPECTATION * self._expectation(feature, column, share)
            size += _EXPECTATION
        return math.log((seen + _SMOOTHING * share) / (size + _SMOOTHING) / share)

    def _expectation(self, feature: Feature, column: int, share: float) -> float:
        """The share of a column's cells that should have this kind, going by the column's name."""
        kinds: tuple[CellKind, ...] = self._expected[column]
        return _EXPECTED_SHARE / len(kinds) if feature[1] in kinds else (1 - _EXPECTED_SHARE) * share
