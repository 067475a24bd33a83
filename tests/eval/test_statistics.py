"""Intervals and differences against what is known of them."""

import pytest

from eval.statistics import benjamini_hochberg, difference, interval, set_difference, set_interval


def test_the_interval_of_a_share_is_near_its_normal_one() -> None:
    # 80 of 100: standard error sqrt(.8 * .2 / 100) = 0.04, so about 0.72 to 0.88.
    found = interval([1.0] * 80 + [0.0] * 20)
    assert found.low == pytest.approx(0.72, abs=0.015)
    assert found.high == pytest.approx(0.88, abs=0.015)
    assert interval([1.0] * 80 + [0.0] * 20) == found


def test_what_never_varies_has_no_width() -> None:
    assert interval([0.5, 0.5]) == (found := set_interval(2, lambda places: 0.5)) and found.low == 0.5


def test_pairing_tells_a_small_but_steady_gain() -> None:
    first = [n / 100 for n in range(100)]
    found = difference(first, [value + 0.01 for value in first])
    assert found.value == pytest.approx(0.01)
    assert 0 < found.low <= found.high and found.p < 0.01


def test_equal_sides_cannot_be_told_apart() -> None:
    first, second = [0.0, 1.0] * 20, [1.0, 0.0] * 20
    found = difference(first, second)
    assert found.value == 0 and found.low < 0 < found.high and found.p > 0.5
    assert difference(first, first).p == 1.0


def test_figures_of_a_set_are_paired_too() -> None:
    values = [float(n) for n in range(30)]
    found = set_difference(
        30,
        lambda places: max(values[place] for place in places),
        lambda places: max(values[place] for place in places) + 2,
    )
    assert (found.value, found.low, found.high) == (2.0, 2.0, 2.0) and found.p < 0.05


def test_the_correction_worked_out_by_hand() -> None:
    # From the largest: 0.9 * 4/4, 0.03 * 4/3 = 0.04, 0.025 * 4/2 = 0.05 lowered to 0.04, 0.001 * 4/1.
    assert benjamini_hochberg([0.03, 0.001, 0.9, 0.025]) == pytest.approx([0.04, 0.004, 0.9, 0.04])
    assert benjamini_hochberg([]) == []
