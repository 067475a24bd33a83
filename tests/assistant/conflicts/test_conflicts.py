"""Sources that differ are shown with both sides; rounding, units and wording make no conflict."""

import pytest

from assistant.conflicts.expansions import long_form, same_words
from assistant.conflicts.values import agree
from assistant.quantities import read_quantities
from assistant.questions import make_question
from corpus import quote
from tests.assistant.tiny_library import build_tiny_of

ENGLISH = """# Tiny models

## 1 Data

RNAhub holds 34 million sequences of many species. It was made from 53 databases.
CellBank holds 72 million cells of people. PathSet holds 4K images of tissue.
Natural Language Model (NLM) is the name of a text model. An NLM can write.

Table 1: Models

| Model | # Params | Data Scale |
|---|---|---|
| BioTiny | 345M | 18M words |
| BioTwo | 110M/340M | 3M notes |
| BioSame | 2.75M | 3M notes |
"""
CHINESE = """# 小模型

## 一、数据

RNAhub 数据库包含超过 3600 万个序列。CellBank 包含 7200 万个细胞。PathSet 包含 4,998 张图像。
另一些工作使用神经语言记忆 (Neural Logic Memory, NLM) 来写作。

表 1：模型一览

| 模型 | 参数量 | 数据规模 |
|---|---|---|
| BioTiny | 1.1 亿 | 1800 万词 |
| BioTwo | 3.4 亿 | 300 万条笔记 |
| BioSame | 275 万 | 300 万条笔记 |
"""


@pytest.fixture(scope="module")
def differing(tmp_path_factory):
    library = build_tiny_of(tmp_path_factory.mktemp("differing") / "index", ENGLISH, CHINESE)
    yield library
    library.store.close()


def sides(library, question):
    """For each conflict of the answer what it is about and, side by side, values with their documents."""
    answer = library.assistant().ask(make_question(question))
    cited = {citation.n: citation for citation in answer.citations}
    for citation in answer.citations:
        assert citation.quote == quote(library.reader.documents[citation.document].text, citation.spans)
    return [
        (c.about, [(side.value, [cited[n].document for n in side.citations]) for side in c.sides])
        for c in answer.conflicts
    ]


class TestAmounts:
    @pytest.mark.parametrize("question", ["How big is BioTiny?", "BioTiny 的参数量是多少？"])
    def test_rows_that_differ_are_both_shown(self, differing, question):
        [(about, shown)] = sides(differing, question)
        assert about == "BioTiny"
        assert sorted(shown) == [("1.1 亿", ["text-1"]), ("345M", ["text-0"])]

    @pytest.mark.parametrize("question", ["How many sequences does RNAhub hold?", "RNAhub 包含多少个序列？"])
    def test_sentences_that_differ_are_both_shown(self, differing, question):
        [(about, shown)] = sides(differing, question)
        assert about == "RNAhub"
        assert {value for value, _ in shown} == {"34 million sequences", "超过 3600 万个序列"}

    @pytest.mark.parametrize(
        "question",
        [
            "How big is BioTwo?",
            "BioTwo 的参数量是多少？",
            "How big is BioSame?",
            "BioSame 的参数量是多少？",
            "How many cells does CellBank hold?",
            "CellBank 包含多少个细胞？",
            "How many images does PathSet hold?",
            "PathSet 包含多少张图像？",
        ],
    )
    def test_one_of_several_sizes_rounding_and_units_are_no_conflict(self, differing, question):
        assert sides(differing, question) == []

    def test_what_the_answer_doesnt_tell_is_not_compared(self, differing):
        assert [about for about, _ in sides(differing, "What data scale does BioTiny have?")] == []

    def test_a_text_that_the_question_leaves_out_is_no_side(self, differing):
        from indexing.passages import Filter

        question = make_question("How big is BioTiny?", only=Filter(documents=frozenset({"text-0"})))
        assert differing.assistant().ask(question).conflicts == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("34 M sequences", "36M sequences", False),
        ("34 M sequences", "3400 万条序列", True),
        ("over 200 million structures", "2.14 亿个结构", True),
        ("over 36 million", "34 million", False),
        ("over 2 million", "9 million", False),
        ("4K images", "4,998 images", True),
        ("110M", "345 M", False),
        ("5.85B samples", "5.85亿样本", False),
        ("7 B to 65 B", "65B", True),
        ("less than 100 images", "90 images", True),
        ("billions of pairs", "5.85B pairs", True),
    ],
)
def test_what_may_be_the_same_agrees(one, other, expected):
    [a], [b] = read_quantities(one)[:1], read_quantities(other)[:1]
    assert agree(a, b) is agree(b, a) is expected


class TestAbbreviations:
    @pytest.mark.parametrize("question", ["What does NLM stand for?", "NLM 的全称是什么？"])
    def test_different_words_are_both_shown(self, differing, question):
        [(about, shown)] = sides(differing, question)
        assert about == "NLM"
        assert {value for value, _ in shown} == {"Natural Language Model", "Neural Logic Memory"}

    @pytest.mark.parametrize(
        ("short", "before", "expected"),
        [
            ("LLM", "newly released open-source Language Learning Models ", "Language Learning Models"),
            ("ECG", "using 8.5 million electrocardiograms ", "electrocardiograms"),
            ("PEFT", "and Parameter-Efficient Fine-Tuning ", "Parameter-Efficient Fine-Tuning"),
            ("SFT", "methods such as prompting ", ""),
            ("SFT", "", ""),
        ],
    )
    def test_a_long_form_is_found_by_its_letters(self, short, before, expected):
        assert long_form(short, before) == expected

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("Large Language Models", "large language model", True),
            ("Large Multi-modal Model", "Large Multimodal Models", True),
            ("US Medical Licensing Exam", "United States Medical Licensing Examination", True),
            ("AI-Generated Content", "Artificial Intelligence-Generated Content", True),
            ("visual transformers", "Vision Transformer", True),
            ("the state of the art", "state-of-the-art", True),
            ("Large Language Models", "Language Learning Models", False),
            ("electrocardiogram", "echocardiograms", False),
        ],
    )
    def test_other_forms_of_the_same_words_are_the_same(self, one, other, expected):
        assert same_words(one, other) is same_words(other, one) is expected


class TestTranslations:
    @pytest.mark.parametrize(
        "question", ["How many samples does LAION-5B have?", "LAION-5B 这个公开图文数据集有多少条样本？"]
    )
    def test_a_number_that_the_translation_has_instead_is_shown_as_such(self, real_assistant, question):
        answer = real_assistant.ask(make_question(question))
        [conflict] = answer.conflicts
        assert conflict.about == "LAION-5B"
        assert [(side.value, side.translation) for side in conflict.sides] == [
            ("5.85B data samples", False),
            ("5.85亿数据样本", True),
        ]
        cited = {citation.n: citation for citation in answer.citations}
        assert all(side.value[:5] in cited[side.citations[0]].quote for side in conflict.sides)

    def test_a_faithful_translation_is_none(self, real_assistant):
        answer = real_assistant.ask(make_question("How long did LLaMa with 65B parameters train?"))
        assert not [side for conflict in answer.conflicts for side in conflict.sides if side.translation]
