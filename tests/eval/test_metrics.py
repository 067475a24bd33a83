"""Examples worked out by hand, in both languages."""

from dataclasses import replace

import pytest
from tiny import CHINESE, ENGLISH, PRIVACY, ROBOTS, UNANSWERABLE, gold, hit, question

from assistant.answer import Answer, Citation, Question
from corpus import Span
from eval.metrics import citation_overlap, facts_found, first_gold, gold_rank
from indexing.blocks import BlockKind

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


def test_gold_rank_counts_from_one() -> None:
    # "Robots can assist surgeons" stands at 35 to 61 of the English text.
    assert ROBOTS.gold[0][0].span == (35, 61)
    assert gold_rank(ROBOTS, [hit("english", (35, 40))]) == 1
    assert (
        gold_rank(ROBOTS, [hit("chinese", (0, 20)), hit("english", (0, 33)), hit("english", (60, 90))]) == 3
    )


def test_touching_ends_do_not_overlap() -> None:
    assert gold_rank(ROBOTS, [hit("english", (0, 35)), hit("english", (61, 80))]) is None


def test_a_gap_between_spans_is_not_part_of_the_passage() -> None:
    assert gold_rank(ROBOTS, [hit("english", (0, 30), (70, 80))]) is None
    assert gold_rank(ROBOTS, [hit("english", (0, 30), (60, 80))]) == 1


def test_gold_rank_in_chinese_counts_characters() -> None:
    # 保护患者隐私 stands at 6 to 12.
    assert PRIVACY.gold[0][0].span == (6, 12)
    assert gold_rank(PRIVACY, [hit("chinese", (0, 6)), hit("chinese", (11, 13))]) == 2
    assert gold_rank(PRIVACY, [hit("english", (6, 12))]) is None


def test_any_group_and_any_alternative_is_gold() -> None:
    both = replace(ROBOTS, gold=(*ROBOTS.gold, *PRIVACY.gold))
    assert first_gold(both, [("chinese", [Span(0, 7)]), ("english", [Span(35, 61)])]) == 1


def test_nothing_is_gold_of_a_question_without_answer() -> None:
    assert first_gold(UNANSWERABLE, [("english", [Span(0, len(ENGLISH.text))])]) is None
    assert gold_rank(ROBOTS, []) is None


def answer_citing(document: str, *spans: tuple[int, int]) -> Answer:
    """An answer of one citation, or none without spans."""
    places = tuple(Span(*span) for span in spans)
    citation = Citation(1, document, "", "", (), BlockKind.PARAGRAPH, places, "")
    return Answer(
        question=Question("?", "en"),
        sentences=(),
        citations=(citation,) if spans else (),
        hits=(hit("english", (35, 61)),),
        abstained=not spans,
        reason=None,
        message="",
        generator="",
        judge="",
        embedder="",
        settings="",
        index="",
    )


def test_citation_overlap_looks_at_citations_and_not_at_passages() -> None:
    assert citation_overlap(ROBOTS, answer_citing("english", (50, 52))) == 1.0
    assert citation_overlap(ROBOTS, answer_citing("english", (0, 10), (60, 70))) == 1.0
    assert citation_overlap(ROBOTS, answer_citing("english", (0, 33))) == 0.0
    assert citation_overlap(ROBOTS, answer_citing("english")) == 0.0
    assert citation_overlap(PRIVACY, answer_citing("chinese", (10, len(CHINESE.text)))) == 1.0
    assert citation_overlap(PRIVACY, answer_citing("english", (6, 12))) == 0.0
