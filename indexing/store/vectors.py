"""The vectors of an index: the adapter to FAISS, which no other module knows.

Few vectors are searched exactly; many through a graph (HNSW), which finds nearly all of the nearest.
"""

from typing import Any, Literal, NamedTuple

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from indexing.errors import IndexCorrupt

faiss: Any = _faiss
"""Untyped, as its type stubs lack half of what it has."""

Kind = Literal["flat", "hnsw"]
Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

EXACT_BELOW = 50_000
"""From this many vectors on, a graph is searched: an exact search would take above ten milliseconds."""
HNSW_LINKS = 32
HNSW_BUILD_EFFORT = 200
HNSW_SEARCH_EFFORT = 128
SAMPLE = 100


class Neighbours(NamedTuple):
    """Rows by falling score; `rows` are fewer than asked for only if there are no more."""

    scores: Floats
    rows: Rows


class VectorIndex:
    """Unit vectors in rows from 0, searched by inner product."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 (faiss has no types)
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> "VectorIndex":
        """An index of `vectors`, shape `(count, dimension)`."""
        count, dimension = vectors.shape
        if count < EXACT_BELOW:
            index = faiss.IndexFlatIP(dimension)
            index.add(np.ascontiguousarray(vectors))
            return cls(index)
        index = faiss.IndexHNSWFlat(dimension, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = HNSW_BUILD_EFFORT
        threads = faiss.omp_get_max_threads()
        # Threads link vectors in an order of chance: the same vectors would give another graph each time.
        faiss.omp_set_num_threads(1)
        try:
            index.add(np.ascontiguousarray(vectors))
        finally:
            faiss.omp_set_num_threads(threads)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> "VectorIndex":
        """Read what `to_bytes` gave. Raises IndexCorrupt."""
        try:
            return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
        except (RuntimeError, ValueError, MemoryError) as error:
            raise IndexCorrupt("The vectors of the index can't be read: they are damaged.") from error

    def to_bytes(self) -> bytes:
        """The index as it is kept in a file."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    @property
    def kind(self) -> Kind:
        return "hnsw" if isinstance(self._index, faiss.IndexHNSWFlat) else "flat"

    @property
    def count(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self) -> Floats:
        """All vectors, in the order of their rows."""
        found: Floats = self._flat().reconstruct_n(0, self.count)
        return found

    def of_rows(self, rows: Rows) -> Floats:
        """The vectors of `rows`, shape `(len(rows), dimension)`."""
        found: Floats = self._flat().reconstruct_batch(rows)
        return found

    def search(self, vector: Floats, count: int, allowed: Rows | None = None) -> Neighbours:
        """The `count` rows nearest to `vector`, among `allowed` if given."""
        count = min(count, self.count if allowed is None else len(allowed))
        if count <= 0:
            return Neighbours(np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64))
        if allowed is not None:
            # A graph loses its way among few allowed rows, so these are always searched exactly.
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))
            return _found(self._flat(), vector, count, chosen)
        if self.kind == "hnsw":
            effort = faiss.SearchParametersHNSW(efSearch=max(HNSW_SEARCH_EFFORT, 2 * count))
            return _found(self._index, vector, count, effort)
        return _found(self._index, vector, count, None)

    def recall(self, neighbours: int = 10) -> float:
        """Which share of the exact nearest neighbours a search finds, over a fixed sample of the vectors."""
        if self.kind == "flat" or not self.count:
            return 1.0
        rows = np.linspace(0, self.count - 1, min(SAMPLE, self.count), dtype=np.int64)
        shares = []
        for row in rows:
            vector = self._flat().reconstruct(int(row))
            exact = _found(self._flat(), vector, min(neighbours, self.count), None)
            near = self.search(vector, neighbours)
            # Counted by score, as equal vectors may stand for each other.
            shares.append(float(np.mean(near.scores >= exact.scores[-1] - 1e-6)))
        return float(np.mean(shares))

    def _flat(self) -> Any:  # noqa: ANN401 (faiss has no types)
        return self._index if self.kind == "flat" else faiss.downcast_index(self._index.storage)


def _found(index: Any, vector: Floats, count: int, params: Any) -> Neighbours:  # noqa: ANN401
    query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
    scores, rows = index.search(query, count, params=params)
    real = rows[0] >= 0
    return Neighbours(scores[0][real], rows[0][real])
