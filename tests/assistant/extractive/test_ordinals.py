"""Sentences told one by one: the first, the second."""

import pytest

from assistant.questions import make_question
from tests.assistant.tiny_library import build_tiny_of

ENGLISH = """# A survey of updates

## 1 Updates

Updating a language model costs much. Two problems occur during such updates. The first problem is \
forgetting what is old. The second problem is the time that it takes. Both are studied in many places today.
"""
CHINESE = """# 更新综述

## 一、更新

更新大模型的代价很高。知识更新有两个难题。首先是怎样忘掉旧的知识。其次是更新需要很长的时间。许多人正在研究。
"""


@pytest.fixture(scope="module")
def updates(tmp_path_factory):
    library = build_tiny_of(tmp_path_factory.mktemp("updates") / "index", ENGLISH, CHINESE)
    yield library
    library.store.close()


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("What problems occur during updates?", "The first problem", "The second problem"),
        ("知识更新有什么难题？", "首先是", "其次是"),
    ],
)
def test_what_is_counted_is_told(updates, question, first, second):
    asked = make_question(question)
    hits = updates.assistant().search(asked)
    draft = updates.generator.compose(asked, updates.query(question), hits)
    told = [sentence.text for sentence in draft.sentences]
    begins = [next((start for start in (first, second) if text.startswith(start)), "") for text in told]
    assert begins[0] == "" and [start for start in begins if start] == [first, second]
