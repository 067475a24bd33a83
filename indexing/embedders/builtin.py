"""The built-in bilingual embedder: no torch, no download.

A text's vector is the contextual encoder's (an ONNX graph) plus a share of the piece table's, which
knows rare words and names better; both lie in one space. How they were made is in
`indexing/training`, what they are good for in the card beside the weights.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.files import ModelFiles
from indexing.embedders.pieces import SignTable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "models" / "bilingual"
MAX_TOKENS = 256  # longer texts are cut


class BuiltinEmbedder:
    """Reads English and Chinese; each part of the model is loaded at its first use."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 0) -> None:
        """`threads` for the encoder; 0 lets ONNX Runtime use every core."""
        self._files = ModelFiles(folder, "model")
        self._threads = threads

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
        for place, encoding in enumerate(self._tokenizer.encode_batch(list(texts))):
            # One by one: activations are quantised over a whole batch, which would tie a text's
            # vector to its neighbours; on a CPU batches are no faster.
            ids = np.array([encoding.ids], np.int64)
            read = self._session.run(["vectors"], {"ids": ids})[0][0]
            vectors[place] = read + share * self._table.vector(texts[place])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._files.path("tokenizer.json")))
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = self._threads
        # The arena would keep the memory of the longest text for good.
        options.enable_cpu_mem_arena = False
        # Threads that wait by spinning take the cores from whoever else asks at the same time: with the
        # machine busy a question took half as long without, for half the processor time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = str(self._files.path("encoder.onnx"))
        return InferenceSession(path, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _table(self) -> SignTable:
        signs = np.load(self._files.path("signs.npy"), allow_pickle=False)
        weights = np.load(self._files.path("weights.npy"), allow_pickle=False).astype(np.float32)
        pieces = self._files.pieces()
        return SignTable(pieces, signs, weights, self._files.config["strange_weight"])
