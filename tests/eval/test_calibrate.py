"""Fitting the weights of confidence."""

import numpy as np
import pytest

from eval.calibrate import COUNTS, PENALTY, Examples, fit


def data(*rows, name="dev"):
    """Examples of a bias, one feature and a label."""
    features = np.array([[1.0, x] for x, _ in rows])
    return Examples(features, np.array([float(y) for _, y in rows]), np.array([name] * len(rows)))


def said(weights, x):
    return 1 / (1 + np.exp(-(weights[0] + weights[1] * x)))


def test_a_feature_that_says_nothing_gets_no_weight():
    weights = fit(data((0, 0), (0, 1), (1, 0), (1, 1)))
    assert weights == pytest.approx([0, 0], abs=1e-6)


def test_a_feature_that_tells_the_labels_apart_is_believed_and_stays_finite():
    weights = fit(data((0, 0), (0, 0), (1, 1), (1, 1)))
    assert said(weights, 1) > 0.5 > said(weights, 0)
    # By symmetry the two are equally sure, and the penalty keeps them from certainty.
    assert said(weights, 1) == pytest.approx(1 - said(weights, 0), abs=1e-4)
    assert said(weights, 1) < 0.99


def test_it_stands_where_the_slope_is_level():
    known = data((0.1, 0), (0.4, 1), (0.5, 0), (0.9, 1), (0.3, 0))
    x, y, weights = known.features, known.answerable, fit(known)
    each = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    p = 1 / (1 + np.exp(-x @ weights))
    slope = x.T @ (each * (p - y)) + np.array([0, PENALTY]) * weights
    assert slope == pytest.approx([0, 0], abs=1e-5)


def test_both_labels_weigh_alike_however_many_there_are():
    few = data((0, 0), (1, 1))
    # Nine times as many examples of one label change nothing, but for the penalty on their sum.
    many = data(*[(0, 0)] * 9, (1, 1))
    assert said(fit(many), 0.5) == pytest.approx(said(fit(few), 0.5), abs=0.02)


def test_the_nearer_a_set_is_to_what_people_ask_the_more_it_counts():
    rows = [(0, 0), (1, 1)]
    turned = data(*((x, 1 - y) for x, y in rows), name="held out")
    both = Examples(
        *(np.concatenate(parts) for parts in zip(_parts(data(*rows)), _parts(turned), strict=True))
    )
    assert COUNTS["dev"] > COUNTS["held out"]
    assert said(fit(both), 1) > 0.5 > said(fit(both), 0)
    assert both.without(0).sets.tolist() == ["dev", "held out", "held out"]


def _parts(known):
    return known.features, known.answerable, known.sets


def test_it_is_deterministic():
    rows = [(n / 10, n % 3 == 0) for n in range(20)]
    assert np.array_equal(fit(data(*rows)), fit(data(*rows)))
