"""Units token by token: how near they are to a question, and how a reader takes them."""

from dataclasses import replace

import pytest

from assistant.extractive.unittokens import UnitTokens
from assistant.joint.meeting import MEANT
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


def meant(part) -> list[int]:
    return part.ids[part.sides == MEANT].tolist()


def test_a_unit_is_read_beside_its_window(tiny):
    units = [tiny.unit("It keeps records private"), tiny.unit("GatorTron reads")]
    parts = tiny.generator.scorer.tokens.parts(units)
    for unit, part in zip(units, parts, strict=True):
        assert meant(part) == load_encoder().read(unit.text).ids.tolist()
    # The sentence before is beside it.
    assert len(parts[0].ids) > len(meant(parts[0]))


def test_what_stands_in_for_a_unit_is_read_alone(tiny):
    elsewhere = replace(tiny.unit("GatorTron reads"), text="Whales sing.")
    [part] = tiny.generator.scorer.tokens.parts([elsewhere])
    assert part.ids.tolist() == meant(part) == load_encoder().read("Whales sing.").ids.tolist()
