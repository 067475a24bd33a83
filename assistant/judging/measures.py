"""How good a judge is: what can be computed from supports and labels alone."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

BANDS = 10
"""Bands of word overlap, and of support for the calibration error."""
Pair = tuple[float, float]
"""What was foretold, from 0 to 1, and what came of it."""


@dataclass(frozen=True)
class Bin:
    """Pairs that foretold about the same: how many, their mean foretelling and the mean of what came."""

    count: int
    foretold: float
    came: float


def auc(labels: Sequence[bool], supports: Sequence[float]) -> float:
    """The chance that a supported claim gets more support than one that isn't, ties counted as half (area
    under the ROC curve; Mann and Whitney 1947); nan if all are of one kind."""
    truth, scores = np.asarray(labels, bool), np.asarray(supports, np.float64)
    positive, negative = scores[truth], np.sort(scores[~truth])
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(negative, positive, "left")
    not_above = np.searchsorted(negative, positive, "right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def at_chance(labels: Sequence[bool], overlaps: Sequence[float], seed: int = 0) -> list[int]:
    """Places of a part of the claims in which overlap tells nothing: from each of BANDS equal bands of
    overlap as many supported ones as others, drawn by `seed`."""
    draw = random.Random(seed)
    kept: list[int] = []
    for band in range(BANDS):
        inside = [i for i, share in enumerate(overlaps) if min(int(share * BANDS), BANDS - 1) == band]
        supported = [i for i in inside if labels[i]]
        others = [i for i in inside if not labels[i]]
        count = min(len(supported), len(others))
        kept += draw.sample(supported, count) + draw.sample(others, count)
    return sorted(kept)


def auc_at_chance(
    labels: Sequence[bool], supports: Sequence[float], overlaps: Sequence[float], draws: int = 20
) -> float:
    """The mean `auc` over parts in which overlap is at chance: one part is small and tells much by luck."""
    found = []
    for seed in range(draws):
        part = at_chance(labels, overlaps, seed)
        found.append(auc([labels[i] for i in part], [supports[i] for i in part]))
    return float(np.mean(found))


def bins(pairs: Iterable[Pair]) -> list[Bin]:
    """The pairs in BANDS bins of equal width over what was foretold; empty ones are left out."""
    found: list[list[Pair]] = [[] for _ in range(BANDS)]
    for pair in pairs:
        found[min(int(pair[0] * BANDS), BANDS - 1)].append(pair)
    return [
        Bin(len(part), sum(p[0] for p in part) / len(part), sum(p[1] for p in part) / len(part))
        for part in found
        if part
    ]


def calibration_error(labels: Sequence[float], supports: Sequence[float]) -> float:
    """How far on average support is from the share that is true, by bin, weighed by count (expected
    calibration error; Naeini et al. 2015, Guo et al. 2017)."""
    found = bins(zip(supports, labels, strict=True))
    return sum(b.count * abs(b.foretold - b.came) for b in found) / len(labels)


def share_true(labels: Sequence[bool], supports: Sequence[float], threshold: float) -> float:
    """Of the claims with at least `threshold` support, the share that is supported; nan if there are none."""
    kept = [label for label, support in zip(labels, supports, strict=True) if support >= threshold]
    return sum(kept) / len(kept) if kept else float("nan")
