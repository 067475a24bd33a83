"""Trees on arrays made by hand."""

import numpy as np
import pytest

from assistant.judging.trees import LEAF, Trees


def trees() -> Trees:
    """One tree asks for feature 1, then feature 0; another is a leaf."""
    return Trees(
        roots=np.array([0, 5], np.int32),
        feature=np.array([1, LEAF, 0, LEAF, LEAF, LEAF], np.int16),
        threshold=np.array([0.5, 0, 2, 0, 0, 0], np.float32),
        left=np.array([1, 0, 3, 0, 0, 0], np.int32),
        right=np.array([2, 0, 4, 0, 0, 0], np.int32),
        value=np.array([0, -1, 0, 1, 3, 0.25], np.float32),
        baseline=np.array([0.5], np.float32),
        knots=np.array([-1, 1, 4], np.float32),
        heights=np.array([0.1, 0.5, 0.9], np.float32),
        crossing_knots=np.array([0, 4], np.float32),
        crossing_heights=np.array([0, 0.8], np.float32),
    )


@pytest.mark.parametrize(
    ("features", "score", "probability"),
    [
        # 0.5 + 0.25 and the leaf; a feature equal to its threshold goes left.
        ((9, 0.5), -0.25, 0.25),
        ((2, 0.6), 1.75, 0.6),
        ((2.1, 0.6), 3.75, 0.5 + 0.4 * 2.75 / 3),
    ],
)
def test_scores_and_probabilities(features, score, probability):
    row = np.array(features, np.float32)
    assert trees().score(row) == pytest.approx(score)
    assert trees().probability(row, False) == pytest.approx(probability)
    # 0.2 for each point of the score, none below 0.
    assert trees().probability(row, True) == pytest.approx(max(0, 0.2 * score))


def test_beyond_the_knots_it_is_level():
    assert np.interp(9.0, trees().knots, trees().heights) == pytest.approx(0.9)


def test_saved_and_loaded(tmp_path):
    trees().save(tmp_path / "trees.npz")
    row = np.array([2.1, 0.6], np.float32)
    assert Trees.load(tmp_path / "trees.npz").score(row) == trees().score(row)


def test_a_damaged_file(tmp_path):
    (tmp_path / "trees.npz").write_bytes(b"nothing")
    with pytest.raises((OSError, ValueError)):
        Trees.load(tmp_path / "trees.npz")
