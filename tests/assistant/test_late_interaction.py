"""Late interaction: the tokens that an index keeps, and how they meet those of questions."""

import numpy as np
import pytest

from indexing.embedders.encoder import load_encoder
from indexing.late_interaction import LateInteraction, Met, weighted
from indexing.tokens import cosines, tokens_of

ENGLISH = "Federated learning trains a model without moving patients' data. Whales sing at night."
CHINESE = "联邦学习在不移动患者数据的情况下训练模型。"


@pytest.fixture
def late(tiny) -> LateInteraction:
    return LateInteraction(tiny.store, load_encoder())


def tokens_in(text: str):
    [tokens] = tokens_of([text], load_encoder())
    return tokens


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_signs_keep_what_is_near(text):
    encoded = load_encoder().read(text)
    tokens = tokens_in(text)
    assert tokens.ids.tolist() == encoded.ids.tolist()
    assert tokens.places.tolist() == encoded.places.tolist()
    exact = encoded.layers[0] @ encoded.layers[0].T
    about = cosines(encoded.layers[0], tokens.signs)
    assert about.shape == exact.shape
    assert np.corrcoef(exact.ravel(), about.ravel())[0, 1] > 0.95
    assert np.abs(exact - about).mean() < 0.1


def test_a_text_without_tokens_meets_nothing(late):
    tokens = tokens_in("")
    assert not len(tokens.ids)
    assert cosines(np.ones((2, 384), np.float32), tokens.signs).shape == (2, 0)
    assert weighted(late.ask("What?"), None) == 0
    assert late.read(late.ask("What?"), "") is None
    assert late.nearness(late.ask(""), []) == {}


def test_a_passage_is_like_what_its_nearest_window_says(late, tiny):
    about, beside = (tiny.unit(text).hit.passage.id for text in ("Federated", "GatorTron"))
    asked = late.ask("How is a model trained without moving data?")
    assert -1 <= late.likeness(asked, beside) < late.likeness(asked, about) <= 1
    vector = load_encoder().read("How is a model trained without moving data?").vector
    exact = [
        float(vector @ load_encoder().read(text).vector)
        for text in tiny.unit("Federated").hit.passage.windows
    ]
    assert late.likeness(asked, about) == pytest.approx(max(exact), abs=0.1)


def test_a_passage_without_tokens_is_like_nothing(late, monkeypatch):
    monkeypatch.setattr(late.store, "window_tokens", lambda ids: {id: () for id in ids})
    assert late.likeness(late.ask("What?"), "p") == 0


def test_only_the_tokens_of_a_place_count(late):
    asked, tokens = late.ask("Which animals sing?"), tokens_in(ENGLISH)
    met = Met(cosines(asked.vectors, tokens.signs), tokens.places)
    second = ENGLISH.index("Whales")
    assert weighted(asked, met.within(second, len(ENGLISH))) > weighted(asked, met.within(0, second))
    assert met.within(3, 3) is None


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("Which way of training keeps data where they are?", "Federated", "GatorTron"),
        ("哪种训练方式不用移动数据？", "Federated", "GatorTron"),
    ],
)
def test_passages_that_answer_are_nearer_in_either_language(tiny, late, question, nearer, farther):
    ids = {hit.passage.id: hit.passage.reading for hit in tiny.hits("model 模型")}
    found = late.nearness(late.ask(question), list(ids))
    assert found.keys() == ids.keys()
    near = max(found[id] for id, text in ids.items() if nearer in text)
    far = max(found[id] for id, text in ids.items() if farther in text)
    assert -1 <= far < near <= 1.1


def test_rare_tokens_count_more(tiny, late):
    ids = load_encoder().read("the GatorTron").ids.tolist()
    weights = tiny.store.token_weights([*ids, 49_999])
    assert weights[0] == min(weights)
    assert weights[-1] == max(weights) <= 1
    assert late.ask("the GatorTron").weights.sum() == pytest.approx(1)
