"""Rivals with the reader, and a model without passages: they answer, cite, refuse, each in both languages."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import CHINESE, DOCUMENTS, ENGLISH, PRIVACY, ROBOTS, UNANSWERABLE

from assistant.errors import BadSettings
from assistant.settings import Settings
from corpus import Span
from eval.errors import EvalError
from eval.replies import read_reply
from eval.robustness.world import World
from eval.systems.closed_book import ClosedBook
from eval.systems.opening import open_system
from eval.systems.protocol import Found
from eval.systems.reader import Reader, best_threshold, load_threshold, save_threshold
from eval.systems.reading import Reading
from eval.systems.vectors import SentenceVectors

EVERYTHING = [Found(document.id, (Span(0, len(document.text)),)) for document in DOCUMENTS]


class Finding:
    """Finds all three texts, in their order."""

    name = "finding"
    default_k = 3
    models: tuple[Path, ...] = ()

    def build(self, documents) -> None:
        raise AssertionError("never built here")

    def search(self, question: str, k: int) -> list[Found]:
        return EVERYTHING[:k]


class WordReader(Reader):
    """The reader without its model: by words alone."""

    def _scores(self, question: str, sentences: list[str]) -> list[float]:
        return [round(self._overlap(question, sentence), 6) for sentence in sentences]


@pytest.fixture
def rival(tmp_path: Path) -> Reading:
    save_threshold(0.3, tmp_path)
    opened = Reading.open(Finding(), tmp_path, DOCUMENTS)
    opened._reader = WordReader(DOCUMENTS, SentenceVectors(tmp_path))
    return opened


@pytest.mark.parametrize(
    ("asked", "sentence", "document"),
    [
        (ROBOTS, "Robots can assist surgeons in the operating theatre.", ENGLISH),
        (PRIVACY, "联邦学习可以保护患者隐私。", CHINESE),
    ],
    ids=["en", "zh"],
)
def test_a_rival_answers_with_the_best_sentence_and_cites_it(rival, asked, sentence, document) -> None:
    told = rival.answer(asked)
    reply = read_reply(told)
    assert reply.sentences[0].text == sentence
    [citation] = reply.cited(reply.sentences[0])
    assert (citation.document, citation.quote) == (document.id, document.text)
    assert reply.confidence > 0.3 and not reply.abstained and told["forced"] == reply.text


def test_a_rival_refuses_below_its_threshold(rival) -> None:
    reply = read_reply(rival.answer(UNANSWERABLE))
    assert reply.abstained and reply.sentences == () == reply.citations
    assert reply.text == "The surveys don't say." and len(reply.passages) == 3


def test_a_rival_is_tampered_with(rival) -> None:
    hidden = rival.answer(ROBOTS, World(hidden=((ENGLISH.id, Span(35, 61)),)))
    assert ENGLISH.id not in {passage["document"] for passage in hidden["passages"]}
    planted = rival.answer(ROBOTS, World(planted="Robots can assist with nothing."))
    assert planted["sentences"][0]["text"] == "Robots can assist with nothing."


@pytest.mark.parametrize(
    ("scores", "answerable", "expected"),
    [
        ([0.9, 0.8, 0.3, 0.2], [True, True, False, False], 0.8),
        # 0.5 keeps both that have an answer and one of two that don't; 0.6 loses one of the former.
        ([0.9, 0.5, 0.6, 0.1], [True, True, False, False], 0.5),
        ([0.4], [True], 0.0),
    ],
)
def test_the_threshold_that_tells_best(scores, answerable, expected: float) -> None:
    assert best_threshold(scores, answerable) == expected


class CountingVectors(SentenceVectors):
    """Of texts' lengths, without the model."""

    encoded: tuple[str, ...] = ()

    @property
    def _model(self):
        return self

    def encode(self, texts, **options):
        self.encoded += tuple(texts)
        return np.full((len(texts), 384), [[len(text)] for text in texts], dtype=np.float32)


def test_vectors_are_made_once_and_kept(tmp_path: Path) -> None:
    first = CountingVectors(tmp_path)
    assert first.of(["Robots.", "隐私。", "Robots."])[:, 0].tolist() == [7, 3, 7]
    again = CountingVectors(tmp_path)
    assert again.of(["隐私。", "new"])[:, 5].tolist() == [3, 3]
    assert (first.encoded, again.encoded) == (("Robots.", "隐私。"), ("new",))
    with (tmp_path / "sentences.jsonl").open("a", encoding="utf-8") as torn:
        torn.write('"torn"\n')
    assert CountingVectors(tmp_path).of(["new"]).shape == (1, 384)


def test_thresholds_are_kept(tmp_path: Path) -> None:
    assert load_threshold(tmp_path) is None
    save_threshold(0.25, tmp_path)
    assert load_threshold(tmp_path) == 0.25


class Model:
    """A scripted language model."""

    name = "scripted"
    context = 1000

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.messages: list[str] = []

    def count(self, text: str) -> int:
        return len(text)

    def stream(self, messages):
        self.messages = [message.text for message in messages]
        yield self.reply


@pytest.mark.parametrize(
    ("asked", "reply", "said"),
    [
        (ROBOTS, "<think>Hm.</think>They assist. They clean.", ["They assist.", "They clean."]),
        (PRIVACY, "保护患者隐私。", ["保护患者隐私。"]),
    ],
    ids=["en", "zh"],
)
def test_a_model_alone_answers_without_citing(asked, reply: str, said: list[str]) -> None:
    told = read_reply(ClosedBook(Model(reply)).answer(asked))
    assert [sentence.text for sentence in told.sentences] == said
    assert told.citations == told.passages == () and not told.abstained


@pytest.mark.parametrize(
    "reply", ["The surveys don't say.", "这些综述里没有说到。", "", "the surveys don't say"]
)
def test_a_model_alone_refuses(reply: str) -> None:
    assert read_reply(ClosedBook(Model(reply)).answer(PRIVACY)).abstained


def test_a_model_alone_is_asked_in_the_language_and_with_what_was_asked_before() -> None:

    model = Model("好。")
    ClosedBook(model).answer(replace(PRIVACY, history=("什么是联邦学习？",)))
    assert "Chinese" in model.messages[0]
    assert model.messages[1] == f"什么是联邦学习？\n{PRIVACY.question}"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [("closed-book", BadSettings, "needs a language model"), ("nonsense", EvalError, "no system 'nonsense'")],
)
def test_what_can_t_be_opened_says_why(tmp_path: Path, name: str, error, message: str) -> None:
    with pytest.raises(error, match=message):
        open_system(name, Settings(home=tmp_path))
