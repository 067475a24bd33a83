"""The tables of retrieval across languages, on paragraphs and questions made here."""

import dataclasses

import numpy as np
import pytest
from tiny import DOCUMENTS, gold, question

from assistant.library import Library
from corpus import quote
from eval.crosslanguage import __main__ as command
from eval.crosslanguage.own import measure_own, own_table, searched, slices
from eval.crosslanguage.scorers import BM25, BOTH, DENSE, FUSED, MINILM, NAMES, STATIC, baselines
from eval.crosslanguage.xquad import ALL, DEVELOPMENT, HELD_OUT, as_document, measure_xquad, xquad_table
from indexing.build import build_index
from indexing.chunking import link_twins, make_passages
from indexing.embedders.hashing import HashingEmbedder
from indexing.glossary import Glossary
from indexing.store.sqlite import open_store
from indexing.structure import parse_corpus
from indexing.training.data import TrainingDataError
from indexing.training.evaluate import Side
from indexing.translation import Translator

ENGLISH = Side(
    ("Cats sleep all day.", "Rivers carry sand."), ("Which animals are cats?", "Sand?"), np.array([0, 1])
)
CHINESE = Side(("猫整天睡觉。", "河流携带泥沙。"), ("整天睡觉的是谁？", "谁携带泥沙？"), np.array([0, 1]))
ACROSS = dataclasses.replace(
    question("x1", "联邦学习 privacy?", groups=[(gold("chinese", "联邦学习"),)]), kind="cross-language"
)
WITHIN = question("w1", "Who assists surgeons?", groups=[(gold("english", "assist surgeons"),)])
CHINESE_WITHIN = question("w2", "训练消耗什么？", "zh", groups=[(gold("chinese", "消耗大量电力"),)])
QUESTIONS = [ACROSS, WITHIN, CHINESE_WITHIN, question("n1", "What is not there?")]


@pytest.fixture
def library(tmp_path):
    structures = parse_corpus(DOCUMENTS)
    passages = [p for s, d in zip(structures, DOCUMENTS, strict=True) for p in make_passages(s, d)]
    embedder = HashingEmbedder()
    build_index(tmp_path / "index", structures, link_twins(passages, structures), DOCUMENTS, embedder, "x")
    with open_store(tmp_path / "index") as store:
        yield Library(store, embedder, embedder, Translator(Glossary(()), (), embedder))


def test_paragraphs_become_passages_that_quote_their_text():
    for language, side in (("en", ENGLISH), ("zh", CHINESE)):
        document, passages = as_document(language, side)
        assert [quote(document.text, p.spans) for p in passages] == list(side.paragraphs)
        assert {p.language for p in passages} == {language}


def test_every_system_is_measured_in_all_four_directions(library, tmp_path):
    others = {STATIC: HashingEmbedder(64), MINILM: HashingEmbedder(128)}
    measured = measure_xquad(ENGLISH, CHINESE, library, others, tmp_path / "xquad")
    found = measured[ALL]
    assert set(found) == set(NAMES)
    for name in (FUSED, DENSE, BM25, BOTH):
        # Shared words decide within a language; of two paragraphs, both are among the first five.
        assert found[name]["en", "en"] == found[name]["zh", "zh"] == (1.0, 1.0)
        assert found[name]["zh", "en"][1] == found[name]["en", "zh"][1] == 1.0
    # Without a shared word all tie, and the first paragraph counts as the best: one of two questions.
    assert found[BM25]["zh", "en"] == (0.5, 1.0)
    # The first paragraph's question is the development half, the second's is held out.
    assert measured[DEVELOPMENT][BM25]["zh", "en"] == (1.0, 1.0)
    assert measured[HELD_OUT][BM25]["zh", "en"] == (0.0, 1.0)
    lines = xquad_table(found, ALL).splitlines()
    assert lines[0] == "| XQuAD (all), recall@1 (@5) | en → en | zh → zh | zh → en | en → zh |"
    assert f"| {BM25} | 1.000 (1.000) | 1.000 (1.000) | 0.500 (1.000) | 0.500 (1.000) |" in lines


def test_a_fusion_that_falls_behind_is_named():
    ways = [("en", "en"), ("zh", "zh"), ("zh", "en"), ("en", "zh")]
    equal = {way: (0.5, 0.5) for way in ways}
    found = {FUSED: equal, DENSE: {**equal, ("zh", "en"): (0.6, 0.6)}, BM25: equal}
    assert xquad_table(found, ALL).endswith("behind its better side in zh → en.")
    assert xquad_table({**found, DENSE: equal}, ALL).endswith("better side in all four.")


def test_questions_fall_into_their_directions():
    parts = slices([*QUESTIONS, dataclasses.replace(WITHIN, id="b", kind="bibliography")])
    assert {name: [q.id for q in part] for name, part in parts.items()} == {
        "en, answer only in Chinese": ["x1"],
        "en": ["w1"],
        "zh": ["w2"],
    }


def test_own_questions_are_found_among_the_first_five(library):
    assert [p.document for p in searched(library)] == ["chinese", "english", "third"]
    found = measure_own(QUESTIONS, library, {STATIC: HashingEmbedder(64)})
    assert set(found) == {FUSED, DENSE, BM25, STATIC}
    assert found[FUSED] == {"en, answer only in Chinese": 1.0, "en": 1.0, "zh": 1.0}
    table = own_table(found, QUESTIONS, "dev").splitlines()
    assert table[0].startswith("| own questions (dev), gold passage in the first 5 | en, answer only in Ch")
    assert f"| {FUSED} | 1.000 | 1.000 | 1.000 |" in table


def test_without_its_weights_minilm_is_left_out_and_a_wrong_folder_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("indexing.training.base._PACKAGE", "no_such_package")
    assert set(baselines(None)) == {STATIC}
    with pytest.raises(TrainingDataError, match="isn't here"):
        baselines(tmp_path)


def test_a_folder_without_xquad_is_one_line(monkeypatch, library, tmp_path, capsys):
    monkeypatch.setattr(command, "open_library", lambda settings: library)
    monkeypatch.setattr(command, "baselines", lambda base: {STATIC: HashingEmbedder(64)})
    assert command.main(["--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert "install the extra `train`" in told[0]
    assert told[1].startswith("XQuAD can't be read") and told[1].endswith(
        "Give its parent folder with --data."
    )
