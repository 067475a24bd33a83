"""An embedder without a model: terms hashed into a fixed number of dimensions.

It finds shared words only. Tests use it, and it is the last resort where no model can be had.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import terms


class HashingEmbedder:
    """Each term adds or takes the root of its count in one dimension."""

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        return f"hashing:{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for term, count in Counter(terms(text)).items():
                number = _number(term)
                vector[(number >> 1) % self._dimension] += (1 if number & 1 else -1) * count**0.5
            length = np.linalg.norm(vector)
            # A text without terms must still be a unit vector.
            vector[:] = vector / length if length else np.eye(1, self._dimension, dtype=np.float32)[0]
        return vectors


@lru_cache(maxsize=100_000)
def _number(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest())
