"""What the texts would call the terms of a question in the other language.

The glossary knows the terms that the texts gloss. For other words, the vectors of a bilingual table of
single words tell which word of the texts' own vocabulary is nearest, as in dictionary induction from
cross-lingual embeddings (Mikolov, Le and Sutskever 2013).
"""

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import CHINESE_STOP_PATTERN, STOP_WORDS, is_chinese
from indexing.embedders.protocol import Embedder
from indexing.glossary import Glossary
from indexing.glossary.glossary import Occurrence
from indexing.query import GENERIC_WORDS
from indexing.vocabulary import pieces

LEAST_COSINE = 0.65
"""Words less alike than this are no translations."""
NEAR_BEST = 0.04
"""Forms this close to the best are as good; the shorter one is taken, as it carries no other word."""
MOST_FORMS = 2
_CANDIDATES = 8
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


class _Words:
    """The words of one language with their vectors."""

    def __init__(self, words: Sequence[str], embedder: Embedder) -> None:
        self.words = words
        self.vectors = embedder.embed(words)

    def nearest(self, vectors: NDArray[np.float32]) -> list[list[tuple[float, str]]]:
        """For each of `vectors`, shape `(n, dimension)`, the cosine and word of the best MOST_FORMS."""
        scores = vectors @ self.vectors.T
        few = min(_CANDIDATES, len(self.words))
        candidates = np.argpartition(-scores, few - 1, axis=1)[:, :few]
        found = []
        for row, columns in zip(scores, candidates.tolist(), strict=True):
            best = sorted((-float(row[i]), self.words[i]) for i in columns)
            alike = [(-score, word) for score, word in best if score <= best[0][0] + NEAR_BEST]
            found.append(sorted(alike, key=lambda entry: (len(entry[1]), -entry[0]))[:MOST_FORMS])
        return found


class Translator:
    """Finds translations of a question's terms among the words of the texts."""

    def __init__(self, glossary: Glossary, vocabulary: Sequence[tuple[str, str]], embedder: Embedder) -> None:
        self.glossary = glossary
        self.vocabulary = vocabulary
        self.embedder = embedder

    def occurrences(self, question: str) -> list[Occurrence]:
        """The terms of `question` with their other forms, by place; the glossary's go before the vectors'."""
        known = list(self.glossary.occurrences(question))
        taken = {i for occurrence in known for i in range(occurrence.start, occurrence.end)}
        by_vectors = self._chinese(question) if is_chinese(question) else self._english(question)
        for occurrence in by_vectors:
            if taken.isdisjoint(range(occurrence.start, occurrence.end)):
                taken.update(range(occurrence.start, occurrence.end))
                known.append(occurrence)
        return sorted(known, key=lambda occurrence: occurrence.start)

    def _english(self, question: str) -> list[Occurrence]:
        matches = [
            match
            for match in _ENGLISH.finditer(question)
            if match.group().casefold() not in STOP_WORDS | GENERIC_WORDS
        ]
        texts = [match.group().casefold() for match in matches]
        return self._alike([match.span() for match in matches], texts, self._chinese_words)

    def _chinese(self, question: str) -> list[Occurrence]:
        places: list[tuple[int, int]] = []
        texts: list[str] = []
        for run in _CHINESE.finditer(CHINESE_STOP_PATTERN.sub(_blank, question)):
            for piece in pieces(run.group()):
                start = run.start() + run.group().index(piece)
                if piece not in GENERIC_WORDS:
                    places.append((start, start + len(piece)))
                    texts.append(piece)
        return self._alike(places, texts, self._english_words)

    def _alike(
        self, places: Sequence[tuple[int, int]], texts: Sequence[str], words: _Words
    ) -> list[Occurrence]:
        """The best translated first."""
        if not texts or not words.words:
            return []
        found = []
        for (start, end), forms in zip(places, words.nearest(self.embedder.embed(texts)), strict=True):
            if forms[0][0] >= LEAST_COSINE:
                found.append((-forms[0][0], start, Occurrence(start, end, tuple(f for _, f in forms))))
        return [occurrence for _, _, occurrence in sorted(found, key=lambda entry: entry[:2])]

    @cached_property
    def _english_words(self) -> _Words:
        return _Words([word for language, word in self.vocabulary if language == "en"], self.embedder)

    @cached_property
    def _chinese_words(self) -> _Words:
        return _Words([word for language, word in self.vocabulary if language == "zh"], self.embedder)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
