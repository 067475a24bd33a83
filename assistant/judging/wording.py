"""What of a claim's wording its source has: n-grams of words, clause by clause.

A unit is the stem of an English word or a single Chinese character; a unit is covered at order n if it is
part of n units in a row that the source has too.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import STOP_WORDS, normalise, stem

_UNIT = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[\u3400-\u9fff]")
CLAUSE_END = re.compile(r"[,;:.!?](?=\s|$)|[，；：。！？、]|\n")
_FOLDED_CLAUSE_END = re.compile(r"[,;:.!?](?=[\s\u3400-\u9fff]|$)|[。、]|\n")
"""Folding makes the marks that Chinese shares with English narrow, and no space follows them."""
_FUNCTION_CHARACTERS = frozenset("的了和在将则与对从以是为被中也就都而及或等其该这那个一些有")
_ORDERS = (1, 2, 3, 5)
_LONGEST = 3  # units that a clause has at least to count


@dataclass(frozen=True)
class Wording:
    """The units of a text in order. `clause` numbers the clause that each is in; `content` marks those that
    are no function words."""

    units: tuple[str, ...]
    clause: NDArray[np.int64]
    content: NDArray[np.bool_]

    @property
    def grams(self) -> tuple[frozenset[tuple[str, ...]], ...]:
        """The n-grams of each order."""
        return _grams(self.units)

    @property
    def telling(self) -> NDArray[np.bool_]:
        """Marks the content units, or all where there are only function words."""
        return self.content if self.content.any() else np.ones_like(self.content)


@lru_cache(maxsize=1024)
def read_wording(text: str) -> Wording:
    """The units of `text`."""
    folded = normalise(text)
    ends = np.array([match.end() for match in _FOLDED_CLAUSE_END.finditer(folded)], dtype=np.int64)
    found = list(_UNIT.finditer(folded))
    units = tuple(match.group() for match in found)
    starts = np.array([match.start() for match in found], dtype=np.int64)
    content = [unit not in STOP_WORDS and unit not in _FUNCTION_CHARACTERS for unit in units]
    return Wording(
        units=tuple(stem(unit) if unit.isascii() else unit for unit in units),
        clause=np.searchsorted(ends, starts, side="right"),
        content=np.array(content, dtype=np.bool_),
    )


@lru_cache(maxsize=256)
def _grams(units: tuple[str, ...]) -> tuple[frozenset[tuple[str, ...]], ...]:
    return tuple(
        frozenset(units[start : start + order] for start in range(len(units) - order + 1))
        for order in _ORDERS
    )


def coverage(claim: Wording, source: Wording) -> NDArray[np.bool_]:
    """Which units of the claim the source has at each order: (orders, units)."""
    size = len(claim.units)
    found = np.zeros((len(_ORDERS), size), np.bool_)
    for row, (order, grams) in enumerate(zip(_ORDERS, source.grams, strict=True)):
        for start in range(size - order + 1):
            if claim.units[start : start + order] in grams:
                found[row, start : start + order] = True
    return found


def stands_in(claim: Wording, source: Wording) -> bool:
    """Whether the source has all units of the claim in a row."""
    inside, text = (f"\n{one}\n" for one in ("\n".join(claim.units), "\n".join(source.units)))
    return inside in text


def content_covered(claim: Wording, source: Wording) -> float:
    """The share of the claim's units, without function words, that the source has anywhere."""
    return float(coverage(claim, source)[0][claim.telling].mean()) if claim.units else 0.0


WORDING_FEATURES = (
    *(f"covered {order}" for order in _ORDERS),
    *(f"worst clause {order}" for order in _ORDERS[:3]),
    *(f"worst stretch {order}" for order in _ORDERS[:3]),
    "content covered",
    "uncovered content run",
    "uncovered run 2",
    "uncovered content units",
    "clauses",
    "units",
)


def wording_features(claim: Wording, source: Wording) -> list[float]:
    """The features of WORDING_FEATURES."""
    if not claim.units:
        return [0.0] * len(WORDING_FEATURES)
    covered = coverage(claim, source)
    content = claim.telling
    missing = content & ~covered[0]
    return [
        *covered.mean(axis=1).tolist(),
        *(worst_clause(row.astype(np.float32), claim.clause) for row in covered[:3]),
        *(worst_stretch(row.astype(np.float32), 8) for row in covered[:3]),
        float(covered[0][content].mean()),
        longest_run(~covered[0][content]) / 10,
        longest_run(~covered[1]) / 10,
        float(missing.sum()) / 10,
        float(len(set(claim.clause.tolist()))),
        len(claim.units) / 50,
    ]


def worst_clause(values: NDArray[np.float32], clause: NDArray[np.int64]) -> float:
    """The least mean of `values` in a clause, short ones left out."""
    numbers, places, counts = np.unique(clause, return_inverse=True, return_counts=True)
    means = np.bincount(places, weights=values, minlength=len(numbers)) / counts
    long = counts >= _LONGEST
    return float(means[long].min() if long.any() else means.mean())


def worst_stretch(values: NDArray[np.float32], size: int) -> float:
    """The least mean of `size` values in a row."""
    size = min(size, len(values))
    sums = np.convolve(values, np.ones(size, np.float32), mode="valid")
    return float(sums.min()) / size


def longest_run(marked: NDArray[np.bool_]) -> float:
    """How many in a row are marked, at most."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return float((edges[1::2] - edges[::2]).max()) if len(edges) else 0.0
