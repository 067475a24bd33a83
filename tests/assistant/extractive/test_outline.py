"""Sections whose numbered parts answer a question after a list."""

import pytest

from assistant.questions import make_question
from tests.assistant.tiny_library import build_tiny_of

ENGLISH = """# A survey of tiny models

## 1 Introduction

Tiny models are small. Many challenges remain.

## 2 Challenges

There is much to do.

### 2.1 Cost

Training needs money and time.

### 2.2 Privacy

Records may leak from a model.

### 2.3 Safety

Wrong answers may harm patients.

## 3 Robots

### 3.1 Arms

Arms lift patients.

### 3.2 Legs

Legs walk around wards.
"""
CHINESE = """# 小模型综述

## 1 引言

小模型很小。

## 2 应用

### 2.1 问诊

模型可以回答患者的提问。

### 2.2 影像

模型可以分割器官。

### 2.3 药物

模型可以筛选分子。
"""


@pytest.fixture(scope="module")
def outlined(tmp_path_factory):
    library = build_tiny_of(tmp_path_factory.mktemp("outlined") / "index", ENGLISH, CHINESE)
    yield library
    library.store.close()


def bullets(library, question):
    asked = make_question(question, count=20)
    draft = library.generator.compose(asked, library.query(question), library.assistant().search(asked))
    return [(s.text, s.sources[-1].block.section[-1]) for s in draft.sentences if s.bullet]


@pytest.mark.parametrize(
    ("question", "headings"),
    [
        ("What are the challenges of tiny models?", ["2.1 Cost", "2.2 Privacy", "2.3 Safety"]),
        ("What are the three challenges?", ["2.1 Cost", "2.2 Privacy", "2.3 Safety"]),
        ("小模型有哪些应用？", ["2.1 问诊", "2.2 影像", "2.3 药物"]),
    ],
)
def test_each_part_is_a_bullet_by_its_heading(outlined, question, headings):
    found = bullets(outlined, question)
    assert [section for _, section in found] == headings
    for text, section in found:
        number, title = section.split()
        assert title in text and not text.startswith(number)


@pytest.mark.parametrize(
    "question",
    [
        # As many parts as were asked for, or none.
        "What are the seven challenges?",
        # Two parts are no outline.
        "What are the robots?",
        "Why do challenges remain?",
    ],
)
def test_what_no_section_answers_by_its_parts(outlined, question):
    assert len({section for _, section in bullets(outlined, question)}) < 3


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("What are the challenges of foundation models in healthcare?", "challenge"),
        ("What are the future directions for foundation models?", "future"),
        ("医学基础模型面临哪些挑战？", "挑战"),
        # What all texts are about is no heading of a list.
        ("Which models can segment medical images?", None),
        ("Which large language models are there?", None),
    ],
)
def test_which_section_of_the_surveys_is_meant(real_assistant, question, last):
    outlines = real_assistant.generator.outlines
    language = "zh" if last and not last.isascii() else "en"
    section = outlines.best(real_assistant.retriever.analyse(question), language, frozenset())
    assert (section is None) if last is None else (last in section.path[-1].casefold())
