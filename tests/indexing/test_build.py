"""Building an index."""

import numpy as np
import pytest

from indexing.analysis import query_terms
from indexing.build import BATCH, build_index
from indexing.embedders.hashing import HashingEmbedder
from indexing.errors import EmbedderError, IndexMissing
from indexing.passages import Filter
from indexing.store.sqlite import open_store
from tests.contracts.samples import World, crowded_world, document_of, small_world


def build(path, world, embedder=None, settings="s", progress=None):
    embedder = embedder or HashingEmbedder()
    build_index(path, world.structures, world.passages, world.documents, embedder, settings, progress)


def fingerprint(path, *values):
    build(path, *values)
    with open_store(path) as store:
        return store.fingerprint


def test_the_fingerprint_is_that_of_what_goes_in(tmp_path):
    world = small_world()
    first = fingerprint(tmp_path / "a", world)
    assert fingerprint(tmp_path / "b", world) == first
    retitled = World(
        (document_of("en-2024", world.documents[0].text, title="x"), *world.documents[1:]), (), ()
    )
    others = [
        fingerprint(tmp_path / "c", World(world.documents, world.structures, world.passages[1:])),
        fingerprint(tmp_path / "d", World(world.documents, world.structures[:1], world.passages)),
        fingerprint(tmp_path / "e", World(world.documents[::-1], world.structures, world.passages)),
        fingerprint(tmp_path / "f", retitled),
        fingerprint(tmp_path / "g", world, HashingEmbedder(64)),
        fingerprint(tmp_path / "h", world, HashingEmbedder(), "other settings"),
    ]
    assert len({first, *others}) == 7


def test_the_same_index_is_the_same_bytes_but_for_its_date(tmp_path):
    files = []
    for name in ("a", "b"):
        build(tmp_path / name, crowded_world(40))
        files.append(
            {f.name: f.read_bytes() for f in (tmp_path / name).glob("index-*/*") if f.suffix != ".json"}
        )
    assert files[0] == files[1]


def test_tells_its_progress(tmp_path):
    told = []
    world = crowded_world(BATCH + 1)
    build(tmp_path / "index", world, progress=lambda *step: told.append(step))
    windows = sum(len(passage.windows) for passage in world.passages)
    for step, total in (("embedding", windows), ("full text", BATCH + 1)):
        done = [d for s, d, t in told if s == step and t == total]
        assert done[0] == 0 and done[-1] == total and done == sorted(done) and len(done) >= 3


class Odd(HashingEmbedder):
    """Gives whatever `spoil` makes of the right vectors."""

    def __init__(self, spoil):
        super().__init__()
        self.spoil = spoil

    def embed(self, texts, *, query=False):
        return self.spoil(super().embed(texts, query=query))


def fail(_):
    raise OSError("connection reset")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda v: v[:, :-1], "wrong shape"),
        (lambda v: v[:-1], "wrong shape"),
        (lambda v: v * 2, "not of unit length"),
        (lambda v: v * np.nan, "not of unit length"),
        (fail, "hashing:256 failed: connection reset"),
    ],
)
def test_an_embedder_that_misbehaves_is_named_and_no_index_is_made(tmp_path, spoil, says):
    with pytest.raises(EmbedderError, match=says):
        build(tmp_path / "index", small_world(), Odd(spoil))
    with pytest.raises(IndexMissing):
        open_store(tmp_path / "index")


def test_a_text_that_an_embedder_knows_nothing_of_is_no_trouble(tmp_path):
    build(tmp_path / "index", small_world(), Odd(np.zeros_like))
    with open_store(tmp_path / "index") as store:
        assert store.passage_count() == 5


def test_all_passages_are_found_by_their_own_words(tmp_path):
    world = small_world()
    build(tmp_path / "index", world)
    with open_store(tmp_path / "index") as store:
        for passage in world.passages:
            [(nearest, _)] = store.nearest(HashingEmbedder().embed([passage.windows[0]])[0], 1, Filter())
            [(best, _)] = store.match(query_terms(passage.reading), 1, Filter())
            assert nearest == best == passage.id
