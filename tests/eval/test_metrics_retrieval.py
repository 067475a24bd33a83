"""Rankings worked out by hand, and the same by formulas of the papers."""

from dataclasses import replace
from math import log2

import pytest
from replying import case, passage, replied
from tiny import PRIVACY, ROBOTS, gold

from eval.metrics import METRICS

TWO = replace(ROBOTS, gold=((gold("english", "Robots can assist"),), (gold("chinese", "患者隐私"),)))
NOTHING = passage("third", "Protein structures")
REPEAT = passage("english", "surgeons in the")
ENGLISH_GOLD = passage("english", "Robots can assist surgeons")
CHINESE_GOLD = passage("chinese", "保护患者隐私")
BOTH = [NOTHING, ENGLISH_GOLD, ENGLISH_GOLD, CHINESE_GOLD]


def value(name: str, question, passages) -> float:
    return METRICS[name].score(case(question, replied(passages=passages)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Gold groups are first held at ranks 2 and 4; the passage at rank 3 repeats the first.
        ("recall@5", 1.0),
        ("recall@10", 1.0),
        ("mrr", 1 / 2),
        ("ndcg@10", (1 / log2(3) + 1 / log2(5)) / (1 / log2(2) + 1 / log2(3))),
        ("found@5", 1.0),
        # Precision at ranks 2, 3 and 4 is 1/2, 2/3, 3/4.
        ("context_precision", (1 / 2 + 2 / 3 + 3 / 4) / 3),
    ],
)
def test_a_ranking_in_both_languages(name: str, expected: float) -> None:
    assert value(name, TWO, BOTH) == pytest.approx(expected)


def test_what_stands_after_the_fifth_is_not_in_the_first_five() -> None:
    late = [*[NOTHING] * 5, ENGLISH_GOLD]
    assert value("recall@5", TWO, late) == value("found@5", TWO, late) == 0.0
    assert value("recall@10", TWO, late) == 0.5


@pytest.mark.parametrize("name", ["recall@5", "mrr", "ndcg@10", "found@5", "context_precision"])
@pytest.mark.parametrize("question", [ROBOTS, PRIVACY], ids=lambda question: question.language)
def test_nothing_found_is_nothing(name: str, question) -> None:
    assert value(name, question, []) == value(name, question, [NOTHING]) == 0.0


@pytest.mark.parametrize(
    ("question", "found"), [(ROBOTS, ENGLISH_GOLD), (PRIVACY, CHINESE_GOLD)], ids=["en", "zh"]
)
def test_the_best_ranking_is_one(question, found) -> None:
    for name in ("recall@5", "mrr", "ndcg@10", "found@5", "context_precision"):
        assert value(name, question, [found, NOTHING]) == 1.0


def test_a_passage_that_holds_two_parts_finds_both() -> None:
    whole = replace(TWO, gold=((gold("english", "Robots"),), (gold("english", "surgeons"),)))
    assert value("recall@5", whole, [ENGLISH_GOLD]) == value("ndcg@10", whole, [ENGLISH_GOLD]) == 1.0
