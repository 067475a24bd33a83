"""Lists as the sources write them."""

from dataclasses import replace

import pytest

from assistant.extractive.lists import (
    announces_list,
    asked_count,
    following_items,
    inline_enumeration,
    subsections,
)


def taken_apart(text):
    found = inline_enumeration(text)
    return found and (text[slice(*found.intro)], [text[slice(*item)] for item in found.items])


@pytest.mark.parametrize(
    ("text", "intro", "items"),
    [
        ("Steps: 1) read; 2) think; and 3) write.", "Steps: ", ["read", "think", "write"]),
        ("Steps (1) read, (2) write. Then rest.", "Steps ", ["read", "write"]),
        ("It is (a) fast, (b) small and (c) free.", "It is ", ["fast", "small", "free"]),
        ("It is (i) fast; (ii) small; (iii) free", "It is ", ["fast", "small", "free"]),
        ("步骤：1）阅读；2）思考；以及3）写作。其余略。", "步骤：", ["阅读", "思考", "写作"]),
        ("包括①阅读、②思考和③写作。", "包括", ["阅读", "思考", "写作"]),
        # A full stop within a number ends no item.
        ("Sizes: 1) 1.5 B; 2) 3.5 B.", "Sizes: ", ["1.5 B", "3.5 B"]),
        # Of two lists the one with more items.
        ("Of (a) two and (b) kinds: 1) x; 2) y; 3) z.", "Of (a) two and (b) kinds: ", ["x", "y", "z"]),
    ],
)
def test_an_enumeration_in_a_sentence(text, intro, items):
    assert taken_apart(text) == (intro, items)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No list here.",
        "Only 1) one item.",
        "It begins with 2) and goes on with 3) things.",
        "See Fig. 1) and again 1) here.",
        "GPT-1) and v2.2) are versions.",
        "没有列表。",
    ],
)
def test_what_is_no_enumeration(text):
    assert inline_enumeration(text) is None


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Which four models are there?", 4),
        ("Name the 3 risks.", 3),
        ("What two stages has it?", 2),
        ("有哪三类风险？", 3),
        ("哪两种方法？", 2),
        ("分为五大类的是什么？", 5),
        ("What are the risks?", None),
        ("In the two years before 2020, what happened?", None),
        ("有哪些风险？", None),
        ("What is GPT-4?", None),
        ("", None),
    ],
)
def test_how_many_a_question_says_there_are(question, count):
    assert asked_count(question) == count


@pytest.mark.parametrize(
    ("text", "announces"),
    [
        ("main risks are the following", True),
        ("HeAR listens", False),
        ("86.5%", False),
        ("电力", False),
    ],
)
def test_what_announces_a_list(tiny, text, announces):
    assert announces_list(tiny.unit(text)) is announces


def around(tiny, document="tiny-2024"):
    return tiny.store.blocks_between(document, 0, 10**6)


def ids(tiny, *texts):
    return [tiny.block(text).id for text in texts]


def test_items_after_a_block_up_to_the_next_of_another_kind(tiny):
    found = following_items(tiny.block("main risks"), around(tiny))
    assert [block.id for block in found] == ids(tiny, "Hallucination:", "Bias:", "Privacy:")


@pytest.mark.parametrize("text", ["Federated", "86.5%", "Privacy:"])
def test_a_block_that_no_item_follows(tiny, text):
    assert following_items(tiny.block(text), around(tiny)) == []


def test_first_blocks_under_the_numbered_headings_of_a_section(tiny):
    start = replace(tiny.block("Federated"), section=("4 Models",))
    after = [block for block in around(tiny) if block.start >= start.end and block.section]
    inside = [block for block in after if block.section[0] == "4 Models"]
    found = subsections(start, inside)
    assert [block.id for block in found] == ids(tiny, "GatorTron", "MedSAM", "HeAR")


def test_a_section_ends_where_another_begins(tiny):
    assert subsections(tiny.block("86.5%"), around(tiny)) == []
