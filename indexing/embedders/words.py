"""Vectors of single words in both languages, for telling which words mean the same.

The static bilingual space of the recipe (`indexing.training.static`), four bits a component: a word
is the sum of its pieces' rows. Thousands of words take milliseconds, where the built-in embedder
would read each in its context that isn't there. For passages and questions use the embedder.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.files import ModelFiles
from indexing.embedders.pieces import PieceTokenizer
from indexing.embedders.unit import unit_rows

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "models" / "words"
_CHUNK = 2048  # words at a time: bounds the memory


class WordEmbedder:
    """Reads English and Chinese words; the table is loaded at the first use."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._files = ModelFiles(folder, "word table")

    @property
    def name(self) -> str:
        """Names the table and its version."""
        return self._files.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._files.dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), unit rows; zero for one without known piece.

        Raises EmbedderError if the table's files are missing.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _CHUNK):
            rows = [self._tokenizer.find(text).rows for text in texts[start : start + _CHUNK]]
            known = [place for place, found in enumerate(rows) if found]
            if known:
                flat = np.concatenate([rows[place] for place in known])
                starts = np.cumsum([0, *(len(rows[place]) for place in known[:-1])])
                vectors[start + np.array(known)] = np.add.reduceat(self._rows(flat), starts, axis=0)
        return unit_rows(vectors)

    def _rows(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows as floats, shape (len(rows), dimension)."""
        packed, scales = self._table
        return unpack(packed[rows]).astype(np.float32) * scales[rows, None]

    @cached_property
    def _tokenizer(self) -> PieceTokenizer:
        return PieceTokenizer(self._files.pieces())

    @cached_property
    def _table(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        packed = np.load(self._files.path("rows.npy"), mmap_mode="r", allow_pickle=False)
        return packed, np.load(self._files.path("scales.npy"), allow_pickle=False).astype(np.float32)


def pack(levels: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Two components a byte: (n, d) of -7 to 7 gives (n, d / 2)."""
    shifted = (levels + 8).astype(np.uint8)
    return (shifted[:, 0::2] * 16 + shifted[:, 1::2]).astype(np.uint8)


def unpack(packed: NDArray[np.uint8]) -> NDArray[np.int8]:
    """The reverse of `pack`."""
    levels = np.empty((len(packed), 2 * packed.shape[1]), np.int8)
    levels[:, 0::2] = (packed >> 4).astype(np.int8) - 8
    levels[:, 1::2] = (packed & 15).astype(np.int8) - 8
    return levels
