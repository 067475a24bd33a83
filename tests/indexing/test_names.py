"""Names in vectors: their sounds in both languages, what is hashed, and how it joins meaning."""

import numpy as np
import pytest

from indexing.embedders.names import NameHasher, NameSettings, join
from indexing.embedders.sounds import CHARACTERS, chinese_sounds, english_sounds, transliterated

_SETTINGS = NameSettings(dimension=64, weight=0.25, full=4.0)
_HASHER = NameHasher(["the", "who", "is", "in", "巴巴"], _SETTINGS)


@pytest.mark.parametrize(
    ("english", "chinese", "sounds"),
    [
        ("Tesla", "特斯拉", "DSL"),
        ("Martin", "马丁", "MDN"),
        ("Luther", "路德", "LD"),
        ("Kenyatta", "肯雅塔", "GND"),
        ("Fresno", "弗雷斯诺", "VLSN"),
        ("Brady", "布雷迪", "BLD"),
    ],
)
def test_a_name_sounds_alike_in_both_languages(english: str, chinese: str, sounds: str) -> None:
    assert english_sounds(english) == sounds
    assert transliterated(f"的{chinese}是") == [chinese]
    assert chinese_sounds(chinese) == sounds


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("Quixote", "GVGSD"), ("Wright", "LD"), ("Mississippi", "MSSB"), ("Hugh", "H"), ("Aia", "")],
)
def test_spellings_are_heard(word: str, sounds: str) -> None:
    assert english_sounds(word) == sounds


def test_a_character_has_one_sound() -> None:
    characters = "".join(CHARACTERS.values())
    assert len(set(characters)) == len(characters)


@pytest.mark.parametrize(
    ("text", "features"),
    [
        # One run of two and the whole: each weighs 1; the letters count 0.6.
        ("Who is Luther?", {"luther": 0.6, "~LD": 1.0, "=LD": 1.0}),
        ("路德是谁？", {"~LD": 1.0, "=LD": 1.0}),
        # Two runs of two, one of three: each of length 1 / √3.
        ("特斯拉", {"~DS": 3**-0.5, "~SL": 3**-0.5, "~DSL": 3**-0.5, "=DSL": 1.0}),
        ("The NFL in 1,964", {"nfl": 0.6, "1964": 1.0}),
        ("２０００ 年", {"2000": 1.0}),
        ("巴巴", {}),  # the table knows it as a word
        ("who reads it, 3 times", {}),
        ("", {}),
    ],
)
def test_what_a_text_names(text: str, features: dict[str, float]) -> None:
    assert _HASHER.features(text) == pytest.approx(features)


def test_a_question_s_names_have_the_length_1_and_a_passage_s_more_the_more_it_names() -> None:
    texts = ["Luther", "Luther, Tesla, Brady and Kenyatta in 1964", "nothing"]
    few, many, none = np.linalg.norm(_HASHER.vectors(texts, query=False), axis=1)
    assert none == 0 < few < many <= 1
    np.testing.assert_allclose(
        np.linalg.norm(_HASHER.vectors(texts, query=True), axis=1), [1, 1, 0], atol=1e-6
    )


def test_names_add_their_weight_to_meaning() -> None:
    meaning = np.array([[0.6, 0.8]], np.float32)
    named, none = np.array([[1.0, 0.0]], np.float32), np.zeros((1, 2), np.float32)

    def likeness(asked: np.ndarray, found: np.ndarray) -> float:
        question = join(meaning, asked, _SETTINGS.weight, query=True)
        return float((question @ join(meaning, found, _SETTINGS.weight, query=False).T).item())

    # A passage has the squared length 1.25, and so has a question that names something.
    assert likeness(named, named) == pytest.approx(1.25 / 1.25)
    assert likeness(named, none) == pytest.approx(1 / 1.25)
    # To a question that names nothing it is all one what a passage names.
    assert likeness(none, named) == likeness(none, none) == pytest.approx(1 / 1.25**0.5)
