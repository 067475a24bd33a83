"""Questions are embedded once; passages are not kept."""

import numpy as np
import pytest

from indexing.embedders.hashing import HashingEmbedder
from indexing.embedders.remembering import KEPT, RememberingEmbedder


class Counting(HashingEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def embed(self, texts, *, query=False):
        self.calls += 1
        return super().embed(texts, query=query)


@pytest.mark.parametrize("question", ["How big is SciFive?", "幻觉是什么？"])
def test_a_question_is_embedded_once(question):
    counting = Counting()
    embedder = RememberingEmbedder(counting)
    first, second = embedder.embed([question], query=True), embedder.embed([question], query=True)
    assert counting.calls == 1
    assert np.array_equal(first, second) and np.array_equal(first, HashingEmbedder().embed([question]))


def test_passages_are_embedded_each_time():
    counting = Counting()
    embedder = RememberingEmbedder(counting)
    for _ in range(2):
        embedder.embed(["a text"])
    assert counting.calls == 2


def test_only_the_last_questions_are_kept():
    counting = Counting()
    embedder = RememberingEmbedder(counting)
    for number in range(KEPT + 1):
        embedder.embed([f"question {number}"], query=True)
    embedder.embed(["question 0"], query=True)
    embedder.embed([f"question {KEPT}"], query=True)
    assert counting.calls == KEPT + 2


def test_it_is_named_as_the_embedder_it_stands_for():
    embedder = RememberingEmbedder(HashingEmbedder())
    assert (embedder.name, embedder.dimension) == (HashingEmbedder().name, HashingEmbedder().dimension)
