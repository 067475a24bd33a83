"""Words that mean the same, also across the two languages, by their vectors.

Soft alignment of a question's words with a sentence's, each with its nearest (as in Zhang et al. 2020,
BERTScore), so that `幻觉` finds "hallucination" and "trees" finds `树`.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import STOP_WORDS, normalise
from indexing.embedders.protocol import Embedder

SAME = 0.8
"""Words whose cosine is at least this are the same…"""
UNRELATED = 0.45
"""…and below this have nothing to do with each other; credit rises linearly between."""
MOST = 0.9
"""A word of another form is worth a little less than the word itself."""
_WORD = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]+")
CACHED = 50_000

Vectors = dict[str, NDArray[np.float32]]


class WordMatcher:
    """Tells how nearly each text says each word. Word vectors are kept from question to question."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.vectors: Vectors = {}

    def matches(self, words: Sequence[str], texts: Sequence[str]) -> NDArray[np.float32]:
        """Credit from 0 to MOST that each text earns for each word, shape `(len(texts), len(words))`."""
        wanted = [normalise(word) for word in words]
        said = [_distinct_words(text) for text in texts]
        vectors = self._vectors([*wanted, *(word for text in said for word in text)])
        question = self._matrix(wanted, vectors)
        best = [
            (self._matrix(text, vectors) @ question.T).max(axis=0)
            if text
            else np.zeros(len(wanted), np.float32)
            for text in said
        ]
        credit = (np.asarray(best).reshape(len(texts), len(wanted)) - UNRELATED) / (SAME - UNRELATED)
        return np.asarray(np.clip(credit, 0.0, 1.0) * MOST, dtype=np.float32)

    def _vectors(self, words: Sequence[str]) -> Vectors:
        """The vectors of `words`: a dict of this call alone, as another thread may clear what is kept."""
        if len(self.vectors) > CACHED:
            self.vectors.clear()
        kept = {word: self.vectors.get(word) for word in words}
        found = {word: vector for word, vector in kept.items() if vector is not None}
        new = [word for word, vector in kept.items() if vector is None]
        if new:
            learnt = dict(zip(new, self.embedder.embed(new), strict=True))
            self.vectors.update(learnt)
            found.update(learnt)
        return found

    def _matrix(self, words: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
        if not words:
            return np.zeros((0, self.embedder.dimension), dtype=np.float32)
        return np.stack([vectors[word] for word in words])


def _distinct_words(text: str) -> list[str]:
    """English words and Chinese bigrams, each once."""
    found: list[str] = []
    for run in _WORD.findall(normalise(text)):
        if run.isascii():
            found += [] if run in STOP_WORDS else [run]
        else:
            found += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
    return list(dict.fromkeys(found))
