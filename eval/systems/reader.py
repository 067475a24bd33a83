"""A reader that makes answers of what rivals retrieve, without a language model: the top sentences.

Such systems leave the answer to a language model. This reader stands in for it where none is at hand: it
takes the sentences of the passages that are most like the question, by the model that the systems embed with
and by the words in common, and refuses where the best one is not like enough. How much is enough is found on
the development questions.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

from corpus import Document
from eval.systems.bm25 import tokens
from eval.systems.protocol import Found
from eval.systems.vectors import SentenceVectors
from indexing.sentences import split_sentences

SENTENCES = 3
"""How many an answer has."""
_FILE = "reader.json"
_SHORTEST = 3
"""Words that a sentence has at least; less is a heading or a torn end."""


@dataclass(frozen=True)
class Choice:
    """A sentence with the passage that it stands in, and how like the question it is, from 0 to 1."""

    text: str
    passage: int
    score: float


class Reader:
    """Chooses sentences."""

    def __init__(self, documents: Sequence[Document], vectors: SentenceVectors) -> None:
        self._texts = {document.id: document.text for document in documents}
        self._vectors = vectors

    def choose(self, question: str, passages: Sequence[Found]) -> list[Choice]:
        """The sentences that are most like the question, best first; repeats are left out."""
        found: dict[str, int] = {}
        for place, passage in enumerate(passages):
            text = self.text(passage)
            for start, end in split_sentences(text):
                if len(tokens(text[start:end])) >= _SHORTEST:
                    found.setdefault(text[start:end], place)
        scores = self._scores(question, list(found))
        choices = [Choice(text, found[text], score) for text, score in zip(found, scores, strict=True)]
        return sorted(choices, key=lambda choice: (-choice.score, choice.passage, choice.text))[:SENTENCES]

    def text(self, passage: Found) -> str:
        """What stands at a place; of a planted passage, which stands nowhere, its text."""
        return passage.text or "".join(self._texts[passage.document][slice(*span)] for span in passage.spans)

    def _scores(self, question: str, sentences: list[str]) -> list[float]:
        if not sentences:
            return []
        asked, *others = self._vectors.of([question, *sentences])
        return [
            round((max(0.0, float(asked @ vector)) + self._overlap(question, sentence)) / 2, 6)
            for sentence, vector in zip(sentences, others, strict=True)
        ]

    def _overlap(self, question: str, sentence: str) -> float:
        """Share of the question's words that the sentence has, rare ones counting more."""
        wanted, given = set(tokens(question)), set(tokens(sentence))
        weight = sum(self._rarity(word) for word in wanted)
        return sum(self._rarity(word) for word in wanted & given) / weight if weight else 0.0

    def _rarity(self, word: str) -> float:
        return log(1 + self._counts["\n"] / (1 + self._counts.get(word, 0)))

    @cached_property
    def _counts(self) -> dict[str, int]:
        """In how many lines of the texts each word stands; under "\\n", how many lines there are."""
        counts = {"\n": 0}
        for line in (line for text in self._texts.values() for line in text.splitlines() if line.strip()):
            counts["\n"] += 1
            for word in set(tokens(line)):
                counts[word] = counts.get(word, 0) + 1
        return counts


def best_threshold(scores: Sequence[float], answerable: Sequence[bool]) -> float:
    """The score that tells answerable questions from others best, by balanced accuracy; the lowest of equals.

    `scores` are those of the best sentence of each question.
    """
    candidates = sorted({*scores, 0.0})
    right, wrong = sum(answerable), len(answerable) - sum(answerable)

    def accuracy(threshold: float) -> float:
        kept = [a for score, a in zip(scores, answerable, strict=True) if score >= threshold]
        return sum(kept) / max(right, 1) + 1 - (len(kept) - sum(kept)) / max(wrong, 1)

    return max(candidates, key=lambda threshold: (accuracy(threshold), -threshold))


def save_threshold(threshold: float, folder: Path) -> None:
    """Keep the threshold beside the index."""
    (folder / _FILE).write_text(json.dumps({"threshold": threshold}) + "\n", encoding="utf-8")


def load_threshold(folder: Path) -> float | None:
    """The threshold that `save_threshold` kept."""
    file = folder / _FILE
    return float(json.loads(file.read_text(encoding="utf-8"))["threshold"]) if file.exists() else None
