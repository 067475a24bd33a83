"""What a text means, by the built-in bilingual model.

A text's vector is the contextual encoder's (an ONNX graph) plus a share of the piece table's, which
knows rare words better; both lie in one space.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexing.embedders.encoder import Encoder, Matrix
from indexing.embedders.pieces import SignTable
from indexing.embedders.unit import unit_rows


class MeaningEncoder:
    """Reads English and Chinese; each part of the model is loaded at its first use."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._files = encoder.files

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of one text or more, shape `(len(texts), hidden)`.

        Raises EmbedderError if the model's files are missing.
        """
        share = np.float32(self._files.config["table_share"])
        read = self._encoder.read_all(texts)
        found = [
            encoded.vector + share * self._table.vector(text)
            for encoded, text in zip(read, texts, strict=True)
        ]
        return unit_rows(np.array(found, np.float32))

    @cached_property
    def _table(self) -> SignTable:
        signs = np.load(self._files.path("signs.npy"), allow_pickle=False)
        weights = np.load(self._files.path("weights.npy"), allow_pickle=False).astype(np.float32)
        return SignTable(self._files.pieces(), signs, weights, self._files.config["strange_weight"])
