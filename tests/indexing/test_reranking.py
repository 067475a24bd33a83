"""Rerankers: their order of hits by a fake, and a cross-encoder on a model made here."""

import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from corpus import Span
from indexing.blocks import BlockKind
from indexing.errors import EmbedderError
from indexing.passages import Hit, Passage
from indexing.reranking import RERANKED, CrossEncoderReranker, rerank

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] med ##ical image query passage 医 学 影 像 a b 2".split()


class LengthReranker:
    """Prefers long texts; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def rank(self, question, texts):
        self.asked.append((question, list(texts)))
        return np.asarray([len(text) / 100 for text in texts], dtype=np.float32)


def hit(id: str, reading: str, score: float) -> Hit:
    passage = Passage(
        id, "tiny", (), BlockKind.PARAGRAPH, "en", (Span(0, 1),), reading, reading, "Tiny", (), ()
    )
    return Hit(passage, score, {"dense": 1}, {"dense": score})


class TestRerank:
    def test_the_reranker_s_order_counts_and_the_fused_score_stays(self):
        hits = [hit("p1", "aa", 0.9), hit("p2", "aaaaa", 0.8), hit("p3", "医学影像", 0.7)]
        reranker = LengthReranker()
        found = rerank("which?", hits, reranker)
        assert [(h.passage.id, h.score, h.ranks["reranker"]) for h in found] == [
            ("p2", 0.8, 1),
            ("p3", 0.7, 2),
            ("p1", 0.9, 3),
        ]
        # "Tiny", a line break and five letters are ten characters.
        assert found[0].scores == {"dense": 0.8, "reranker": pytest.approx(0.10)}
        assert found[0].ranks["dense"] == 1
        assert reranker.asked == [("which?", ["Tiny\naa", "Tiny\naaaaa", "Tiny\n医学影像"])]

    def test_equal_scores_stand_in_the_order_of_their_ids(self):
        found = rerank("?", [hit("b", "xx", 0.9), hit("a", "yy", 0.8)], LengthReranker())
        assert [h.passage.id for h in found] == ["a", "b"]

    def test_only_the_first_are_read_again(self):
        hits = [hit(f"p{n:03}", "x" * n, 1 - n / 100) for n in range(RERANKED + 2)]
        found = rerank("?", hits, LengthReranker())
        assert found[0].passage.id == f"p{RERANKED - 1:03}"
        assert found[RERANKED:] == hits[RERANKED:]

    def test_nothing_found_is_nothing_to_rank(self):
        assert rerank("?", [], LengthReranker()) == []


def make_model(folder: Path, labels: int = 1) -> Path:
    """A tiny cross-encoder with random weights, as transformers saves it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries that this test is not about
        import torch
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizer
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=labels,
        initializer_range=1.0,  # or all texts get nearly the same score
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return make_model(tmp_path_factory.mktemp("reranker") / "tiny")


class TestCrossEncoderReranker:
    def test_scores_are_from_0_to_1_and_the_same_each_time(self, folder):
        texts = ["medical image", "医学影像", "a b 2 " * 500]
        reranker = CrossEncoderReranker(str(folder), device="cpu", batch_size=2)
        scores = reranker.rank("医 image", texts)
        assert scores.dtype == np.float32
        assert scores.shape == (3,)
        assert np.all((0 < scores) & (scores < 1))
        assert len({round(score, 4) for score in scores.tolist()}) == 3
        again = CrossEncoderReranker(str(folder), device="cpu", batch_size=2)
        assert again.rank("医 image", texts).tolist() == scores.tolist()

    def test_no_texts(self, folder):
        assert CrossEncoderReranker(str(folder)).rank("a", []).shape == (0,)

    def test_a_classifier_is_no_reranker(self, tmp_path):
        classifier = CrossEncoderReranker(str(make_model(tmp_path / "three", labels=3)), device="cpu")
        with pytest.raises(EmbedderError, match="3 labels"):
            classifier.rank("a", ["b"])

    def test_a_damaged_model_is_one_clear_line(self, tmp_path):
        copy = make_model(tmp_path / "damaged")
        next(copy.glob("*.safetensors")).write_bytes(b"nothing")
        with pytest.raises(EmbedderError, match="can't be loaded") as caught:
            CrossEncoderReranker(str(copy), device="cpu").rank("a", ["b"])
        assert "\n" not in str(caught.value)


class TestFinding:
    @pytest.mark.parametrize("id", ["maker/unheard-of-model", "unheard-of-model"])
    def test_without_a_connection_an_unknown_model_is_one_line_at_once(self, id, tmp_path, monkeypatch):
        monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
        start = time.monotonic()
        with pytest.raises(EmbedderError, match="not on this machine") as caught:
            CrossEncoderReranker(id)
        assert "\n" not in str(caught.value)
        assert time.monotonic() - start < 5

    def test_a_folder_that_is_not_there(self):
        with pytest.raises(EmbedderError, match="There is no folder"):
            CrossEncoderReranker("/no/such/folder")


def test_torch_is_not_imported_before_it_is_used(folder):
    program = (
        f"import sys; from indexing.reranking import CrossEncoderReranker as R; R({str(folder)!r});"
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
