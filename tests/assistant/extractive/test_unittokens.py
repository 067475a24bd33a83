"""How near units are to a question, token by token."""

import pytest

from assistant.extractive.unittokens import UnitTokens
from indexing.embedders.encoder import load_encoder


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("federated learning on data", "Federated", "GatorTron"),
        ("Which model reads clinical notes?", "GatorTron", "MedSAM"),
        ("斯坦福大学", "它由斯坦福", "电力"),
        ("Which university?", "它由斯坦福", "电力"),
    ],
)
def test_what_answers_is_nearer(tiny, question, nearer, farther):
    near, far = UnitTokens(tiny.store).nearness([tiny.unit(nearer), tiny.unit(farther)], question)
    assert -1 <= far < near <= 1.1


def test_what_the_index_holds_is_not_read_anew(tiny, monkeypatch):
    units = tiny.units()
    tokens = UnitTokens(tiny.store)
    read = []
    encoder = load_encoder()
    monkeypatch.setattr(type(encoder), "read", lambda self, text: read.append(text) or self._remembered(text))
    assert len(tokens.nearness(units, "What is hallucination?")) == len(units)
    assert len(read) < len(units) / 4


def test_no_units_nothing_near(tiny):
    assert UnitTokens(tiny.store).nearness([], "What?") == []
