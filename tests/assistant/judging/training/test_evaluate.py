"""Figures of judges that are made up, worked out by hand."""

from dataclasses import dataclass

import pytest

from assistant.errors import JudgeError
from assistant.judging.training.evaluate import (
    SpoiltFigures,
    labelled_figures,
    set_table,
    spoilt_figures,
    spoilt_table,
)
from assistant.judging.training.labelled import Labelled
from assistant.judging.training.made import Said, Statement


@dataclass(frozen=True)
class Verbatim:
    """Supports what stands in the source word for word; fails on some."""

    name: str = "verbatim"

    def support(self, claim: str, source: str) -> float:
        if "sick" in claim:
            raise JudgeError("The judge is ill.")
        return 0.9 if claim in source else 0.1


def test_figures_of_labelled_claims():
    claims = [
        Labelled("a", "", "red dogs", "red dogs run", True),
        Labelled("a", "", "dogs red", "red dogs run", False),
        Labelled("b", "", "红狗", "红狗跑", True),
        Labelled("b", "", "sick red", "sick red dogs", True),
    ]
    figures = {one.set: one for one in labelled_figures(Verbatim(), claims)}
    assert set(figures) == {"a", "b", "all"}
    assert (figures["a"].auc, figures["a"].overlap, figures["a"].at_chance) == (1.0, 0.5, 1.0)
    assert (figures["a"].claims, figures["a"].at_threshold, figures["a"].true_at_threshold) == (2, 1, 1.0)
    assert figures["a"].calibration_error == pytest.approx(0.1)
    # A failure counts as no support at all.
    assert (figures["all"].failed, figures["all"].at_threshold) == (1, 2)
    assert figures["all"].auc == pytest.approx((1 + 1 + 0) / 3)
    assert "| all | 4 | 0.667 |" in set_table(list(figures.values()))


def test_figures_of_spoilt_sentences():
    statements = [
        Statement(
            {
                "en": Said("It has 7 billion parameters and improves results.", "", "More."),
                "zh": Said("它有 70 亿参数，提高了结果。", "", "还有。"),
            }
        )
    ]
    found = {(one.kind, one.pairing): one for one in spoilt_figures(Verbatim(), statements)}
    assert (found["true", "en-en"].total, found["true", "en-en"].share) == (1, 0.0)
    assert found["true", "zh-en"].share == 1.0
    for pairing in ("en-en", "zh-zh"):
        for kind in ("number", "unit", "turned"):
            assert (found[kind, pairing].total, found[kind, pairing].share) == (1, 1.0)
    assert found["name", "en-en"].total == 0


def test_a_table_of_them():
    figures = [SpoiltFigures("true", "en-en", 4, 1), SpoiltFigures("true", "zh-en", 2, 2)]
    assert spoilt_table(figures).splitlines()[-1] == "| true | 0.25 of 4 |  |  | 1.00 of 2 |"
