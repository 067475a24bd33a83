"""Sentences of both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.sentences import split_sentences


def sentences(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["It works.", "It is fast!", "Is it safe?"],
        ["它有效。", "真的！", "安全吗？", "没有句号"],
        ["GPT-4 很强。", "It is slow.", "参数量为 1.75 万亿。"],
        # Full stops that end nothing.
        ["Li et al. [3] reached 86.5 % with 1.5B parameters.", "The rest failed."],
        ["J. Smith, Dr. Wong and K. S. Chan wrote it.", "He left."],
        ["See Fig. 3, e.g. the left, vs. Tab. 2 and Eq. (4).", "It shows cats."],
        ["Version 2.0.1 of U-Net ran.", "It was i.e. quick."],
        ["It costs 3.5. and more.", "Done."],
        # Abbreviations that end a sentence after all.
        ["Cats, dogs, etc.", "The rest is unknown."],
        ["It was shown by Li et al.", "However, others differ."],
        # A capital letter after a number is a unit, not an initial.
        ["The data grew to 5 M.", "The next year it doubled."],
        # Quotes and brackets belong to the sentence that they close.
        ['He said "yes."', "Then he left (in haste.)", "“Good.”", "All done."],
        ["他说：“有效。”", "她不信（暂时。）", "完"],
        ["What?!", "Never..."],
    ],
)
def test_where_sentences_end(expected):
    assert sentences(" ".join(expected)) == expected


def test_chinese_sentences_need_no_space():
    assert sentences("模型编造内容。这叫幻觉！怎么办？") == ["模型编造内容。", "这叫幻觉！", "怎么办？"]


def test_a_line_break_always_ends_a_sentence():
    assert sentences("one\ntwo\n\n 三 \n") == ["one", "two", "三"]


@pytest.mark.parametrize("text", ["", " ", "\n\t \n"])
def test_white_space_has_no_sentence(text):
    assert split_sentences(text) == []


ALPHABET = "ab Z3.!?。！？”\"')\n 模型et al."


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_nothing_is_lost_and_nothing_said_twice(text):
    found = split_sentences(text)
    assert found == sorted(found)
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() for sentence in sentences(text))
