"""The built-in bilingual embedder: no torch, no download.

A vector says what a text means, on the principal axes of the model's space, and what it names. How the
model was made is in `indexing/training`, what it is good for in the card beside the weights.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import MODEL_FOLDER, Encoder, load_encoder
from indexing.embedders.meaning import MeaningEncoder
from indexing.embedders.names import NameHasher, NameSettings, join
from indexing.embedders.unit import unit_rows


class BuiltinEmbedder:
    """Reads English and Chinese; each part of the model is loaded at its first use."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        encoder = load_encoder() if folder == MODEL_FOLDER else Encoder(folder, layers=())
        self._meaning = MeaningEncoder(encoder)
        self._files = encoder.files

    @property
    def name(self) -> str:
        """Names the model, its version and its weights."""
        return self._files.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._files.dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), unit rows.

        Raises EmbedderError if the model's files are missing.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        # One by one: a product of matrices adds up in another order than one of a vector.
        meanings = unit_rows(np.stack([vector @ self._axes for vector in self._meaning.vectors(texts)]))
        names = self._names.vectors(texts, query=query)
        return join(meanings, names, self._name_settings.weight, query=query)

    @cached_property
    def _axes(self) -> NDArray[np.float32]:
        # Bytes, of one scale, which the vectors' own lengths make up for.
        axes: NDArray[np.int8] = np.load(self._files.path("axes.npy"), allow_pickle=False)
        return axes.astype(np.float32)

    @cached_property
    def _names(self) -> NameHasher:
        return NameHasher(self._files.pieces(), self._name_settings)

    @cached_property
    def _name_settings(self) -> NameSettings:
        return NameSettings(**self._files.config["names"])
