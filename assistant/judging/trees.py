"""Gradient-boosted trees and their calibration, as plain arrays."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEAF = -1
"""Stands for the feature of a node that is a leaf."""


@dataclass(frozen=True)
class Trees:
    """A sum of regression trees over features, mapped to a probability.

    Nodes of all trees lie behind each other: `feature` and `threshold` of each, where it goes `left` (feature
    at most the threshold) and `right`, its `value` if it is a leaf. `roots` are the trees' first nodes.
    `knots` of the sum have the probabilities `heights`, between them it is interpolated; for a claim in
    another language than its source the `crossing` ones hold.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    baseline: NDArray[np.float32]
    knots: NDArray[np.float32]
    heights: NDArray[np.float32]
    crossing_knots: NDArray[np.float32]
    crossing_heights: NDArray[np.float32]

    def score(self, features: NDArray[np.float32]) -> float:
        """The sum over all trees, a log odds before calibration."""
        at = self.roots.copy()
        while True:
            feature = self.feature[at]
            inner = feature != LEAF
            if not inner.any():
                return float(self.baseline[0] + self.value[at].sum(dtype=np.float64))
            goes_left = features[np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)

    def probability(self, features: NDArray[np.float32], crossing: bool) -> float:
        """From 0 to 1, calibrated; `crossing` says that claim and source are of different languages."""
        line = (self.crossing_knots, self.crossing_heights) if crossing else (self.knots, self.heights)
        return float(np.interp(self.score(features), *line))

    def save(self, path: Path) -> None:
        """Write an .npz file without pickles."""
        with path.open("wb") as file:
            np.savez_compressed(file, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Trees":
        """Read what `save` wrote; raises OSError or ValueError if it is not there or damaged."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})
