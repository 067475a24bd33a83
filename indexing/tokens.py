"""Token vectors of windows, one bit a dimension, as an index keeps them.

A sign a dimension keeps nearly all of what finding passages needs of token vectors (as Santhanam et al.
2022, ColBERTv2, found for residuals of one or two bits): 48 bytes a token in place of 1,536.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import Encoder

PLACE = np.dtype("<u2")
_SPREAD = np.sqrt(np.pi / 2)
"""What a normal variable is divided by to be its mean size: so the dot product of a unit vector with the
signs of another is about their cosine."""


@dataclass(frozen=True)
class WindowTokens:
    """The tokens of a window: their places in its text, shape `(tokens, 2)`, and the signs of their vectors,
    eight a byte, shape `(tokens, dimension / 8)`."""

    places: NDArray[np.uint16]
    signs: NDArray[np.uint8]


def bits_of(signs: NDArray[np.uint8], dimension: int) -> NDArray[np.float32]:
    """1 for each component above 0, else 0: shape `(tokens, dimension)`."""
    return np.unpackbits(signs, axis=1, count=dimension).astype(np.float32)


def cosines(vectors: NDArray[np.float32], signs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """About the cosine of each of the unit `vectors`, shape `(n, dimension)`, with each of the tokens whose
    `signs` these are: `(n, tokens)`."""
    size = vectors.shape[1]
    bits = bits_of(signs, size)
    scale = np.float32(_SPREAD / np.sqrt(size))
    # A sign is twice its bit less one.
    product = (2 * scale * vectors) @ bits.T
    product -= scale * vectors.sum(axis=1, keepdims=True)
    return np.asarray(product, np.float32)


def tokens_of(windows: Sequence[str], encoder: Encoder) -> Iterator[tuple[WindowTokens, frozenset[int]]]:
    """The tokens of each window, and the ids of those that stand in it."""
    for encoded in encoder.read_all(windows):
        signs = np.packbits(encoded.layers[0] > 0, axis=1)
        yield WindowTokens(encoded.places.astype(PLACE), signs), frozenset(encoded.ids.tolist())
