"""Trees and their calibration from features and labels.

Two sets of trees, summed: one learned what people call supported, who pass over changes of wording that turn
a sentence of a survey into a lie; the other learned from such lies. Neither does well at what the other does,
nor do trees that learn from both at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from assistant.judging.trees import LEAF, Trees

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class TreeSettings:
    """Chosen by cross-validation on the training part."""

    trees: int = 200
    """Of each set."""
    leaves: int = 8
    rate: float = 0.05
    smallest_leaf: int = 20
    penalty: float = 10.0
    share_of_features: float = 0.3
    strictness: float = 0.5
    """The weight of the trees that learned from made lies, beside 1 for the others."""
    crossing_prior: float = 0.9
    """How many claims in another language than their source are taken to be true, for the calibration. With
    even odds a third of the true ones would fall below four in five: translations are hard to tell."""
    folds: int = 5
    seed: int = 0


@dataclass(frozen=True)
class Examples:
    """Rows of features, (examples, features), with their labels, weights and groups; examples of one group
    stay together when some are left out. `by_people` marks those that people labelled, `crossing` those whose
    claim is in another language than the source."""

    rows: Rows
    labels: NDArray[np.bool_]
    weights: NDArray[np.float32]
    groups: NDArray[np.str_]
    by_people: NDArray[np.bool_]
    crossing: NDArray[np.bool_]

    @property
    def lenient(self) -> NDArray[np.bool_]:
        """What the first set of trees learns from: only made pairs tell it of translations."""
        return self.by_people | self.crossing


@dataclass(frozen=True)
class _Boosted:
    """Both sets of trees as scikit-learn has them, with their weights."""

    sets: tuple[tuple[HistGradientBoostingClassifier, float], ...]

    def scores(self, rows: Rows) -> NDArray[np.float64]:
        """The weighted sum of both sets, a log odds before calibration."""
        found: NDArray[np.float64] = sum(w * model.decision_function(rows) for model, w in self.sets)
        return found


def fit(examples: Examples, scores: NDArray[np.float64], settings: TreeSettings) -> Trees:
    """Trees of all examples, calibrated on `scores`, which each got from trees that had not seen it: within a
    language on people's labels, across languages on made pairs."""
    people, across = examples.by_people, examples.crossing
    own = calibrate(scores[people], examples.labels[people], np.ones(people.sum()))
    true, prior = examples.labels[across], settings.crossing_prior
    odds = np.where(true, prior / true.sum(), (1 - prior) / (~true).sum())
    crossing = calibrate(scores[across], true, odds)
    return _exported(_boosted(examples, np.arange(len(examples.labels)), settings), own, crossing)


def left_out_scores(examples: Examples, settings: TreeSettings) -> NDArray[np.float64]:
    """For each example the score of trees made without its group."""
    scores = np.zeros(len(examples.labels))
    folds = GroupKFold(settings.folds, shuffle=True, random_state=settings.seed)
    for seen, left_out in folds.split(examples.rows, groups=examples.groups):
        scores[left_out] = _boosted(examples, seen, settings).scores(examples.rows[left_out])
    return scores


def calibrate(
    scores: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[Rows, Rows]:
    """Knots and heights of the rising line that fits best (isotonic regression; Zadrozny and Elkan 2002)."""
    line = IsotonicRegression(y_min=0.01, y_max=0.99).fit(scores, labels.astype(np.float64), weights)
    return line.X_thresholds_.astype(np.float32), line.y_thresholds_.astype(np.float32)


def _boosted(examples: Examples, places: NDArray[np.int64], settings: TreeSettings) -> _Boosted:
    lenient = _learned(examples, places[examples.lenient[places]], settings)
    strict = _learned(examples, places[~examples.by_people[places]], settings)
    return _Boosted(((lenient, 1.0), (strict, settings.strictness)))


def _learned(
    examples: Examples, places: NDArray[np.int64], settings: TreeSettings
) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        learning_rate=settings.rate,
        max_iter=settings.trees,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.smallest_leaf,
        l2_regularization=settings.penalty,
        max_features=settings.share_of_features,
        early_stopping=False,
        random_state=settings.seed,
    )
    model.fit(examples.rows[places], examples.labels[places], sample_weight=examples.weights[places])
    return model


def _exported(boosted: _Boosted, own: tuple[Rows, Rows], crossing: tuple[Rows, Rows]) -> Trees:
    stages = [(stage[0].nodes, weight) for model, weight in boosted.sets for stage in model._predictors]
    sizes = [len(nodes) for nodes, _ in stages]
    roots = np.cumsum([0, *sizes[:-1]])
    together = np.concatenate([nodes for nodes, _ in stages])
    weights = np.repeat([weight for _, weight in stages], sizes)
    shift = np.repeat(roots, sizes)
    leaf = together["is_leaf"].astype(bool)
    baseline = sum(weight * float(np.ravel(model._baseline_prediction)[0]) for model, weight in boosted.sets)
    return Trees(
        roots=roots.astype(np.int32),
        feature=np.where(leaf, LEAF, together["feature_idx"]).astype(np.int16),
        threshold=_at_least(together["num_threshold"]),
        left=np.where(leaf, 0, together["left"] + shift).astype(np.int32),
        right=np.where(leaf, 0, together["right"] + shift).astype(np.int32),
        value=(weights * together["value"]).astype(np.float32),
        baseline=np.array([baseline], np.float32),
        knots=own[0],
        heights=own[1],
        crossing_knots=crossing[0],
        crossing_heights=crossing[1],
    )


def _at_least(thresholds: NDArray[np.float64]) -> Rows:
    """Rounded up to single precision, so that a feature equal to a threshold still goes left."""
    rounded = thresholds.astype(np.float32)
    above: Rows = np.nextafter(rounded, np.float32(np.inf))
    return np.where(rounded < thresholds, above, rounded)
