"""Which units make the answer."""

from dataclasses import replace

import pytest

from assistant.extractive.selection import LEANS_BACK, LIMIT, MOST_UNITS, select
from indexing.query import Query


def chosen(query, *scored, rows=()):
    return [entry.unit.text for entry in select(list(scored), query, lambda _: rows)]


def lengthened(entry, text, number):
    """The same unit with other words, in a block of its own."""
    unit = replace(entry.unit, text=text, block=replace(entry.unit.block, id=f"x{number}"))
    return replace(entry, unit=replace(unit, terms=frozenset({f"word{number}"})))


NOTHING_ASKED = Query("?", (), ())


def test_the_best_is_always_told_first(tiny):
    for score in (1.0, 0.0, -1.0):
        assert chosen(NOTHING_ASKED, tiny.scored("86.5%", score))[0] == "Med-PaLM 2 scored 86.5% on MedQA."


def test_what_is_nearly_as_good_is_told_and_what_is_far_worse_is_not(tiny):
    best, good, bad = tiny.scored("86.5%"), tiny.scored("GatorTron", 0.99), tiny.scored("MedSAM", 0.1)
    assert chosen(NOTHING_ASKED, best, good, bad) == [best.unit.text, good.unit.text]


def test_what_repeats_the_best_is_not_told(tiny):
    best = tiny.scored("86.5%")
    assert len(chosen(NOTHING_ASKED, best, replace(best, score=0.99))) == 1


def test_at_most_a_few(tiny):
    best = tiny.scored("86.5%")
    others = [lengthened(best, f"Other words {number}.", number) for number in range(9)]
    assert len(chosen(NOTHING_ASKED, best, *others)) <= MOST_UNITS


@pytest.mark.parametrize(
    ("text", "half", "most"),
    [
        ("86.5%", "word " * (LIMIT["en"] * 2 // 5), "word " * LIMIT["en"]),
        ("50.3%", "字" * (LIMIT["zh"] * 2 // 5), "字" * LIMIT["zh"]),
    ],
)
def test_the_answer_keeps_to_its_length(tiny, text, half, most):
    first, second = (lengthened(tiny.scored(text), half, number) for number in (1, 2))
    too_long = lengthened(tiny.scored(text), most, 3)
    # Two of two fifths fit; a whole one beside another does not, but alone it is told.
    assert chosen(NOTHING_ASKED, first, too_long, second) == [half, half]
    assert chosen(NOTHING_ASKED, too_long, first) == [most]


@pytest.mark.parametrize(
    ("question", "best", "other"),
    [
        ("BioGPT or SciFive, how many parameters?", "BioGPT", "SciFive"),
        ("CMedQA 和 HuatuoQA 的规模？", "CMedQA", "HuatuoQA"),
    ],
)
def test_the_other_side_of_a_comparison_is_told_though_it_scored_low(tiny, question, best, other):
    query = tiny.query(question)
    credits = (1.0,) * len(query.concepts)
    first = tiny.scored(best, told=True, credits=credits)
    rows = [tiny.unit(best), tiny.unit(other)]
    assert chosen(query, first, rows=rows) == [first.unit.text, tiny.unit(other).text]


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("It was built by Google.", True),
        ("However, others differ.", True),
        ("These models fail.", True),
        ("它由斯坦福大学开发。", True),
        ("Moreover, costs are high.", False),
        ("Moreover, it costs much.", True),
        ("此外，成本很高。", False),
        ("此外，该模型成本很高。", True),
        ("该模型很大。", True),
        ("Italy has hospitals.", False),
        ("Theory helps.", False),
        ("Med-PaLM 2 scored 86.5%.", False),
        ("模型编造事实。", False),
    ],
)
def test_which_sentences_lean_on_the_one_before(sentence, leans):
    assert (LEANS_BACK.search(sentence) is not None) is leans
