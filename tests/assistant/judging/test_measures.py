"""Measures of judges, with numbers worked out by hand."""

import math

import pytest

from assistant.judging.measures import (
    at_chance,
    auc,
    auc_at_chance,
    bins,
    calibration_error,
    share_true,
)


@pytest.mark.parametrize(
    ("labels", "supports", "area"),
    [
        ([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9], 0.0),
        ([1, 0], [0.5, 0.5], 0.5),
        # Of the six pairs 0.9 wins both, 0.4 wins one, 0.3 ties with one and loses one.
        ([1, 1, 1, 0, 0], [0.9, 0.4, 0.3, 0.3, 0.5], 3.5 / 6),
    ],
)
def test_area_under_the_curve(labels, supports, area):
    assert auc([bool(label) for label in labels], supports) == pytest.approx(area)


def test_no_area_without_both_kinds():
    assert math.isnan(auc([True, True], [0.1, 0.2]))


def test_at_chance_has_as_many_of_both_in_each_band():
    labels = [True] * 5 + [False] * 3
    overlaps = [0.95, 0.96, 1.0, 0.11, 0.5, 0.91, 0.12, 0.13]
    part = at_chance(labels, overlaps)
    # The top band has three and one, that of 0.1 one and two, that of 0.5 one and none.
    assert len(part) == 4
    assert sum(labels[place] for place in part) == 2
    assert {3, 5} <= set(part)
    assert at_chance(labels, overlaps) == part


def test_overlap_itself_is_at_chance_there():
    labels = [True, False] * 50
    overlaps = [(place // 2) / 50 + (0.5 if place % 2 == 0 else 0) for place in range(100)]
    overlaps = [min(share, 1.0) for share in overlaps]
    assert auc(labels, overlaps) > 0.8
    assert auc_at_chance(labels, overlaps, overlaps) == pytest.approx(0.5, abs=0.15)


def test_one_is_in_the_last_bin():
    [only] = bins([(1.0, 1.0), (0.95, 0.0)])
    assert (only.count, only.foretold, only.came) == (2, 0.975, 0.5)


def test_calibration():
    # 0.85 is said of four, of which three are true; 0.05 of one that isn't.
    labels = [True, True, True, False, False]
    supports = [0.85, 0.85, 0.85, 0.85, 0.05]
    assert calibration_error(labels, supports) == pytest.approx((4 * 0.1 + 1 * 0.05) / 5)
    assert share_true(labels, supports, 0.8) == 0.75
    assert math.isnan(share_true(labels, supports, 0.9))
