"""Plain BM25 over the quick start's chunks: English words, Chinese bigrams."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus import Document
from eval.systems import chunks
from eval.systems.protocol import Found

_WORD = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]+")


class Bm25:
    """BM25 of the rank_bm25 package, which can't be stored and is therefore made again when opened."""

    name = "bm25"
    default_k = 5
    models: tuple[Path, ...] = ()

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        """Store the chunks."""
        chunks.save(chunks.split(documents), self._folder)

    def search(self, question: str, k: int) -> list[Found]:
        """The chunks with the best scores; ties in text order."""
        scores = self._index.get_scores(tokens(question))
        best = sorted(range(len(scores)), key=lambda number: (-scores[number], number))[:k]
        return [self._chunks[number].found for number in best if scores[number] > 0]

    @cached_property
    def _chunks(self) -> list[chunks.Chunk]:
        return chunks.load(self._folder)

    @cached_property
    def _index(self) -> Any:  # noqa: ANN401  # an optional package's type
        from rank_bm25 import BM25Okapi

        return BM25Okapi([tokens(chunk.text) for chunk in self._chunks])


def tokens(text: str) -> list[str]:
    """Lower-case words; a run of Chinese as its overlapping bigrams, or as itself when of one character."""
    found: list[str] = []
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if "\u3400" <= word[0] <= "\u9fff" and len(word) > 1:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word)
    return found
