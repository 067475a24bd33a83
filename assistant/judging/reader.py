"""Reads texts token by token with the built-in encoder."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.judging.alignment import Reading
from assistant.judging.wording import CLAUSE_END
from indexing.analysis import words
from indexing.embedders.encoder import MAX_TOKENS, Encoded, Encoder, Matrix
from indexing.embedders.protocol import Embedder
from indexing.sentences import split_sentences

LONGEST = MAX_TOKENS - 2
"""Tokens of a text that are read, without the two that open and close it."""
_CACHED = 512


class TokenReader:
    """Token vectors of texts; the encoder is loaded at the first one. Threads may share it."""

    def __init__(self, encoder: Encoder, rarity: Matrix, words: Embedder) -> None:
        """`rarity` has a value from 0 to 1 for each token of the encoder's vocabulary, `words` reads
        words without context."""
        self._encoder = encoder
        self._rarity = rarity
        self._words = words
        self._cached = lru_cache(maxsize=_CACHED)(self._read)

    def read(self, text: str) -> Reading:
        """The tokens of `text`, cut at LONGEST. Raises EmbedderError if the encoder's files are missing."""
        return self._cached(text)

    def read_best(self, text: str, claim: str) -> Reading:
        """The tokens of `text`; where it is too long, of the sentences that share most words with `claim`."""
        return self.read(text if self._fits(text) else self._best_part(text, frozenset(words(claim))))

    def _fits(self, text: str) -> bool:
        return len(text) <= LONGEST or self._encoder.length(text) <= LONGEST

    def _best_part(self, text: str, wanted: frozenset[str]) -> str:
        """Sentences of `text` in its order, those with most of the `wanted` words first come."""
        sentences = [text[start:end] for start, end in split_sentences(text)]
        order = sorted(
            range(len(sentences)),
            key=lambda place: (-len(wanted.intersection(words(sentences[place]))), place),
        )
        room = LONGEST
        kept: list[int] = []
        for place in order:
            length = self._encoder.length(sentences[place])
            if length <= room or not kept:
                kept.append(place)
                room -= length
            if room <= 0:
                break
        return " ".join(sentences[place] for place in sorted(kept))

    def _read(self, text: str) -> Reading:
        encoded = self._encoder.read(text)
        starts = encoded.places[:, 0]
        last, middle = encoded.layers
        return Reading(
            ids=encoded.ids,
            sentence=_numbered(starts, [end for _, end in split_sentences(text)]),
            clause=_numbered(starts, [match.end() for match in CLAUSE_END.finditer(text)]),
            rarity=self._rarity[encoded.ids],
            last=last,
            middle=middle,
            word=self._words.embed(words_of(encoded, text)),
        )


def words_of(encoded: Encoded, text: str) -> list[str]:
    """For each token the word that it is a part of; the pieces of Chinese runs are words themselves."""
    places = [(int(start), int(end)) for start, end in encoded.places]
    bounds: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoded.words, places, strict=True):
        first, _ = bounds.get(word, (start, end))
        bounds[word] = (first, end)
    return [
        "" if word is None else text[slice(*(bounds[word] if text[start:end].isascii() else (start, end)))]
        for word, (start, end) in zip(encoded.words, places, strict=True)
    ]


def _numbered(starts: NDArray[np.int64], ends: Sequence[int]) -> NDArray[np.int64]:
    """In which of the pieces that end at `ends` each token starts."""
    return np.searchsorted(np.array(ends, np.int64), starts, side="right").astype(np.int64)
