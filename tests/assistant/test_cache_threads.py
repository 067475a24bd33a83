"""What is kept from question to question may be cleared by one thread while another reads."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import assistant.evidence
import assistant.extractive.wordmatch
import indexing.passage_terms
from assistant.evidence import EvidenceReader
from assistant.extractive.wordmatch import WordMatcher
from indexing.embedders.hashing import HashingEmbedder
from indexing.passage_terms import TermCache

THREADS = 4
ROUNDS = 60


@pytest.fixture(autouse=True)
def switching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads take turns as often as they can, and nothing is kept for long."""
    for module in (assistant.evidence, assistant.extractive.wordmatch, indexing.passage_terms):
        monkeypatch.setattr(module, "CACHED", 1)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(work) -> list:
    """What `work` gives for each thread's number."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda number: [work(number) for _ in range(ROUNDS)], range(THREADS)))


def test_word_vectors() -> None:
    embedder = HashingEmbedder()
    questions = [[f"word{chr(97 + n)}", "hallucination"] for n in range(THREADS)]
    texts = [f"{question[0]} and other words of a text" for question in questions]
    shared = WordMatcher(embedder)
    for number, found in enumerate(in_threads(lambda n: shared.matches(questions[n], [texts[n]]))):
        expected = WordMatcher(embedder).matches(questions[number], [texts[number]])
        assert all(np.array_equal(credit, expected) for credit in found)


class Forgetful(dict):
    """Is cleared right after each look into it or addition, as another thread might."""

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.clear()
        return found

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def update(self, *args: object) -> None:
        pass


def test_word_vectors_cleared_meanwhile() -> None:
    matcher = WordMatcher(HashingEmbedder())
    expected = matcher.matches(["hallucination"], ["hallucination"])
    matcher.vectors = Forgetful(matcher.vectors)
    assert np.array_equal(matcher.matches(["hallucination"], ["hallucination"]), expected)
    assert np.array_equal(matcher.matches(["hallucination"], ["hallucination"]), expected)


def test_units_cleared_meanwhile(tiny) -> None:
    hits = tiny.hits("model 模型")
    reader = EvidenceReader(tiny.store)
    expected = reader.units(hits)
    reader._kept = Forgetful(reader._kept)
    assert reader.units(hits) == expected
    assert reader.units(hits) == expected


def test_terms_cleared_meanwhile(tiny) -> None:
    [passage, *_] = [hit.passage for hit in tiny.hits("model 模型")]
    cache = TermCache(tiny.store.documents())
    expected = cache.of(passage)
    cache._kept = Forgetful(cache._kept)
    assert [cache.of(passage), cache.of(passage)] == [expected, expected]
