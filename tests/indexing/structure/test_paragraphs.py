"""Paragraphs that were cut in two."""

import pytest

from indexing.blocks import BlockKind
from indexing.structure.language import language_of
from indexing.structure.lines import split_lines
from indexing.structure.paragraphs import breaks_off, join_cut
from indexing.structure.pieces import sort_lines


def joined(text, bilingual=False, title=""):
    pieces = join_cut(sort_lines(split_lines(text), title, bilingual), bilingual)
    return ["|".join(text[start:end] for start, end in piece.spans) for piece in pieces]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Models such as ChatGPT [1]", "en"),
        ("ChatGPT [1] 的推出近期引发了热潮。", "zh"),
        ("基于 *GL* 的 HFM 和 VFM 预训练", "zh"),
        ("Qiu (邱) and many other authors of long English papers wrote it.", "en"),
        ("✓ 2023 —", "en"),
        ("", "en"),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a large margin.", False),
        ("a large margin", True),
        ("is it “true?”", False),
        ("was shown before.¹²", False),
        ("was shown before [3], [4].", False),
        ("on many tasks [33]", True),
        ("three types, as follows:", False),
        ("能够惠及各种医疗任务。", False),
        ("能够惠及各种医疗任务？”", False),
        ("长期困扰着", True),
        ("因此医学...", True),
    ],
)
def test_breaks_off(text, cut):
    assert breaks_off(text) is cut


@pytest.mark.parametrize(
    "between",
    [
        "",
        "\n\nFig. 1: Publications in health. All counted.",
        "\n\n¹<https://example.org/models>",
        "\n\nJo Li is with the Department of Computing, Big College, U.K. (e-mail: jo@example.org).",
    ],
)
def test_a_cut_paragraph_is_one_whatever_came_between(between):
    text = f"Its quality is therefore{between}\n\ncompromised, and access is limited.\n\nThe rest follows."
    assert "Its quality is therefore|compromised, and access is limited." in joined(text)
    assert joined(text)[-1] == "The rest follows."


def test_a_word_broken_at_the_lines_end():
    assert joined("One type is large vision-\n\nlanguage models.") == [
        "One type is large vision-|language models."
    ]


def test_a_chinese_paragraph_goes_on_after_a_figure():
    text = "它们促进了 HFM 的\n\n图 2. 论文数量\n\nChatGPT 作为模型，生成提示。\n\n本节结束。"
    assert joined(text)[0] == "它们促进了 HFM 的|ChatGPT 作为模型，生成提示。"
    assert joined(text)[-1] == "本节结束。"


def test_a_list_item_goes_on_after_a_page():
    text = "- **Tuning:** It takes care\n\nand time.\n\n- **Data:** It takes more."
    assert joined(text) == ["- **Tuning:** It takes care|and time.", "- **Data:** It takes more."]


def test_several_cuts_make_several_spans():
    text = "reduced the cost by a\n\nlarge margin, the process of folding and\n\nreveal their interactions."
    assert joined(text) == ["|".join(text.split("\n\n"))]


@pytest.mark.parametrize(
    "text",
    [
        "It ends in mid air\n\nGPT-4, on the other hand, is new.",
        "It supports medical RAG systems\n\nIn RAG, retrieval is done first.",
        "It ends. \n\nand so on.",
        "具体来说，\n\n1) 表征能力：它很重要。",
        "它们有效。\n\n因此很好。",
        "I. INTRODUCTION\n\nIt breaks off and\n\nA. Background\n\ngoes on elsewhere.",
        "It takes one of\n\n- these items",
        "Index Terms—imaging, models\n\n模型很大。",
    ],
)
def test_what_is_not_cut_is_not_joined(text):
    assert not [piece for piece in joined(text) if "|" in piece]


def test_a_name_may_continue_a_sentence_that_hangs():
    assert joined("Most work relies on MIMIC-III or\n\nMIMIC-IV data.") == [
        "Most work relies on MIMIC-III or|MIMIC-IV data."
    ]


def test_languages_of_a_bilingual_text_are_joined_apart():
    text = "It cut the cost by a\n它降低了成本的\nlarge margin. Good.\n大部分。很好。"
    assert joined(text, bilingual=True) == [
        "It cut the cost by a|large margin. Good.",
        "它降低了成本的|大部分。很好。",
    ]


def test_wrapped_lines_are_one_paragraph():
    first = (
        "Large models read many texts and learn from them what\n"
        "People say of the world. They are trained on servers.\n"
        "Many of them can answer questions about\n"
        "It ends here."
    )
    second = "A second paragraph begins here and is wrapped as well\nWith care. It ends."
    assert joined(f"{first}\n\n{second}") == [first.replace("\n", "|"), second.replace("\n", "|")]


def test_long_lines_are_paragraphs():
    lines = [
        f"Paragraph {word} says something long. " * 8 + "End." for word in ("One", "Two", "Three", "Four")
    ]
    assert joined("\n".join(lines)) == lines


def test_text_glued_to_a_note_on_correspondence_goes_to_the_paragraph():
    rest = "informatics; 5) medical education; and 6) public health. We examine what they need."
    text = (
        "A Title\nAbstract—We name sectors: 4) medical\nCorresponding authors: Wu Yuan and Benny Lo "
        f"{rest}\nI. INTRODUCTION"
    )
    pieces = sort_lines(split_lines(text), "A Title", True)
    assert [piece.text for piece in pieces if piece.kind is BlockKind.FRONT_MATTER] == [
        "A Title",
        "Corresponding authors: Wu Yuan and Benny Lo",
    ]
    assert f"Abstract—We name sectors: 4) medical|{rest}" in joined(text, bilingual=True, title="A Title")
