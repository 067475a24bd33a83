"""Alignment of tokens, on vectors made by hand."""

import numpy as np
import pytest

from assistant.judging.alignment import ALIGNMENT_FEATURES, Reading, alignment_features

EAST, NORTH, BETWEEN = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


def reading(*tokens: tuple[int, tuple[float, float]], sentences: list[int] | None = None) -> Reading:
    vectors = np.array([vector for _, vector in tokens], np.float32).reshape(-1, 2)
    places = np.array(sentences or [0] * len(tokens), np.int64)
    rarity = np.full(len(tokens), 0.5, np.float32)
    ids = np.array([id for id, _ in tokens], np.int64)
    return Reading(ids, places, np.zeros_like(places), rarity, vectors, vectors, vectors)


def named(claim: Reading, source: Reading) -> dict[str, float]:
    return dict(zip(ALIGNMENT_FEATURES, alignment_features(claim, source), strict=True))


def test_a_text_meets_itself():
    text = reading((1, EAST), (2, NORTH), (3, BETWEEN))
    found = named(text, text)
    for name in (
        "last mean",
        "middle mean",
        "word mean",
        "same token",
        "best sentence",
        "pooled",
        "in order",
    ):
        assert found[name] == pytest.approx(1.0), name
    assert found["last run below 0.8"] == found["best beside all"] == 0


def test_each_token_takes_the_nearest():
    # To the east one token of the claim meets 0.6 at best, the other itself.
    found = named(reading((1, EAST), (2, BETWEEN)), reading((3, NORTH), (2, BETWEEN)))
    assert found["last mean"] == pytest.approx((0.6 + 1) / 2)
    assert found["last below 0.65"] == pytest.approx(0.5)
    assert found["same token"] == pytest.approx(0.5)
    # Back: north meets 0.8 at best.
    assert found["back"] == pytest.approx((0.8 + 1) / 2)


def test_one_sentence_or_two():
    claim = reading((1, EAST), (2, NORTH))
    found = named(claim, reading((1, EAST), (2, NORTH), sentences=[0, 1]))
    assert found["best sentence"] == pytest.approx(0.5)
    assert found["two best sentences"] == pytest.approx(1.0)
    assert found["best beside all"] == pytest.approx(0.5)


def test_nothing_to_align():
    assert alignment_features(reading((1, EAST)), reading()) == [0.0] * len(ALIGNMENT_FEATURES)
