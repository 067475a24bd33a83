"""The words that the texts use."""

import pytest

from indexing.vocabulary import pieces, word_vocabulary
from tests.contracts.samples import document_of


def vocabulary(*texts):
    return word_vocabulary([document_of(f"text-{number}", text) for number, text in enumerate(texts)])


def test_an_english_word_needs_two_uses_in_all_texts_together():
    assert vocabulary("Models hallucinate.", "Do models err? HALLUCINATE, ｈallucinate") == (
        ("en", "hallucinate"),
        ("en", "models"),
    )


def test_function_words_and_short_words_are_left_out():
    assert vocabulary("the of an AI the of an AI which which") == ()


def test_a_chinese_piece_needs_four_uses():
    # 幻觉 stands four times, 幻觉问题 and its other parts three times.
    assert vocabulary("幻觉问题，幻觉问题。", "幻觉问题", "幻觉") == (("zh", "幻觉"),)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("大模型", {"大模", "模型", "大模型"}),
        # No piece holds a character that only joins words.
        ("医学的影像", {"医学", "影像"}),
        ("影像和文本", {"影像", "文本"}),
        ("图", set()),
        ("", set()),
        ("多模态学", {"多模", "模态", "态学", "多模态", "模态学", "多模态学"}),
    ],
)
def test_pieces_of_two_to_four_characters(run, expected):
    found = pieces(run)
    assert set(found) == expected
    assert len(found) == len(set(found))


def test_it_is_sorted_whatever_the_order_of_the_texts():
    texts = ["zebra zebra 幻觉，幻觉，幻觉，幻觉", "apple apple"]
    assert vocabulary(*texts) == vocabulary(*texts[::-1]) == tuple(sorted(vocabulary(*texts)))
    assert [word for _, word in vocabulary(*texts)] == ["apple", "zebra", "幻觉"]
