"""Translating a question's words by the glossary and by vectors of words."""

import numpy as np
import pytest

from corpus import Span
from indexing.glossary import Glossary, GlossaryEntry
from indexing.translation import LEAST_COSINE, MOST_FORMS, Translator

WORLD = {
    "trees": 0,
    "树木": 0,
    "树": 0,
    "rivers": 1,
    "河流": 1,
    "stones": 2,
    "石头": 2,
    "fishes": 3,
}
VOCABULARY = (
    *(("en", word) for word in ("rivers", "stones", "trees")),
    *(("zh", word) for word in ("树木", "河流", "石头")),
)
GLOSSARY = Glossary([GlossaryEntry("federated learning", "联邦学习", "FL", "survey", (Span(0, 1),), 3)])


class Meanings:
    """Words of one meaning point one way; words it has not heard of point nowhere else is."""

    name = "meanings"
    dimension = 8

    def __init__(self, between: dict[str, np.ndarray] | None = None) -> None:
        self.between = between or {}
        self.asked = 0

    def embed(self, texts, *, query=False):
        self.asked += len(texts)
        rows = [self.between.get(text, np.eye(8)[WORLD.get(text, 7 - len(text) % 3)]) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 8)


def translator(vocabulary=VOCABULARY, glossary=GLOSSARY, **more):
    return Translator(glossary, vocabulary, Meanings(**more))


def found(question, **more):
    return {question[o.start : o.end]: o.forms for o in translator(**more).occurrences(question)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where do Trees grow by RIVERS?", {"Trees": ("树木",), "RIVERS": ("河流",)}),
        ("河流与树木", {"河流": ("rivers",), "树木": ("trees",)}),
        ("关于石头的问题", {"石头": ("stones",)}),
        # No word of the texts is near to it.
        ("Where do fishes swim?", {}),
        # Function words and words of ordinary talk are not looked at.
        ("What is it about, according to them?", {}),
        ("什么", {}),
        ("", {}),
    ],
)
def test_words_of_like_meaning_in_the_other_language(question, expected):
    assert found(question) == expected


@pytest.mark.parametrize(
    ("question", "term", "forms"),
    [
        ("How does federated learning treat trees?", "federated learning", {"联邦学习", "FL"}),
        ("联邦学习里的树木", "联邦学习", {"federated learning", "FL"}),
    ],
)
def test_the_glossary_goes_before_the_vectors(question, term, forms):
    translated = found(question)
    assert set(translated[term]) == forms
    assert len(translated) == 2
    places = [(o.start, o.end) for o in translator().occurrences(question)]
    assert places == sorted(places)
    assert all(one[1] <= other[0] for one, other in zip(places, places[1:], strict=False))


@pytest.mark.parametrize(("margin", "expected"), [(0.01, {"shrubs": ("树木",)}), (-0.01, {})])
def test_a_word_must_be_near_enough(margin, expected):
    cosine = LEAST_COSINE + margin
    away = np.eye(8)[6]
    shrubs = np.eye(8)[0] * cosine + away * (1 - cosine**2) ** 0.5
    assert found("Are shrubs green?", between={"shrubs": shrubs, "green": away}) == expected


def test_of_forms_as_good_the_shorter_comes_first_and_few_are_kept():
    vocabulary = tuple(("zh", word) for word in ("树木的", "树木", "树"))
    between = {"树木的": np.eye(8)[0]}
    forms = found("Do trees grow?", vocabulary=vocabulary, between=between)["trees"]
    assert forms[0] == "树"
    assert len(forms) <= MOST_FORMS


@pytest.mark.parametrize("vocabulary", [(), (("zh", "河流"),)])
def test_a_text_without_words_of_the_other_language_translates_nothing(vocabulary):
    assert found("河流", vocabulary=vocabulary) == {}


def test_the_texts_words_are_embedded_once():
    shared = translator()
    shared.occurrences("Do trees grow?")
    before = shared.embedder.asked
    shared.occurrences("Do trees grow?")
    # `trees` and perhaps `grow`, but not the vocabulary again.
    assert shared.embedder.asked - before <= 2
