"""Words that mean the same, by their vectors."""

import numpy as np
import pytest

import assistant.extractive.wordmatch as module
from assistant.extractive.wordmatch import MOST, SAME, UNRELATED, WordMatcher

FIRST, SECOND = np.eye(4)[0], np.eye(4)[1]


def at(cosine):
    return FIRST * cosine + SECOND * (1 - cosine**2) ** 0.5


WORDS = {
    "hallucination": FIRST,
    "幻觉": at(SAME + 0.05),
    "fabrication": at((SAME + UNRELATED) / 2),
    "trees": at(UNRELATED - 0.1),
    "树木": SECOND,
}


class Vectors:
    name = "vectors"
    dimension = 4

    def __init__(self):
        self.asked = []

    def embed(self, texts, *, query=False):
        self.asked += texts
        rows = [WORDS.get(text, np.eye(4)[2 + (text.isascii())]) for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), 4)


def credit(word, text):
    return float(WordMatcher(Vectors()).matches([word], [text])[0, 0])


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("hallucination", "Models have a hallucination.", MOST),
        ("Hallucination", "模型会产生幻觉", MOST),
        ("幻觉", "A HALLUCINATION", MOST),
        # Halfway between unrelated and the same.
        ("hallucination", "a fabrication", MOST / 2),
        ("hallucination", "trees", 0),
        ("hallucination", "树木", 0),
        ("hallucination", "", 0),
        ("hallucination", "the of 42 …", 0),
    ],
)
def test_credit_rises_with_likeness_across_languages(word, text, expected):
    assert credit(word, text) == pytest.approx(expected, abs=1e-5)


def test_each_word_has_its_best_match_in_each_text():
    texts = ["trees and a fabrication", "幻觉，树木", ""]
    found = WordMatcher(Vectors()).matches(["hallucination", "树木"], texts)
    assert found.shape == (3, 2)
    assert found[0, 0] == pytest.approx(MOST / 2, abs=1e-5)
    assert found[1].tolist() == pytest.approx([MOST, MOST])
    assert found[2].tolist() == [0, 0]


@pytest.mark.parametrize(("words", "texts"), [([], ["trees"]), (["trees"], []), ([], [])])
def test_nothing_asked_or_nothing_said(words, texts):
    assert WordMatcher(Vectors()).matches(words, texts).shape == (len(texts), len(words))


def test_a_word_is_embedded_once():
    vectors = Vectors()
    matcher = WordMatcher(vectors)
    first = matcher.matches(["trees"], ["trees trees", "幻觉"])
    again = matcher.matches(["trees"], ["trees trees", "幻觉"])
    assert len(vectors.asked) == len(set(vectors.asked))
    assert np.array_equal(first, again)


def test_it_forgets_rather_than_grow_for_ever(monkeypatch):
    monkeypatch.setattr(module, "CACHED", 1)
    matcher = WordMatcher(Vectors())
    found = [matcher.matches(["trees"], ["幻觉 trees hallucination"])[0, 0] for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert len(matcher.vectors) <= 10
