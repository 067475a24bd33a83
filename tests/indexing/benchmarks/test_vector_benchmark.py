"""The benchmark of the vector index, on few vectors."""

import numpy as np
import pytest

from indexing.benchmarks.vectors import Clusters, exact_neighbours, main, measure
from indexing.store import vectors


def test_drawn_vectors_are_clustered_unit_vectors_and_the_same_each_time():
    drawn = Clusters(2000, 384, seed=1).draw(2000)
    np.testing.assert_array_equal(drawn, Clusters(2000, 384, seed=1).draw(2000))
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), 1, atol=1e-5)
    cosines = drawn @ drawn.T - 2 * np.eye(2000)
    # Real ones: 0.14 on average, 0.70 the nearest, 0.55 the tenth.
    assert 0.05 < np.mean(cosines) < 0.25
    tenth = np.sort(cosines, axis=1)[:, -10]
    assert 0.4 < np.mean(tenth) < np.mean(cosines.max(axis=1)) < 0.8


def test_exact_neighbours_over_several_blocks(monkeypatch):
    monkeypatch.setattr("indexing.benchmarks.vectors._BLOCK", 2)
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [-1, 0]], dtype=np.float32)
    found = exact_neighbours(rows, rows[:2], 3)
    np.testing.assert_allclose(found, [[1, 0.8, 0.6], [1, 0.8, 0.6]], atol=1e-6)


@pytest.mark.parametrize("kind", ["flat", "hnsw", "ivf-pq"])
def test_each_kind_finds_its_neighbours(kind, monkeypatch):
    monkeypatch.setattr(vectors, "EXACT_BELOW", 5000 if kind == "flat" else 100)
    monkeypatch.setattr(vectors, "GRAPH_BELOW", 100 if kind == "ivf-pq" else 5000)
    monkeypatch.setattr(vectors, "IVF_LISTS", 0.5)
    measured = measure(1500, 16, 30, seed=0)
    assert measured.kind == kind
    assert measured.recall >= 0.95
    assert 0 < measured.p50 <= measured.p95


def test_prints_a_row_a_size(capsys):
    assert main(["--sizes", "50", "60", "--queries", "3", "--dimension", "8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["50", "60"]
    assert all("| flat |" in line and line.endswith("| 1.000 |") for line in lines[2:])
