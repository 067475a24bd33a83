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


def test_no_vectors(kind):
    index = VectorIndex.of(np.empty((0, 8), dtype=np.float32))
    assert index.search(np.ones(8, dtype=np.float32), 3).rows.tolist() == []
    assert (index.recall(), len(index.vectors())) == (1.0, 0)


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[: len(d) // 2], lambda d: b"not faiss" + d])
def test_damaged_bytes_are_one_clear_error(damage):
    with pytest.raises(IndexCorrupt, match="damaged"):
        VectorIndex.from_bytes(damage(VectorIndex.of(unit_rows(20)).to_bytes()))
