"""Headings that stand alone, their numbers, headings run in, and the path of each piece."""

import pytest

from indexing.structure.lines import split_lines
from indexing.structure.numbering import Numbering, Scheme
from indexing.structure.outline import section_paths
from indexing.structure.pieces import sort_lines
from indexing.structure.run_in import repeated_openings, run_in_heading
from indexing.structure.sections import find_headings


def headings(text, bilingual=False):
    lines = split_lines(text)
    found = find_headings(lines, bilingual)
    return [(found[line.start].level, found[line.start].title) for line in lines if line.start in found]


def paths(text, title="", bilingual=False):
    pieces = sort_lines(split_lines(text), title, bilingual)
    return [(piece.text, path) for piece, path in zip(pieces, section_paths(pieces, bilingual), strict=True)]


def path_of(start, text, **options):
    (path,) = [path for words, path in paths(text, **options) if words.startswith(start)]
    return path


def test_roman_numbers_and_letters_are_told_apart_by_what_came_before():
    numbering = Numbering()
    read = [
        numbering.read(title)
        for title in ("I. Introduction", "A. One", "B. Two", "C. Three", "II. Methods", "A. One", "III. End")
    ]
    assert [(number.scheme, number.place[0]) for number in read if number] == [
        (Scheme.ROMAN, 1), (Scheme.LETTER, 1), (Scheme.LETTER, 2), (Scheme.LETTER, 3),
        (Scheme.ROMAN, 2), (Scheme.LETTER, 1), (Scheme.ROMAN, 3),
    ]  # fmt: skip


def test_a_single_v_after_four_is_five_and_an_i_after_h_is_a_letter():
    numbering = Numbering()
    for title in ("I. A", "II. A", "III. A", "IV. A"):
        numbering.read(title)
    assert numbering.read("V. Five").place == (5,)
    for letter in "ABCDEFGH":
        numbering.read(f"{letter}. Part")
    ninth = numbering.read("I. Part")
    assert (ninth.scheme, ninth.place) == (Scheme.LETTER, (9,))


def test_a_number_that_leaps_is_none():
    numbering = Numbering()
    assert numbering.read("1 Introduction").level == 1
    assert numbering.read("1.1 Aim").level == 2
    assert numbering.read("64 Patients Were Enrolled") is None
    assert numbering.read("2 Methods").place == (2,)


@pytest.mark.parametrize(
    ("title", "place", "level"),
    [("一、引言", (1,), 1), ("（二）方法", (2,), 2), ("三、十二指肠", (3,), 1)],
)
def test_chinese_numbers(title, place, level):
    number = Numbering().read(title)
    assert (number.place, number.level) == (place, level)


def test_decimal_headings_nest_by_their_depth():
    text = "1 Introduction\n\nWords here.\n\n2 Tasks\n\n2.1 Easy Tasks\n\nMore words.\n\n3 End\n\nLast."
    assert headings(text) == [(1, "1 Introduction"), (1, "2 Tasks"), (2, "2.1 Easy Tasks"), (1, "3 End")]


def test_markdown_levels_that_lie_yield_to_the_numbering():
    text = "## I. 介绍\n\n#### A. 背景\n\n文字。\n\n### B. 贡献\n\n#### II. 方法\n\n### 致谢\n\n感谢。"
    assert headings(text) == [(1, "I. 介绍"), (2, "A. 背景"), (2, "B. 贡献"), (1, "II. 方法"), (1, "致谢")]


def test_without_numbers_markdown_levels_hold():
    text = "# Handbook\n\nText.\n\n## First steps\n\nText.\n\n### Install it\n\nText.\n\n## Next\n\nText."
    assert headings(text) == [(1, "Handbook"), (2, "First steps"), (3, "Install it"), (2, "Next")]


@pytest.mark.parametrize(
    "line",
    [
        "Table 2 shows the results of all models.",
        "A. Smith and B. Jones, in the first of two trials, found no effect.",
        "Fig. 1: Number of publications",
        "- A. Item of a list",
        "see https://example.org/A",
        "如图1所示，基础模型能够学习通用能力。",
    ],
)
def test_what_is_no_heading(line):
    assert headings(f"I. INTRODUCTION\n\nText.\n\n{line}\n\nText.") == [(1, "I. INTRODUCTION")]


def test_a_heading_stands_apart_unless_the_text_is_bilingual():
    text = "I. INTRODUCTION\nI. 引言\nModels are large.\n模型很大。\nA. Language\nA. 语言\nThey read."
    assert headings(text) == []
    assert headings(text, bilingual=True) == [
        (1, "I. INTRODUCTION"), (1, "I. 引言"), (2, "A. Language"), (2, "A. 语言"),
    ]  # fmt: skip


def test_each_language_of_a_bilingual_text_has_its_own_path():
    text = "I. INTRODUCTION\nI. 引言\nModels are large.\n模型很大。"
    assert path_of("Models", text, bilingual=True) == ("I. INTRODUCTION",)
    assert path_of("模型", text, bilingual=True) == ("I. 引言",)


def test_a_figures_title_is_no_heading():
    text = "1 Scope\n\nText.\n\nKey Features and Shift\n\nFig. 2: The key features.\n\nMore text follows."
    assert path_of("More", text) == ("1 Scope",)


@pytest.mark.parametrize(
    ("text", "title", "level"),
    [
        ("1) Data: Most public sets are small.", "1) Data", 4),
        ("2) *Computation*: Training is expensive.", "2) Computation", 4),
        ("**3) 能力:** 模型的能力决定了表现。", "3) 能力", 4),
        ("2) 全切片图像 (WSI) : WSI 是图像。", "2) 全切片图像 (WSI)", 4),
        ("3) 大多数工作集中在无需标签的学习上。由于数据量巨大。", "3) 大多数工作集中在无需标签的学习上", 4),
        ("a) 基于 *GL* 的预训练是最广泛使用的范式。", "a) 基于 GL 的预训练", 5),
        ("a) 基于 GL 的预训练范式训练模型学习表征。", "a) 基于 GL 的预训练范式", 5),
        ("c) 基于 *PE* 的适应 [108] 也很强大。", "c) 基于 PE 的适应", 5),
        ("b) 其他适应范式, 包括两种。", "b) 其他适应范式", 5),
        ("- **RLHF:** The alignment is critical.", "RLHF", 6),
        ("- Lack of Paired Data:** One of the challenges.", "Lack of Paired Data", 6),
        ("- Privacy: First, models memorize.", "Privacy", 6),
        ("- 隐私:首先,模型会记忆。", "隐私", 6),
        ("Abstract—Large models are large.", "Abstract", 1),
        ("**摘要**—基础模型很大。", "摘要", 1),
        ("Index Terms—ChatGPT, LLM", "Index Terms", 1),
        ("索引术语— 人工智能;生物信息学", "索引术语", 1),
    ],
)
def test_marked_run_in_headings(text, title, level):
    heading = run_in_heading(text)
    assert heading is not None
    assert (heading.title, heading.level) == (title, level)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Language Models A language model is a probabilistic model of tokens.", "Language Models"),
        (
            "The Transformer architecture The recurrent network was widely used.",
            "The Transformer architecture",
        ),
        ("Large-scale Pre-training The LLMs are trained on corpora.", "Large-scale Pre-training"),
        ("Scaling Laws LLMs are scaled-up versions.", "Scaling Laws"),
        ("General Language Models Existing general models are three.", "General Language Models"),
    ],
)
def test_unmarked_run_in_headings(text, title):
    assert run_in_heading(text).title == title


@pytest.mark.parametrize(
    "text",
    [
        "Supervised Fine-Tuning (SFT) aims to leverage high-quality corpora.",
        "Instruction Fine-Tuning (IFT) constructs datasets.",
        "Prompt Tuning aims to improve the performance.",
        "Encoder-only LLMs consisting of a stack of layers are common.",
        "Severe Hepatitis A infection is rare.",
        "Published in The Lancet last year, it was read widely.",
        "In The Netherlands the practice differs.",
        "Vision Transformers (ViTs) and CNNs are families.",
        "scaled up to billions; 2) data-wise: more is used.",
        "- Addressing the challenges and the many future directions: it will take years.",
        "大语言模型：一个综述。",
    ],
)
def test_ordinary_beginnings_are_no_headings(text):
    assert run_in_heading(text) is None


def test_words_that_open_paragraph_after_paragraph_are_a_heading():
    openings = [
        "Guideline To start",
        "Guideline When done",
        "Guideline Integrating it",
        "Discussion One limit",
    ]
    texts = [f"{opening} takes time." for opening in openings]
    texts += ["Large Language Models are large.", "Large Language Models read.", "Large Language Tools help."]
    assert repeated_openings(texts) == {"Guideline"}
    assert run_in_heading(texts[2], repeated_openings(texts)).title == "Guideline"


def test_a_bold_item_governs_the_paragraphs_after_it():
    text = (
        "A. Roadmaps\n\n- **Experts:** They know.\n\nThey also teach.\n\n- **Tuning:** It adapts.\n"
        "- **Data:** Few.\n\nThese measures are integral to progress.\n\nB. Uses\n\nMany."
    )
    assert path_of("They also", text) == ("A. Roadmaps", "Experts")
    assert path_of("- **Data", text) == ("A. Roadmaps", "Data")
    assert path_of("These measures", text) == ("A. Roadmaps",)


def test_a_plain_item_governs_only_what_follows_without_a_blank_line():
    text = "I. RISKS\n\n- Privacy: First, it leaks.\n- Toxicity: It hurts.\n\nAll of this matters."
    assert path_of("- Toxicity", text) == ("I. RISKS", "Toxicity")
    assert path_of("All of", text) == ("I. RISKS",)
    items = "- Privacy: First, it leaks.\n- 隐私:首先,它泄露。"
    dense = f"I. RISKS\nI. 风险\n{items}\nSecond, it stores.\n其次,它存储。"
    assert path_of("Second", dense, bilingual=True) == ("I. RISKS", "Privacy")
    assert path_of("其次", dense, bilingual=True) == ("I. 风险", "隐私")


def test_items_and_subitems_nest():
    text = "II. 方法\n\n1) 预训练: 它很重要。\n\na) 基于 GL 的预训练是常见的。\n\n它有变体。\n\n2) 适应: 好。"
    assert path_of("它有", text) == ("II. 方法", "1) 预训练", "a) 基于 GL 的预训练")
    assert path_of("2)", text) == ("II. 方法", "2) 适应")


def test_a_box_stands_at_the_top():
    text = "1 Introduction\n\nText.\n\nBOX 1: Background\n\nIn a box.\n\n2 Methods\n\nText again."
    assert path_of("In a box", text) == ("BOX 1: Background",)
    assert path_of("Text again", text) == ("2 Methods",)
