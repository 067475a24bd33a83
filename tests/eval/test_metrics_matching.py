"""Examples worked out by hand, in both languages."""

from dataclasses import replace

import pytest
from tiny import ENGLISH, PRIVACY, ROBOTS, UNANSWERABLE, gold, question

from corpus import Span
from eval.metrics.matching import facts_found, first_gold, groups_at

ENERGY = question(
    "energy",
    "How much energy?",
    facts=[("1287 MWh", "1287 兆瓦时"), ("552 tons", "552 吨")],
    groups=[(gold("chinese", "消耗大量电力"),)],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 1287 MWh and put out 552 tons of CO2.", 1.0),
        ("It took 1,287\u00a0MWh.", 0.5),
        ("训练消耗 1287兆瓦时 电力，排放 552吨 二氧化碳。", 1.0),
        ("训练消耗 1287 MWh 电力。", 0.5),
        ("排放５５２吨二氧化碳。", 0.5),
        ("It took a lot of energy.", 0.0),
        ("", 0.0),
    ],
)
def test_facts_found_is_the_share_of_facts_with_an_accepted_form(text: str, expected: float) -> None:
    assert facts_found(ENERGY, text) == expected


def test_names_are_found_however_they_are_written() -> None:
    named = question("named", "Which?", facts=[("Med-PaLM 2",)], groups=[(gold("english", "MedPaLM-2"),)])
    assert facts_found(named, "med palm-2 did") == 1.0
    assert facts_found(named, "MedPaLM did") == 0.0


def test_ranks_count_from_one() -> None:
    # "Robots can assist surgeons" stands at 35 to 61 of the English text.
    assert ROBOTS.gold[0][0].span == (35, 61)
    assert first_gold(ROBOTS, [("english", [Span(35, 40)])]) == 1
    elsewhere = [("chinese", [Span(0, 20)]), ("english", [Span(0, 33)])]
    assert first_gold(ROBOTS, [*elsewhere, ("english", [Span(60, 90)])]) == 3
    assert first_gold(ROBOTS, elsewhere) is None


def test_touching_ends_and_gaps_hold_nothing() -> None:
    assert groups_at(ROBOTS, "english", [Span(0, 35), Span(61, 80)]) == frozenset()
    assert groups_at(ROBOTS, "english", [Span(0, 30), Span(60, 80)]) == {0}


def test_chinese_counts_characters() -> None:
    # 保护患者隐私 stands at 6 to 12.
    assert PRIVACY.gold[0][0].span == (6, 12)
    assert groups_at(PRIVACY, "chinese", [Span(0, 6)]) == frozenset()
    assert groups_at(PRIVACY, "chinese", [Span(11, 13)]) == {0}
    assert groups_at(PRIVACY, "english", [Span(6, 12)]) == frozenset()


def test_any_quote_of_a_group_holds_it() -> None:
    both = replace(ROBOTS, gold=(*ROBOTS.gold, (*PRIVACY.gold[0], gold("third", "Protein"))))
    assert groups_at(both, "english", [Span(35, 61)]) == {0}
    assert groups_at(both, "third", [Span(3, 4)]) == groups_at(both, "chinese", [Span(6, 7)]) == {1}
    assert groups_at(UNANSWERABLE, "english", [Span(0, len(ENGLISH.text))]) == frozenset()
