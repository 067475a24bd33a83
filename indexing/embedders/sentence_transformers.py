"""Any model of the sentence-transformers kind, by its hub id or the path of its folder."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexing.errors import EmbedderError
from indexing.hub import Place, first_line, load, locate

_MAKERS = "sentence-transformers"
"""The library looks for bare names in its makers' organisation first, and so do we."""


class SentenceTransformerEmbedder:
    """Loads its model, and torch with it, when the first text comes. Threads may share it."""

    def __init__(self, id_or_path: str, device: str | None = None, batch_size: int = 32) -> None:
        self._id = id_or_path
        self._device = device
        self._batch_size = batch_size
        self._lock = Lock()
        self._place: Place | None = None
        self._loaded: Any = None

    @property
    def name(self) -> str:
        """The model's id or folder, and its commit or a hash of its files: `BAAI/bge-m3@5617a9f61b02`."""
        id = Path(self._id).resolve().name if Path(self._id).is_dir() else self._id
        return f"{id}@{self._located().version[:12]}"

    @property
    def dimension(self) -> int:
        return int(self._model().get_embedding_dimension())

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        model = self._model()
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        # These two add the prompts that the model's own configuration has for questions and passages.
        encode = model.encode_query if query else model.encode_document
        try:
            found = encode(list(texts), batch_size=self._batch_size, show_progress_bar=False)
        except (RuntimeError, ValueError, TypeError) as error:
            remedy = "If memory ran out, set a smaller batch size or the device cpu."
            raise EmbedderError(f"The model {self._id} failed: {first_line(error)}", remedy) from error
        # In float32 and here, as a model in half precision gives unit vectors only to three digits.
        vectors: NDArray[np.float32] = np.asarray(found, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths)) or not np.all(lengths > 0):
            raise EmbedderError(f"The model {self._id} gave a vector that is no direction.")
        return np.ascontiguousarray(vectors / lengths)

    def _located(self) -> Place:
        if self._place is None:
            self._place = locate(self._id, _MAKERS)
        return self._place

    def _model(self) -> Any:  # noqa: ANN401 (the library is only imported here)
        with self._lock:
            if self._loaded is None:
                self._loaded = load(
                    "SentenceTransformer",
                    self._id,
                    self._located(),
                    self._device,
                    "a model for sentence-transformers",
                )
            return self._loaded
