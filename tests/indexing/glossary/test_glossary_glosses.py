"""Glosses in running text, worked out by hand."""

import pytest

from indexing.glossary.chinese_bounds import TermBounds, context_before, gloss_words
from indexing.glossary.glosses import find_glosses, is_abbreviation, long_form, without_plural
from indexing.glossary.usage import ChineseUsage


@pytest.mark.parametrize(
    ("short", "before", "expected"),
    [
        ("LLMs", "the rise of large language models", "large language models"),
        # By initials, although the letters p, p, o also stand in `Policy Optimization`.
        ("PPO", "such as Proximal Policy Optimization", "Proximal Policy Optimization"),
        # `in` is an initial here, although it joins words elsewhere.
        ("ICL", "methods include In-Context Learning", "In-Context Learning"),
        (
            "RLHF",
            "is reinforcement learning from human feedback",
            "reinforcement learning from human feedback",
        ),
        ("ECG", "interpreting electrocardiogram", "electrocardiogram"),
        ("SAM", "such as the notable Segment Anything", None),
        ("GPU", "a fast chip", None),
    ],
)
def test_long_form_is_spelled_by_the_abbreviation(short, before, expected):
    assert long_form(short, before) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("LLM", True),
        ("CoTs", True),
        ("scRNA-seq", True),
        ("tuning", False),
        ("INSTANCE", False),
        ("GPT-4", False),
    ],
)
def test_abbreviations_have_capitals_and_are_short(word, expected):
    assert is_abbreviation(word) is expected


def test_plural_of_an_abbreviation():
    assert [without_plural(word) for word in ("LLMs", "CLS", "CoT")] == ["LLM", "CLS", "CoT"]


def forms(text):
    return [
        (g.english, g.chinese, g.abbreviation, text[g.span.start : g.span.end]) for g in find_glosses(text)
    ]


def test_english_gloss_spans_term_and_bracket():
    text = "We use convolutional neural networks (CNNs) here (see Section 2)."
    assert forms(text) == [
        ("convolutional neural network", None, "CNN", "convolutional neural networks (CNNs)"),
    ]


def test_gloss_inside_out():
    assert forms("例如 OCT(光学相干断层扫描)图像") == [
        (None, "光学相干断层扫描", "OCT", "OCT(光学相干断层扫描)")
    ]
    assert forms("The GPT (Generative Pre-trained Transformer) is a decoder.") == [
        ("Generative Pre-trained Transformer", None, "GPT", "GPT (Generative Pre-trained Transformer)")
    ]


def test_list_of_abbreviations_has_exact_terms():
    text = "缩写是 CL: 对比学习 (CONTRASTIVE LEARNING), QA: 问答, 以及 IR: 信息检索 (INFORMATION RETRIEVAL)。"
    assert forms(text) == [
        ("CONTRASTIVE LEARNING", "对比学习", "CL", "CL: 对比学习 (CONTRASTIVE LEARNING)"),
        (None, "问答", "QA", "QA: 问答"),
        ("INFORMATION RETRIEVAL", "信息检索", "IR", "IR: 信息检索 (INFORMATION RETRIEVAL)"),
    ]


def test_two_of_them_are_no_list_and_headings_are_none():
    assert forms("CL: 对比学习, QA: 问答") == []
    assert forms("II: 背景, III: 应用, IV: 挑战") == []


USAGE = ChineseUsage(
    [
        "奖励模型的训练。奖励模型很大。电子健康记录很多,其他方法更多。其他领域与其他模型。"
        "采用微调。采用对比。采用预训练。应用于诊断。基于规则。基于统计。基于知识。基于文本。基于图像。基于数据。属于医疗。"
    ]
)


@pytest.mark.parametrize(
    ("before", "gloss", "expected"),
    [
        ("。我们提出了自监督预训练 ", "self-supervised pre-training", "自监督预训练"),
        ("。随着人工智能 ", "artificial intelligence", "人工智能"),
        ("；对比学习", "contrastive learning", "对比学习"),
        ("，正电子发射断层扫描 ", "PET", "正电子发射断层扫描"),
        ("是一个基于850万份心电图", "ECG", "心电图"),
        ("研究者普遍采用基于人类反馈的强化学习", "RLHF", "基于人类反馈的强化学习"),
        ("是一个非编码 RNA ", "ncRNA", "非编码RNA"),
        ("和下一 token 预测 ", "NTP", "下一token预测"),
        ("的核心思想是利用人类偏好数据集训练奖励模型", "RM", "奖励模型"),
    ],
)
def test_term_begins_where_its_introduction_ends(before, gloss, expected):
    # `对` is a function word too: this term is known because it is plainly bounded elsewhere.
    known = ["对比学习"]
    context = context_before(before, len(before))
    assert context is not None
    length = TermBounds(USAGE).term_length(context, gloss, (), known)
    assert context.suffix(length) == expected


def test_what_recurs_before_the_same_gloss_is_the_term():
    contexts = [
        context_before(text, len(text))
        for text in ("标志着NLP领域大语言模型", "此前的大语言模型", "赋予了大语言模型")
    ]
    length = TermBounds(USAGE).term_length(contexts[0], "LLM", contexts[1:])
    assert contexts[0].suffix(length) == "大语言模型"


def test_context_ends_in_chinese_and_at_a_stop():
    assert context_before("in English ", 11) is None
    context = context_before("第一。第二,大模型 ", 10)
    assert context is not None
    assert context.tokens == ("大", "模", "型")
    assert context.places == (6, 7, 8)


@pytest.mark.parametrize(
    ("gloss", "words"), [("LLM", 3), ("fine-tuning", 2), ("Ultrasound", 1), ("scRNA-seq", 2)]
)
def test_words_of_a_gloss(gloss, words):
    assert gloss_words(gloss) == words
