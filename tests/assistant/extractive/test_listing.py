"""Whole lists as bullets, each with its own place in the source."""

import pytest

from assistant.extractive.listing import enumerated, expand_list
from corpus import quote


def shown(drafts):
    return [(draft.text, draft.bullet) for draft in drafts]


STAGES = [
    ("Training has three stages:", False),
    ("pre-training on books", True),
    ("fine-tuning on talks", True),
    ("alignment with people", True),
]
STEPS = [("评估包括以下三个步骤：", False), ("收集问题", True), ("邀请医生打分", True), ("统计分数", True)]


@pytest.mark.parametrize(("text", "expected"), [("three stages", STAGES), ("三个步骤", STEPS)])
def test_a_sentence_that_enumerates_is_taken_apart(tiny, text, expected):
    drafts = expand_list(tiny.unit(text), tiny.reader)
    assert shown(drafts) == expected
    assert drafts == enumerated(tiny.unit(text), tiny.reader)
    for draft in drafts:
        [unit] = draft.sources
        assert draft.text in quote(tiny.reader.documents[unit.document].text, unit.spans)


def test_a_sentence_that_announces_a_list_brings_its_items(tiny):
    drafts = expand_list(tiny.unit("main risks"), tiny.reader)
    assert [draft.bullet for draft in drafts] == [False, True, True, True]
    assert [draft.sources[0].block.id for draft in drafts[1:]] == [
        tiny.block(item).id for item in ("Hallucination:", "Bias:", "Privacy:")
    ]


@pytest.mark.parametrize("text", ["86.5%", "BioGPT", "Federated", "蒸馏", "CMedQA"])
def test_what_holds_no_list_gives_none(tiny, text):
    assert expand_list(tiny.unit(text), tiny.reader) == ()
    assert enumerated(tiny.unit(text), tiny.reader) == ()


def test_only_an_enumeration_of_its_own_counts_as_one(tiny):
    assert enumerated(tiny.unit("main risks"), tiny.reader) == ()
