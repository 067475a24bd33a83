"""The vectors of an index: the adapter to FAISS, which no other module knows.

Few vectors are searched exactly. More are searched through a graph (HNSW, Malkov and Yashunin 2018), which
finds nearly all of the nearest and keeps the vectors as they are. From some hundred thousand on, memory
counts: inverted lists of product-quantised vectors (IVF-PQ, Jégou et al. 2011) propose candidates, which
vectors of one byte a component then put in order.
"""

import math
from typing import Any, Literal, NamedTuple

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from indexing.errors import IndexCorrupt

faiss: Any = _faiss
"""Untyped, as its type stubs lack half of what it has."""

Kind = Literal["flat", "hnsw", "ivf-pq"]
Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

EXACT_BELOW = 50_000
"""From this many vectors on, a graph is searched: an exact search would take above ten milliseconds."""
GRAPH_BELOW = 300_000
"""From this many on, a graph would take above half a gigabyte, and an hour to build for a million."""
HNSW_LINKS = 32
HNSW_BUILD_EFFORT = 200
HNSW_SEARCH_EFFORT = 128
IVF_LISTS = 4.0
"""Lists for each root of the number of vectors, as FAISS's guidelines have it."""
IVF_PROBED = 1 / 7
"""Share of the lists that is searched, and LEAST_PROBED at least. On 60,000 synthetic vectors in 979 lists,
64 gave a recall@10 of 0.949, 128 of 0.977, 192 of 0.986; more than REFINED candidates changed nothing."""
LEAST_PROBED = 64
IVF_TRAINED_ON = 50
"""Vectors a list: more make the lists no better."""
PQ_COMPONENTS = 4
"""Components that share a byte."""
REFINED = 400
"""Candidates at least that are put in order by their better vectors."""
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
        """An index of `vectors`, shape `(count, dimension)`; the same for the same vectors."""
        data = np.ascontiguousarray(vectors, dtype=np.float32)
        make = _flat if len(data) < EXACT_BELOW else _graph if len(data) < GRAPH_BELOW else _lists
        return cls(make(data))

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
        if isinstance(self._index, faiss.IndexRefine):
            return "ivf-pq"
        return "hnsw" if isinstance(self._index, faiss.IndexHNSWFlat) else "flat"

    @property
    def count(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self) -> Floats:
        """All vectors, in the order of their rows; those of `ivf-pq` to two digits."""
        found: Floats = self._stored().reconstruct_n(0, self.count)
        return found

    def of_rows(self, rows: Rows) -> Floats:
        """The vectors of `rows`, shape `(len(rows), dimension)`."""
        found: Floats = self._stored().reconstruct_batch(rows)
        return found

    def search(self, vector: Floats, count: int, allowed: Rows | None = None) -> Neighbours:
        """The `count` rows nearest to `vector`, among `allowed` if given."""
        among = self.count if allowed is None else len(allowed)
        count = min(count, among)
        if count <= 0:
            return Neighbours(np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64))
        only = None if allowed is None else _selector(allowed, self.count)
        # A graph loses its way among few allowed rows, so these are always searched exactly.
        if self.kind == "flat" or among < EXACT_BELOW:
            return _found(self._stored(), vector, count, faiss.SearchParameters(sel=only))
        effort = math.ceil(self.count / among)
        if self.kind == "hnsw":
            reach = effort * max(HNSW_SEARCH_EFFORT, 2 * count)
            return _found(self._index, vector, count, faiss.SearchParametersHNSW(efSearch=reach, sel=only))
        lists = faiss.downcast_index(self._index.base_index).nlist
        reach = effort * max(LEAST_PROBED, int(IVF_PROBED * lists))
        probed = faiss.SearchParametersIVF(nprobe=min(lists, reach), sel=only)
        more = max(2.0, REFINED / count)
        chosen = faiss.IndexRefineSearchParameters(k_factor=more, base_index_params=probed)
        return _found(self._index, vector, count, chosen)

    def recall(self, neighbours: int = 10) -> float:
        """Which share of the exact nearest neighbours a search finds, over a fixed sample of the vectors,
        none counted as its own neighbour."""
        if self.kind == "flat" or self.count < 2:
            return 1.0
        rows = np.linspace(0, self.count - 1, min(SAMPLE, self.count), dtype=np.int64)
        wanted = min(neighbours + 1, self.count)
        shares = []
        for row, vector in zip(rows.tolist(), self.of_rows(rows), strict=True):
            exact = _found(self._stored(), vector, wanted, None)
            near = self.search(vector, wanted)
            # Counted by score, as equal vectors may stand for each other.
            kept = near.scores[near.rows != row] >= exact.scores[-1] - 1e-6
            shares.append(min(1.0, float(kept.sum()) / (wanted - 1)))
        return float(np.mean(shares))

    def _stored(self) -> Any:  # noqa: ANN401 (faiss has no types)
        """The part that holds the vectors and searches them exactly."""
        if self.kind == "flat":
            return self._index
        inside = self._index.storage if self.kind == "hnsw" else self._index.refine_index
        return faiss.downcast_index(inside)


def _flat(vectors: Floats) -> Any:  # noqa: ANN401
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def _graph(vectors: Floats) -> Any:  # noqa: ANN401
    index = faiss.IndexHNSWFlat(vectors.shape[1], HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = HNSW_BUILD_EFFORT
    threads = faiss.omp_get_max_threads()
    # Threads link vectors in an order of chance: the same vectors would give another graph each time.
    faiss.omp_set_num_threads(1)
    try:
        index.add(vectors)
    finally:
        faiss.omp_set_num_threads(threads)
    return index


def _lists(vectors: Floats) -> Any:  # noqa: ANN401
    count, dimension = vectors.shape
    lists = min(count, max(1, int(IVF_LISTS * math.sqrt(count))))
    parts = next(n for n in range(max(1, dimension // PQ_COMPONENTS), 0, -1) if dimension % n == 0)
    # np: no polysemous training, whose annealing takes far longer than all the rest.
    made_of = f"IVF{lists},PQ{parts}x8np,Refine(SQ8)"
    index = faiss.index_factory(dimension, made_of, faiss.METRIC_INNER_PRODUCT)
    sample = np.linspace(0, count - 1, min(count, IVF_TRAINED_ON * lists), dtype=np.int64)
    index.train(np.ascontiguousarray(vectors[sample]))
    # A byte's range is that of all vectors, or those outside the sample's would be cut.
    faiss.downcast_index(index.refine_index).train(vectors)
    index.add(vectors)
    return index


def _selector(allowed: Rows, count: int) -> Any:  # noqa: ANN401
    marks = np.zeros(count, dtype=bool)
    marks[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(marks, bitorder="little"))


def _found(index: Any, vector: Floats, count: int, params: Any) -> Neighbours:  # noqa: ANN401
    query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
    scores, rows = index.search(query, count, params=params)
    real = rows[0] >= 0
    return Neighbours(scores[0][real], rows[0][real])
