"""The built-in bilingual embedder: no torch, no download.

A text's vector is the contextual encoder's (an ONNX graph) plus a share of the piece table's, which
knows rare words and names better; both lie in one space. How they were made is in
`indexing/training`, what they are good for in the card beside the weights.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import MODEL_FOLDER, Encoder, load_encoder
from indexing.embedders.pieces import SignTable


class BuiltinEmbedder:
    """Reads English and Chinese; each part of the model is loaded at its first use."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._encoder = load_encoder() if folder == MODEL_FOLDER else Encoder(folder, layers=())
        self._files = self._encoder.files

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

        Questions and passages are treated alike. Raises EmbedderError if the model's files are missing.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        share = np.float32(self._files.config["table_share"])
        for place, text in enumerate(texts):
            vectors[place] = self._encoder.read(text).vector + share * self._table.vector(text)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    @cached_property
    def _table(self) -> SignTable:
        signs = np.load(self._files.path("signs.npy"), allow_pickle=False)
        weights = np.load(self._files.path("weights.npy"), allow_pickle=False).astype(np.float32)
        pieces = self._files.pieces()
        return SignTable(pieces, signs, weights, self._files.config["strange_weight"])
