"""Remembers the vectors of questions: retrieval and the choice of sentences both need the same one."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.protocol import Embedder

KEPT = 64


class RememberingEmbedder:
    """An embedder that embeds each of the last KEPT questions once. Safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        if not query or len(texts) != 1:
            return self._embedder.embed(texts, query=query)
        with self._lock:
            found = self._kept.get(texts[0])
        if found is None:
            found = self._embedder.embed(texts, query=True)
            with self._lock:
                self._kept[texts[0]] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return found
