"""Lists of the rows of a table that meet a condition."""

import pytest

from assistant.extractive.tablefilter import matching_rows
from indexing.blocks import BlockKind
from indexing.passages import Filter
from tests.assistant.tiny_library import build_tiny_of

ENGLISH = """# A survey of bases

## 1 Models

Table 1: Models by what they are based on

| Model | Base | Year |
|---|---|---|
| ChatDoctor | LLaMA-7B | 2023 |
| PMC-LLaMA | LLaMA-7B | 2023 |
| BenTsao | LLaMA-7B | 2024 |
| DoctorGLM | ChatGLM-6B | 2023 |
| GatorTron | BERT | 2022 |

Table 2: Methods for the eye. Abbreviations: SEG: segmentation, CLS: classification

| Method | Modality | Task |
|---|---|---|
| RetSeg | retinal photographs | SEG |
| EyeSeg | retinal photographs | SEG |
| EyeNet | OCT | CLS |
| RetNet | OCT | CLS |
"""
CHINESE = """# 数据综述

## 一、数据

表 1：数据集与来源。这里的缩写是 QA: 问答, DIAL: 对话

| 数据集 | 来源 | 规模 | 任务 |
|---|---|---|---|
| CMedQA | Dingxiang | 5万 | QA |
| HuatuoQA | Dingxiang | 9万 | DIAL |
| WebMedQA | Baidu | 6万 | QA |
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    library = build_tiny_of(tmp_path_factory.mktemp("tables") / "index", ENGLISH, CHINESE)
    yield library
    library.store.close()


def names(tables, question, only=None):
    found = matching_rows(tables.query(question), tables.reader, only or Filter())
    assert all(sentence.bullet and len(sentence.sources) == 1 for sentence in found)
    assert all(s.sources[0].block.kind is BlockKind.TABLE_ROW for s in found)
    return [sentence.text for sentence in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which models are based on LLaMA-7B?", ["ChatDoctor", "PMC-LLaMA", "BenTsao"]),
        ("List a few models based on LLaMA-7B.", ["ChatDoctor", "PMC-LLaMA", "BenTsao"]),
        ("哪些数据集来自 Dingxiang？", ["CMedQA", "HuatuoQA"]),
        # By words that describe, by the caption's abbreviations, by the kind of thing that is asked for.
        ("Which methods do segmentation of retinal photographs?", ["RetSeg", "EyeSeg"]),
        ("Which datasets do segmentation of retinal photographs?", []),
        ("Which methods of the eye do classification?", ["EyeNet", "RetNet"]),
        ("Which datasets hold dialogues?", []),
        ("哪些数据集用于问答任务？", ["CMedQA", "WebMedQA"]),
        # What no text names sets a condition that no row meets.
        ("Which models are based on LLaMA-7B and FlumpNet-3?", []),
        # One row is no list; a row's own name is no condition; no condition, no list.
        ("Which models are based on ChatGLM-6B?", []),
        ("Which models are like GatorTron?", []),
        ("Which models are there?", []),
        # Not asked for things of a table.
        ("Why are they based on LLaMA-7B?", []),
        ("What is LLaMA-7B?", []),
        ("Explain what a LLaMA-7B model is.", []),
    ],
)
def test_the_rows_that_meet_the_condition_in_the_order_of_the_table(tables, question, expected):
    assert names(tables, question) == expected


def test_only_documents_that_are_allowed(tables):
    question = "Which models are based on LLaMA-7B?"
    allowed, forbidden = (Filter(documents=frozenset({id})) for id in ("text-0", "text-1"))
    assert len(names(tables, question, allowed)) == 3
    assert names(tables, question, forbidden) == []
