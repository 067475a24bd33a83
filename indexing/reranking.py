"""Rerankers: models that read a question together with each passage, and so judge better but slower.

None is built in; one is used when the user names it.
"""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexing.errors import EmbedderError
from indexing.hub import Place, first_line, load, locate
from indexing.passages import Hit

RERANKED = 30
"""How many of the best hits are read again; a better passage below them is rare and reading is slow."""
RERANKER = "reranker"
"""The key of its ranks and scores in a hit."""
_MAKERS = "cross-encoder"


class Reranker(Protocol):
    """Judges how well texts answer a question."""

    def rank(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """A score from 0 to 1 for each text. Raises indexing.errors.EmbedderError when the model can't."""


class CrossEncoderReranker:
    """Any cross-encoder with one score, by its hub id or the path of its folder.

    Looks for the model at once, so that a wrong name is told before anything is asked; loads it, and torch
    with it, when the first question comes. Threads may share it.
    """

    def __init__(self, id_or_path: str, device: str | None = None, batch_size: int = 16) -> None:
        self._id = id_or_path
        self._device = device
        self._batch_size = batch_size
        self._place = locate(id_or_path, _MAKERS)
        self._lock = Lock()
        self._loaded: Any = None

    def rank(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty(0, dtype=np.float32)
        model = self._model()
        # Some models are saved without a sigmoid, but scores must be comparable with each other and bounded.
        sigmoid = import_module("torch").nn.Sigmoid()
        pairs = [(question, text) for text in texts]
        try:
            found = model.predict(
                pairs, batch_size=self._batch_size, activation_fn=sigmoid, show_progress_bar=False
            )
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            remedy = "If memory ran out, set fewer passages or the device cpu."
            raise EmbedderError(f"The reranker {self._id} failed: {first_line(error)}", remedy) from error
        scores: NDArray[np.float32] = np.asarray(found, dtype=np.float32)
        if scores.shape != (len(texts),) or not np.all(np.isfinite(scores)):
            raise EmbedderError(f"The reranker {self._id} gave something that is no score.")
        return scores

    def _model(self) -> Any:  # noqa: ANN401 (the library is only imported here)
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._id, self._place, self._device)
            return self._loaded


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """`hits` with the first RERANKED in the reranker's order.

    A hit keeps its fused score, which confidence is fitted to; the reranker's stands beside it.
    """
    first = hits[:RERANKED]
    texts = [f"{hit.passage.context}\n{hit.passage.reading}" for hit in first]
    judged = zip(reranker.rank(question, texts).tolist(), first, strict=True)
    ordered = sorted(judged, key=lambda pair: (-pair[0], pair[1].passage.id))
    return [_judged(hit, rank, score) for rank, (score, hit) in enumerate(ordered, 1)] + list(hits[RERANKED:])


def _judged(hit: Hit, rank: int, score: float) -> Hit:
    return replace(hit, ranks={**hit.ranks, RERANKER: rank}, scores={**hit.scores, RERANKER: score})


def _load(id: str, place: Place, device: str | None) -> Any:  # noqa: ANN401 (see CrossEncoderReranker._model)
    model = load("CrossEncoder", id, place, device, "a cross-encoder")
    if model.num_labels != 1:
        message = f"The model {id} gives {model.num_labels} labels, where a reranker gives one score."
        raise EmbedderError(message, "Name a cross-encoder made for retrieval.")
    return model
