"""What kind of answer a question wants."""

from dataclasses import fields

import pytest

from assistant.intent import Intent, read_intent

KINDS = tuple(field.name for field in fields(Intent))


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        (
            "definition",
            ["What is hallucination?", "What does SFT stand for?", "什么是幻觉？", "微调是什么？"],
        ),
        (
            "listing",
            ["Which models read X-rays?", "What are the risks?", "有哪些风险？", "分为几类？"],
        ),
        (
            "quantity",
            ["How many models are there?", "What score did it reach?", "参数量是多少？", "有几个数据集？"],
        ),
        (
            "explanation",
            ["Why do models hallucinate?", "How can bias be reduced?", "为什么会产生幻觉？", "如何微调？"],
        ),
        (
            "bibliography",
            [
                "Which paper introduced BioBERT?",
                "Where was it published?",
                "哪篇论文提出了它？",
                "Which paper proposed MedSAM, and how much data does it use?",
                "How do I cite the LoRA paper?",
                "SAM 那篇论文的作者是哪几位？出处？",
                "LoRA 出自哪篇论文，题目怎么写？",
            ],
        ),
        (
            "authorship",
            ["Who are the authors?", "What is the author's email?", "作者是谁？", "第一作者的单位？"],
        ),
    ],
)
def test_kinds_are_known_by_the_words_of_a_question(kind, questions):
    assert [question for question in questions if not getattr(read_intent(question), kind)] == []


@pytest.mark.parametrize(
    ("question", "not_of"),
    [
        ("What is the number of parameters of GPT-3?", "definition"),
        ("How many models are there?", "explanation"),
        ("Why do models hallucinate?", "quantity"),
        ("What is hallucination?", "listing"),
        ("为什么会产生幻觉？", "definition"),
        ("什么是幻觉？", "listing"),
        ("参数量是多少？", "explanation"),
        ("What are the risks?", "bibliography"),
        ("How often has it been cited?", "bibliography"),
        ("How were doubles removed before it was published?", "bibliography"),
        ("那篇论文有几位作者？", "bibliography"),
    ],
)
def test_kinds_that_a_question_is_not_of(question, not_of):
    assert not getattr(read_intent(question), not_of)


def test_a_question_may_be_of_several_kinds():
    intent = read_intent("Which three models score best, and how many parameters has each?")
    assert intent.listing and intent.quantity


@pytest.mark.parametrize("question", ["", "MedSAM", "幻觉"])
def test_a_bare_term_is_of_no_kind(question):
    assert [kind for kind in KINDS if getattr(read_intent(question), kind)] == []
