"""The store in one directory."""

import gc
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from indexing.analysis import terms
from indexing.build import build_index
from indexing.errors import IndexCorrupt
from indexing.passages import Filter
from indexing.store import vectors
from indexing.store.directory import DATABASE
from indexing.store.sqlite import MOST_TERMS, Weights, open_store
from tests.contracts.samples import crowded_world, small_world
from tests.contracts.store_contract import ALL, EMBEDDER, StoreContract, vector


def build(path, world, settings="settings"):
    build_index(path, world.structures, world.passages, world.documents, EMBEDDER, settings)


@pytest.fixture
def make(tmp_path):
    stores, numbers = [], count()

    def make_store(world):
        path = tmp_path / f"Füße 目录 {next(numbers)}%20?#"
        build(path, world)
        stores.append(open_store(path))
        return stores[-1]

    yield make_store
    for store in stores:
        store.close()


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def make_store(self, make):
        return make


class TestSqliteStoreWithGraph(StoreContract):
    """The same with the vector index of many vectors."""

    @pytest.fixture
    def make_store(self, make, monkeypatch):
        monkeypatch.setattr(vectors, "EXACT_BELOW", 2)
        return make


def test_weights_decide_between_text_and_context(tmp_path):
    build(tmp_path / "index", small_world())
    # "医学" stands in the text and the context of one passage only, "基础" in the context of both.
    for weights, equal in ((Weights(1.0, 0.0), True), (Weights(1.0, 2.0), False)):
        with open_store(tmp_path / "index", weights) as store:
            found = dict(store.match(terms("基础"), 5, ALL))
            assert (abs(found["zh:p1"]) < 1e-9) == equal


def test_the_terms_that_nothing_has_don_t_use_up_the_limit(make):
    many = [f"unheard{number}" for number in range(MOST_TERMS)]
    assert make(small_world()).match([*many, "biogpt"], 1, ALL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't remove open files")
def test_a_directory_deleted_in_mid_run_keeps_answering(tmp_path):
    path = tmp_path / "index"
    build(path, crowded_world(30))
    with open_store(path) as store:
        shutil.rmtree(path)

        def ask(_: int) -> object:
            found = store.nearest(vector("model"), 5, Filter(section="1 Part"))
            return store.passages([id for id, _ in found]), store.match(["model"], 5, ALL)

        expected = ask(0)
        assert len(expected[0]) == 5
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ask, range(40))) == [expected] * 40


def test_a_store_goes_on_while_the_index_is_replaced(tmp_path):
    path = tmp_path / "index"
    build(path, crowded_world(30))
    with open_store(path) as former:
        before = former.match(["model"], 5, ALL)
        build(path, small_world())
        assert former.match(["model"], 5, ALL) == before
        assert former.documents() == crowded_world(30).documents
    with open_store(path) as store:
        assert store.documents() == small_world().documents


def test_a_damaged_page_is_one_clear_error(tmp_path):
    path = tmp_path / "index"
    build(path, crowded_world(200))
    [database] = path.glob(f"*/{DATABASE}")
    data = bytearray(database.read_bytes())
    data[2 * 4096 :] = b"\xa5" * (len(data) - 2 * 4096)
    database.write_bytes(data)
    with pytest.raises(IndexCorrupt, match="Build it again with: medfm index build"):
        with open_store(path) as store:
            store.documents()
            store.match(["model"], 5, ALL)


def test_a_closed_store_says_so(tmp_path):
    build(tmp_path / "index", small_world())
    store = open_store(tmp_path / "index")
    store.close()
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.documents()


def test_a_store_that_is_forgotten_closes_its_files(tmp_path):
    build(tmp_path / "index", small_world())
    store = open_store(tmp_path / "index")
    connections = store._connections
    del store
    gc.collect()
    assert connections._closed
