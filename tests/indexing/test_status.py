"""What an index tells of itself."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from indexing import build as build_module
from indexing import status
from indexing.build import build_index
from indexing.embedders.hashing import HashingEmbedder
from indexing.errors import IndexMissing, IndexUnfit
from indexing.status import check_fit, describe, verify
from indexing.store.directory import DATABASE
from tests.contracts.samples import document_of, small_world

WORLD = small_world()
FIT = (WORLD.documents, "hashing:256", "s")


def build(path, world=WORLD):
    build_index(path, world.structures, world.passages, world.documents, HashingEmbedder(), "s")


@pytest.fixture
def built(tmp_path):
    build(tmp_path / "index")
    return tmp_path / "index"


def test_describes_what_there_is(built):
    report = describe(built)
    english, chinese = report.documents
    assert (english.id, english.tables, english.references) == ("en-2024", 1, 3)
    assert english.blocks == {"caption": 2, "heading": 1, "paragraph": 1, "reference": 1, "table row": 1}
    assert english.passages == {"caption": 1, "paragraph": 1, "table row": 1}
    assert chinese.passages == {"list item": 1, "paragraph": 1}
    assert (report.passages, report.windows, report.embedder, report.dimension) == (5, 6, "hashing:256", 256)
    assert (report.vectors, report.recall, report.settings) == ("flat", 1.0, "s")
    assert report.vector_memory >= 6 * 256 * 4
    assert set(report.versions) == {"medfm-assistant", "sqlite", "faiss"}
    assert all(size > 0 for size in report.sizes.values())


def test_what_fits_fits(built):
    check_fit(built, *FIT)
    assert verify(built, *FIT) == []


def changed(number, **changes):
    return tuple(replace(d, **changes) if i == number else d for i, d in enumerate(WORLD.documents))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((changed(0, sha256="0" * 64), *FIT[1:]), "en-2024 changed since"),
        ((changed(1, title="new title"), *FIT[1:]), "zh-2024 changed since"),
        ((changed(1, authors=("someone",)), *FIT[1:]), "zh-2024 changed since"),
        ((WORLD.documents[:1], *FIT[1:]), "it has zh-2024, which is not asked for"),
        (((*WORLD.documents, document_of("new", "x")), *FIT[1:]), "it lacks new"),
        ((FIT[0], "BAAI/bge-m3@1234", "s"), "with the embedder hashing:256, not BAAI/bge-m3@1234"),
        ((FIT[0], "hashing:256", "t"), "with the settings s, not t"),
    ],
)
def test_what_doesn_t_fit_is_named_with_the_remedy(built, asked, says):
    with pytest.raises(IndexUnfit, match=says) as caught:
        check_fit(built, *asked)
    assert caught.value.remedy == "Build it again with: medfm index build"
    assert "\n" not in str(caught.value)
    assert len(verify(built, *asked)) == 1


def test_another_version_or_another_way_to_cut_words_doesn_t_fit(built, monkeypatch):
    monkeypatch.setattr(status, "analysis_hash", lambda: "other")
    with pytest.raises(IndexUnfit, match="words are cut otherwise"):
        check_fit(built, *FIT)
    monkeypatch.undo()
    monkeypatch.setattr(build_module, "version", lambda _: "1.0")
    build(built)
    monkeypatch.setattr(build_module, "version", lambda _: "2.0")
    with pytest.raises(IndexUnfit, match=r"by version 1\.0, not 2\.0"):
        check_fit(built, *FIT)


def test_nothing_to_check(tmp_path):
    for ask in (lambda: check_fit(tmp_path, *FIT), lambda: describe(tmp_path)):
        with pytest.raises(IndexMissing):
            ask()
    assert verify(tmp_path, *FIT) == [f"There is no index at {tmp_path}. Build it with: medfm index build"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE passages SET text = text || '!' WHERE id = 'en:p1'", "1 of the pieces don't quote"),
        ("UPDATE passages SET spans = '[[0,99999]]' WHERE id = 'en:p1'", "1 of the pieces don't quote"),
        ("UPDATE documents SET text = text || '!'", "the text of en-2024 has another hash"),
        (
            "UPDATE blocks SET end = 99999, spans = '[[0,99999]]' WHERE id = 'en:7'",
            "span characters that en-2024",
        ),
        (
            "UPDATE blocks SET start = 99999, end = 99999 WHERE id = 'en:7'",
            "1 blocks lie outside the text of en-2024",
        ),
        ("UPDATE blocks SET parallel = 'x' WHERE id = 'en:2'", "1 blocks that say the same are not there"),
        ("UPDATE passages SET twin = 'x' WHERE id = 'en:p1'", "1 twins of passages are not there"),
        ("UPDATE passages SET blocks = '[\"x\"]' WHERE id = 'en:p1'", "1 blocks of passages are not there"),
        ("DELETE FROM passages WHERE id = 'en:p3'", "4 rows of passages instead of 5"),
        ("DELETE FROM windows WHERE row = 5", "5 rows of windows instead of 6"),
        (
            "INSERT INTO fulltext (rowid, body, context) VALUES (9, 'x', 'x')",
            "6 rows of fulltext instead of 5",
        ),
        ("UPDATE fulltext_data SET block = x'00' WHERE id > 10", "passages.sqlite: "),
    ],
)
def test_each_kind_of_damage_is_found(built, change, says):
    [database] = built.glob(f"*/{DATABASE}")
    size = database.stat().st_size
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(change)
        connection.commit()
    assert database.stat().st_size == size
    problems = verify(built, *FIT)
    assert any(says in problem for problem in problems), problems
    assert any("its hash differs" in problem for problem in problems)
