"""Intervals and differences that hold: seeded bootstraps over questions, corrected where many are compared.

The percentile bootstrap is Efron's (1979); the paired one draws the same questions for both sides. Benjamini
and Hochberg's correction (1995) holds the share of false alarms among all that is told as a difference.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20_240_229
DRAWS = 4000
SET_DRAWS = 500
"""For figures of a whole set, which can't be drawn all at once."""
LEVEL = 0.05
Summary = Callable[[Sequence[int]], float]
"""The figure of the questions with these places."""


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """How much the second side is above the first, with the two-sided bootstrap p value."""

    value: float
    low: float
    high: float
    p: float


def interval(values: Sequence[float]) -> Interval:
    """95 % interval of the mean."""
    return _interval(_means(values))


def set_interval(count: int, summary: Summary) -> Interval:
    """95 % interval of a figure of `count` questions that is no mean."""
    return _interval(_summaries(count, summary))


def difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """How much the mean of `second` is above that of `first`, values paired by question."""
    gains = np.asarray(second, dtype=float) - np.asarray(first, dtype=float)
    return _difference(float(gains.mean()), _means(gains))


def set_difference(count: int, first: Summary, second: Summary) -> Difference:
    """The same for figures that are no means."""
    whole = list(range(count))
    drawn = _summaries(count, second) - _summaries(count, first)
    return _difference(second(whole) - first(whole), drawn)


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """The p values corrected for there being several of them (Benjamini and Hochberg 1995), in the same
    order."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    corrected = [0.0] * len(values)
    lowest = 1.0
    for above, place in enumerate(order):
        lowest = min(lowest, values[place] * len(values) / (len(values) - above))
        corrected[place] = lowest
    return corrected


def _draws(count: int, draws: int) -> NDArray[np.int64]:
    """Places of questions, shape `(draws, count)`: the same for the same count."""
    return np.random.default_rng(SEED).integers(0, count, (draws, count))


def _means(values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    drawn = np.asarray(values, dtype=float)[_draws(len(values), DRAWS)]
    means: NDArray[np.float64] = drawn.mean(axis=1)
    return means


def _summaries(count: int, summary: Summary) -> NDArray[np.float64]:
    return np.array([summary(row) for row in _draws(count, SET_DRAWS).tolist()])


def _interval(drawn: NDArray[np.float64]) -> Interval:
    low, high = np.quantile(drawn, [LEVEL / 2, 1 - LEVEL / 2])
    return Interval(float(low), float(high))


def _difference(value: float, drawn: NDArray[np.float64]) -> Difference:
    found = _interval(drawn)
    # One is added to both, or a p value could be 0, which no number of draws can show.
    sides = (np.count_nonzero(drawn <= 0) + 1, np.count_nonzero(drawn >= 0) + 1)
    p = min(1.0, 2 * min(sides) / (len(drawn) + 1))
    return Difference(value, found.low, found.high, float(p))
