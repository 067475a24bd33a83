"""Word-level evidence for the built-in embedder: a table of pieces, one bit a dimension.

Pieces are English word pieces (greedy longest match over lower-cased words, as BERT's) and every
run of one to three Chinese characters that the table knows, overlaps included. A piece's row keeps
only the signs of its trained vector and one weight: sums over a text lose next to nothing by it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
LONGEST_RUN = 3  # characters
_UNITS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Found:
    """Rows of the known pieces of a text, in order, and its pairs of Chinese characters that are unknown."""

    rows: list[int]
    strange: list[str]


class PieceTokenizer:
    """Finds the pieces of a table in texts."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._rows = {piece: row for row, piece in enumerate(pieces)}
        self._word = lru_cache(maxsize=50_000)(self._split_word)

    def find(self, text: str) -> Found:
        """The pieces of `text`."""
        found = Found([], [])
        for unit in _UNITS.finditer(normalise(text)):
            if unit.lastgroup == "word":
                found.rows.extend(self._word(unit.group()))
                continue
            for run in runs(unit.group()):
                if run in self._rows:
                    found.rows.append(self._rows[run])
                elif len(run) == 2:
                    found.strange.append(run)
        return found

    def _split_word(self, word: str) -> tuple[int, ...]:
        found, start, word = [], 0, word[:_LONGEST_WORD]
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                row = self._rows.get(prefix + word[start:end])
                if row is not None:
                    found.append(row)
                    start = end
                    break
            else:
                start += 1
        return tuple(found)


class SignTable:
    """Vectors of texts as sums of their pieces' signs.

    `signs` is (pieces, dimension / 8) uint8, a bit set where a component is positive; `weights` is
    (pieces,), the mean size of a component.
    """

    def __init__(
        self, pieces: Sequence[str], signs: NDArray[np.uint8], weights: NDArray[np.floating], strange: float
    ) -> None:
        """`strange` is the length given to a pair of characters that the table does not know."""
        self._tokenizer = PieceTokenizer(pieces)
        self._signs = signs
        self._weights = weights
        self._strange = strange / np.sqrt(8 * signs.shape[1])

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector of `text`, shape (dimension,); zero if it has no piece."""
        found = self._tokenizer.find(text)
        signs = [self._signs[found.rows]]
        signs += [strange_signs(pair, self._signs.shape[1])[None] for pair in found.strange]
        bits = np.unpackbits(np.concatenate(signs), axis=1).astype(np.float32)
        weights = np.full(len(bits), self._strange, np.float32)
        weights[: len(found.rows)] = self._weights[found.rows]
        total = weights @ (2 * bits - 1)
        unit: NDArray[np.float32] = total / max(float(np.linalg.norm(total)), 1e-12)
        return unit


@lru_cache(maxsize=50_000)
def strange_signs(pair: str, size: int) -> NDArray[np.uint8]:
    """Random signs, `size` bytes, the same whenever the pair turns up: equal unknown names still match."""
    return np.frombuffer(hashlib.shake_128(pair.encode()).digest(size), np.uint8)


def runs(han: str) -> list[str]:
    """All runs of one to three characters within `han`."""
    starts = range(len(han))
    return [han[i : i + n] for i in starts for n in range(1, LONGEST_RUN + 1) if i + n <= len(han)]


def normalise(text: str) -> str:
    """Compatibility form, lower case, no accents: what BERT's uncased vocabulary expects."""
    plain = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in plain if not unicodedata.combining(c))
