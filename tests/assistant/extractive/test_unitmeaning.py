"""How near units are to a question, by the index's own vectors."""

import pytest

from assistant.extractive.unitmeaning import UnitMeaning
from indexing.embedders.hashing import HashingEmbedder


class Counting(HashingEmbedder):
    """Remembers what it embedded."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def embed(self, texts, *, query=False):
        self.asked += texts
        return super().embed(texts, query=query)


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("federated learning on data", "Federated", "GatorTron"),
        ("clinical notes", "GatorTron", "MedSAM"),
        ("斯坦福大学", "它由斯坦福", "电力"),
    ],
)
def test_what_shares_words_is_nearer(tiny, question, nearer, farther):
    meaning = UnitMeaning(tiny.store, HashingEmbedder())
    near, far = meaning.nearness([tiny.unit(nearer), tiny.unit(farther)], question)
    assert -1.001 <= far < near <= 1.001


def test_what_the_index_has_vectors_for_is_not_embedded_anew(tiny):
    embedder = Counting()
    units = tiny.units()
    found = UnitMeaning(tiny.store, embedder).nearness(units, "What is hallucination?")
    assert len(found) == len(units)
    assert len(embedder.asked) < len(units) / 4


def test_no_units_nothing_near(tiny):
    assert UnitMeaning(tiny.store, HashingEmbedder()).nearness([], "What?") == []
