"""Tokens of windows as an index keeps them, their vectors with one bit a dimension.

A sign a dimension keeps nearly all of what finding passages needs of token vectors (as Santhanam et al.
2022, ColBERTv2, found for residuals of one or two bits): 48 bytes a token in place of 1,536. Two vectors are
kept: the one at the encoder's end, and the one in its middle, from which a reader of two texts goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import Encoder

ID = np.dtype("<u2")
PLACE = np.dtype("<u2")
_SPREAD = np.sqrt(np.pi / 2)
"""What a normal variable is divided by to be its mean size: so the dot product of a unit vector with the
signs of another is about their cosine."""


@dataclass(frozen=True)
class WindowTokens:
    """The tokens of a window: their ids in the encoder's vocabulary, shape `(tokens,)`, their places in its
    text, `(tokens, 2)`, and the signs of their vectors at the encoder's end and in its middle, eight a byte,
    `(tokens, dimension / 8)`."""

    ids: NDArray[np.uint16]
    places: NDArray[np.uint16]
    signs: NDArray[np.uint8]
    middle: NDArray[np.uint8]


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


def tokens_of(windows: Sequence[str], encoder: Encoder) -> Iterator[WindowTokens]:
    """The tokens of each window."""
    for encoded in encoder.read_all(windows):
        end, middle = (np.packbits(vectors > 0, axis=1) for vectors in encoded.layers)
        yield WindowTokens(encoded.ids.astype(ID), encoded.places.astype(PLACE), end, middle)
