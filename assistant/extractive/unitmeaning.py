"""How near units are to a question in meaning, by the vectors that the index already holds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Unit
from indexing.embedders.protocol import Embedder
from indexing.store.protocol import Store


class UnitMeaning:
    """Compares units with questions. A sentence is embedded anew only if no window of its passage holds it:
    embedding some sixty of them for each question would take longer than all the rest."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder

    def nearness(self, units: Sequence[Unit], question: str) -> list[float]:
        """The cosine of each unit, or of the window that holds it, with the question."""
        query = self.embedder.embed([question], query=True)[0]
        passages = {unit.hit.passage.id: unit.hit.passage for unit in units}
        vectors = self.store.window_vectors(list(passages))
        by_window = {
            id: list(zip(passage.windows, (vectors[id] @ query).tolist(), strict=True))
            for id, passage in passages.items()
        }
        found = [
            max((near for text, near in by_window[u.hit.passage.id] if u.text in text), default=None)
            for u in units
        ]
        missing = [i for i, near in enumerate(found) if near is None]
        anew = self._embedded([units[i].text for i in missing], query)
        placed = dict(zip(missing, anew, strict=True))
        return [placed[i] if near is None else near for i, near in enumerate(found)]

    def _embedded(self, texts: Sequence[str], query: NDArray[np.float32]) -> list[float]:
        return [float(near) for near in self.embedder.embed(texts) @ query] if texts else []
