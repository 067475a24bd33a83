"""What of a claim's wording its source has, with numbers worked out by hand."""

import numpy as np
import pytest

from assistant.judging.wording import (
    WORDING_FEATURES,
    coverage,
    longest_run,
    read_wording,
    wording_features,
    worst_clause,
    worst_stretch,
)


def named(claim: str, source: str) -> dict[str, float]:
    values = wording_features(read_wording(claim), read_wording(source))
    return dict(zip(WORDING_FEATURES, values, strict=True))


def test_units_are_stems_and_single_characters():
    wording = read_wording("Models trained on 1.5 B: 医学 影像。Fine.")
    assert wording.units == ("model", "train", "on", "1.5", "b", "医", "学", "影", "像", "fine")
    assert wording.clause.tolist() == [0] * 5 + [1] * 4 + [2]
    assert wording.content.tolist() == [True, True, False] + [True] * 7


@pytest.mark.parametrize(
    ("claim", "source", "by_order"),
    [
        # One word, two in a row, three in a row that the source has too.
        ("a b c d", "x a b c y", ["1110", "1110", "1110", "0000"]),
        ("a b c d e", "d e a b", ["11011", "11011", "00000", "00000"]),
        ("模型很大", "大模型", ["1101", "1100", "0000", "0000"]),
    ],
)
def test_coverage(claim, source, by_order):
    found = coverage(read_wording(claim), read_wording(source))
    assert ["".join(str(int(unit)) for unit in row) for row in found] == by_order


@pytest.mark.parametrize(
    ("claim", "source", "covered", "worst"),
    [
        # Four of seven units, all four of the first clause and none of the second's three.
        ("big red dogs run, small cats sleep", "Big red dogs run.", 4 / 7, 0.0),
        ("大红狗跑，小猫睡", "大红狗跑。", 4 / 7, 0.0),
        # A clause of less than three units tells nothing.
        ("big red dogs run, though", "Big red dogs run.", 4 / 5, 1.0),
    ],
)
def test_the_worst_clause(claim, source, covered, worst):
    found = named(claim, source)
    assert found["covered 1"] == pytest.approx(covered)
    assert found["worst clause 1"] == worst


def test_a_claim_without_words():
    assert wording_features(read_wording("…"), read_wording("words")) == [0.0] * len(WORDING_FEATURES)


def test_runs_and_stretches():
    marked = np.array([True, False, True, True, False])
    assert longest_run(marked) == 2
    assert longest_run(~np.ones(3, bool)) == 0
    values = np.array([1, 0, 1, 1, 0, 0], np.float32)
    assert worst_stretch(values, 2) == 0
    assert worst_stretch(values, 3) == pytest.approx(1 / 3)
    assert worst_stretch(values, 10) == 0.5
    assert worst_clause(values, np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(1 / 3)
