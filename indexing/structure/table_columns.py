"""What the columns of a table hold, learned from the rows that fit."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indexing.structure.table_kinds import CellKind, expected_kinds, kind_of

Feature = tuple[str, str]

# How much each feature says; the shape of a value is told by several that overlap.
_WEIGHTS = {"kind": 1.0, "words": 0.4, "marked": 0.4, "value": 0.8}
_SMOOTHING = 1.5
_EXPECTATION = 4.0
_EXPECTED_SHARE = 0.8
_MOST = 4.0
_BETWEEN = (2, 3, 6)


@lru_cache(maxsize=16384)
def features(value: str) -> tuple[Feature, ...]:
    """How a value looks: its kind, how many words it has, whether it looks like a name, and itself."""
    words = sum(len(value.split()) > bound for bound in _BETWEEN)
    marked = bool(re.search(r"[a-z][A-Z]|[A-Z]{2}|\d|-", value))
    plain = re.sub(r"[\s\W]+", "", value).lower() or value
    return ("kind", kind_of(value)), ("words", str(words)), ("marked", str(marked)), ("value", plain)


@dataclass(frozen=True)
class ColumnModel:
    """How often each feature was seen, in each column and in the whole table."""

    columns: tuple[Counter[Feature], ...]
    sizes: tuple[int, ...]
    table: Counter[Feature]
    cells: int
    expected: tuple[tuple[CellKind, ...], ...]

    def forgetting(self, row: Iterable[tuple[str, int]]) -> "ColumnModel":
        """The model without what it learned from `row`: a misplaced row must not vouch for itself."""
        columns, sizes = list(self.columns), list(self.sizes)
        for value, column in row:
            columns[column] = columns[column] - Counter(features(value))
            sizes[column] -= 1
        return replace(self, columns=tuple(columns), sizes=tuple(sizes))

    def score(self, value: str, column: int) -> float:
        """How much likelier `value` is in `column` than anywhere in the table, as a logarithm."""
        total = sum(_WEIGHTS[feature[0]] * self._log_ratio(feature, column) for feature in features(value))
        return max(-_MOST, min(_MOST, total))

    def _log_ratio(self, feature: Feature, column: int) -> float:
        if feature[0] == "value" and self.table[feature] < 2:
            return 0.0  # a value seen once says nothing about where it belongs
        share = (self.table[feature] + 0.5) / (self.cells + 1.0)
        seen: float = self.columns[column][feature]
        size: float = self.sizes[column]
        if feature[0] == "kind" and self.expected[column]:
            seen += _EXPECTATION * self._expectation(feature, column, share)
            size += _EXPECTATION
        return math.log((seen + _SMOOTHING * share) / (size + _SMOOTHING) / share)

    def _expectation(self, feature: Feature, column: int, share: float) -> float:
        """The share of a column's cells that should have this kind, going by the column's name."""
        kinds = self.expected[column]
        return _EXPECTED_SHARE / len(kinds) if feature[1] in kinds else (1 - _EXPECTED_SHARE) * share


def learn(
    names: Sequence[str], placed: Iterable[Iterable[tuple[str, int]]], all_values: Sequence[str]
) -> ColumnModel:
    """The model of columns `names`, from values placed in them (row by row) and all values of the table."""
    columns: tuple[Counter[Feature], ...] = tuple(Counter() for _ in names)
    sizes = [0 for _ in names]
    for row in placed:
        for value, column in row:
            columns[column].update(features(value))
            sizes[column] += 1
    table: Counter[Feature] = Counter()
    for value in all_values:
        table.update(features(value))
    expected = tuple(expected_kinds(name) for name in names)
    return ColumnModel(columns, tuple(sizes), table, len(all_values), expected)
