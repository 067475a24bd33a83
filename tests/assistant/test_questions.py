"""Questions are checked once, the same way at every door, in both languages."""

import pytest

from assistant.errors import BadQuestion
from assistant.questions import MOST_CHARACTERS, check_question, decode_question, language_of, make_question
from indexing.passages import Filter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  How big\n is\tSciFive? ", "How big is SciFive?"),
        ("\ufeff有没有　大模型？\u200b", "有没有 大模型？"),
        ("Med\u00adPaLM \u202e2?", "MedPaLM 2?"),
        ("7", "7"),
    ],
)
def test_white_space_and_invisible_characters_go(text: str, expected: str) -> None:
    assert check_question(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The question is empty."),
        (" \n\t　", "The question is empty."),
        ("\u200b\ufeff", "The question is empty."),
        ("???", "The question has no words."),
        ("？！…", "The question has no words."),
        ("How \0 big?", "The question has a control character (NUL) in it."),
        ("How \x1b[31m big?", "control character (U+001B)"),
        ("模型\0有多大？", "问题里有控制字符（NUL）。"),
        ("How big is \udcff?", "The question is not valid UTF-8."),
        ("\ud83d", "The question is not valid UTF-8."),
        ("x" * 100_000, "The question has 100,000 characters, more than 4,000."),
        ("模型" * 2_001, "问题有 4,002 个字符，超过了 4,000 个。"),
    ],
)
def test_refused_with_one_line_in_the_questions_language(text: str, message: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        check_question(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_the_limit_itself_is_allowed() -> None:
    assert len(check_question("x" * MOST_CHARACTERS)) == MOST_CHARACTERS


def test_bytes_that_are_piped_in() -> None:
    assert decode_question(b"\xef\xbb\xbf" + "多大？".encode()) == "多大？"
    with pytest.raises(BadQuestion, match="not valid UTF-8"):
        decode_question("多大？".encode("gbk"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How big is SciFive?", "en"),
        ("SciFive 有多大？", "zh"),
        ("Med-PaLM 2 在 MedQA 上的准确率是多少？", "zh"),
        ("What does 模型 mean in this survey of foundation models?", "en"),
        ("2023?", "en"),
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language
    assert make_question(text).language == language


def test_the_answers_language_may_be_chosen() -> None:
    question = make_question(" How big? ", language="zh", count=3, only=Filter(section="4"), id="q1")
    assert (question.text, question.language, question.count, question.id) == ("How big?", "zh", 3, "q1")
    assert question.only == Filter(section="4")
