"""The adapter to FAISS."""

import numpy as np
import pytest

from indexing.errors import IndexCorrupt
from indexing.store import vectors
from indexing.store.vectors import VectorIndex


def unit_rows(count: int, dimension: int = 32) -> np.ndarray:
    found = np.random.default_rng(5).standard_normal((count, dimension)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture(params=["flat", "hnsw"])
def kind(request, monkeypatch):
    if request.param == "hnsw":
        monkeypatch.setattr(vectors, "EXACT_BELOW", 10)
    return request.param


@pytest.fixture
def many(monkeypatch):
    """As if few vectors were many."""
    monkeypatch.setattr(vectors, "EXACT_BELOW", 10)
    monkeypatch.setattr(vectors, "GRAPH_BELOW", 10)
    monkeypatch.setattr(vectors, "IVF_LISTS", 0.5)


def test_finds_the_nearest_by_inner_product(kind):
    index = VectorIndex.of(np.eye(16, dtype=np.float32))
    asked = np.zeros(16, dtype=np.float32)
    asked[[3, 9]] = 0.8, 0.6
    assert index.kind == kind
    found = index.search(asked, 2)
    assert found.rows.tolist() == [3, 9]
    assert found.scores.tolist() == pytest.approx([0.8, 0.6])


def test_only_allowed_rows_are_found_and_all_of_them(kind):
    rows = unit_rows(500)
    index = VectorIndex.of(rows)
    allowed = np.array([7, 400, 33], dtype=np.int64)
    expected = allowed[np.argsort(-(rows[allowed] @ rows[0]))]
    assert index.search(rows[0], 10, allowed).rows.tolist() == expected.tolist()
    assert index.search(rows[0], 10, allowed[:0]).rows.tolist() == []


def test_asking_for_more_than_there_is_gives_all(kind):
    rows = unit_rows(50)
    assert sorted(VectorIndex.of(rows).search(rows[0], 1000).rows.tolist()) == list(range(50))


def test_comes_back_from_bytes_and_is_the_same_each_time(kind):
    rows = unit_rows(3000)
    data = VectorIndex.of(rows).to_bytes()
    assert VectorIndex.of(rows).to_bytes() == data
    index = VectorIndex.from_bytes(data)
    assert (index.kind, index.count, index.dimension) == (kind, 3000, 32)
    np.testing.assert_array_equal(index.vectors(), rows)
    assert index.search(rows[5], 3).rows[0] == 5


def test_a_graph_finds_nearly_all_and_says_so(kind):
    assert VectorIndex.of(unit_rows(2000)).recall() >= (1.0 if kind == "flat" else 0.97)


@pytest.mark.parametrize(("count", "kind"), [(99, "flat"), (100, "hnsw"), (399, "hnsw"), (400, "ivf-pq")])
def test_the_search_is_chosen_by_size(count, kind, monkeypatch):
    monkeypatch.setattr(vectors, "EXACT_BELOW", 100)
    monkeypatch.setattr(vectors, "GRAPH_BELOW", 400)
    assert VectorIndex.of(unit_rows(count)).kind == kind


def test_compressed_lists_take_less_room_and_find_nearly_all(many):
    rows = unit_rows(3000)
    data = VectorIndex.of(rows).to_bytes()
    assert VectorIndex.of(rows).to_bytes() == data
    index = VectorIndex.from_bytes(data)
    assert (index.kind, index.count, index.dimension) == ("ivf-pq", 3000, 32)
    # 32 bytes for a vector, 8 for its codes and 8 for its number, where plain ones take 128.
    assert len(data) < 3000 * 64
    assert index.recall() >= 0.97
    asked = unit_rows(3100)[3000:]
    exact = np.argsort(-(asked @ rows.T), axis=1)[:, :10]
    found = [index.search(vector, 10).rows.tolist() for vector in asked]
    shares = [len({*near} & {*best}) / 10 for near, best in zip(found, exact.tolist(), strict=True)]
    assert np.mean(shares) >= 0.95
    assert np.all(np.sum(index.vectors() * rows, axis=1) > 0.99)
    np.testing.assert_array_equal(index.of_rows(np.array([7, 3])), index.vectors()[[7, 3]])


@pytest.mark.parametrize("compressed", [False, True])
def test_many_allowed_rows_are_searched_by_the_index_itself(compressed, many, monkeypatch):
    if not compressed:
        monkeypatch.setattr(vectors, "GRAPH_BELOW", 10_000)
    rows = unit_rows(3000)
    index = VectorIndex.of(rows)
    allowed = np.arange(0, 3000, 3)
    searched = []
    monkeypatch.setattr(vectors, "_found", lambda *given: searched.append(given[0]) or found(*given))
    exact = allowed[np.argsort(-(rows[allowed] @ rows[1]))[:20]]
    near = index.search(rows[1], 20, allowed).rows
    assert searched == [index._index]
    assert len({*near.tolist()} & {*exact.tolist()}) >= 19


found = vectors._found


def test_no_vectors(kind):
    index = VectorIndex.of(np.empty((0, 8), dtype=np.float32))
    assert index.search(np.ones(8, dtype=np.float32), 3).rows.tolist() == []
    assert (index.recall(), len(index.vectors())) == (1.0, 0)


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[: len(d) // 2], lambda d: b"not faiss" + d])
def test_damaged_bytes_are_one_clear_error(damage):
    with pytest.raises(IndexCorrupt, match="damaged"):
        VectorIndex.from_bytes(damage(VectorIndex.of(unit_rows(20)).to_bytes()))
