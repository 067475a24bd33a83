"""The directory of an index: whole or absent, whatever happens on the way."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from indexing.build import build_index
from indexing.embedders.hashing import HashingEmbedder
from indexing.errors import IndexBusy, IndexCorrupt, IndexingError, IndexMissing, IndexUnfit
from indexing.passages import Filter
from indexing.status import verify
from indexing.store import directory
from indexing.store.directory import DATABASE, LOCK, MANIFEST, POINTER, VECTORS
from indexing.store.sqlite import open_store
from tests.contracts.samples import crowded_world, small_world

ROOT = Path(__file__).parents[3]
FORMER, LATER = small_world(), crowded_world(12)


def build(path, world=FORMER, embedder=None):
    build_index(path, world.structures, world.passages, world.documents, embedder or HashingEmbedder(), "s")


def texts(path):
    with open_store(path) as store:
        return [document.text for document in store.documents()]


def texts_of(world):
    return [document.text for document in world.documents]


def names(path):
    return sorted(entry.name.split("-")[0] for entry in path.iterdir())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "index"


@pytest.fixture
def built(path):
    build(path)
    return path


def test_a_build_leaves_one_generation(built):
    assert names(built) == ["index", "medfm", "medfm"]
    build(built, LATER)
    assert names(built) == ["index", "medfm", "medfm"]
    assert texts(built) == texts_of(LATER)
    assert verify(built, LATER.documents, "hashing:256", "s") == []


class Breakdown:
    """Lets the first `steps` calls that touch the disk pass and fails at the next one."""

    def __init__(self, monkeypatch, steps, error):
        self.left, self.error, self.happened, self.in_sweep = steps, error, False, False
        for owner, name in (
            *((os, name) for name in ("replace", "fsync", "mkdir", "open")),
            *((Path, name) for name in ("write_bytes", "write_text", "open")),
            *((directory, name) for name in ("record_files", "file_hash")),
        ):
            monkeypatch.setattr(owner, name, self._failing(getattr(owner, name)))

    def _failing(self, call):
        def step(*values, **named):
            self.left -= 1
            if self.left == -1:
                self.happened = True
                self.in_sweep = any(frame.name == "_sweep" for frame in traceback.extract_stack())
                raise self.error
            return call(*values, **named)

        return step


ERRORS = [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), MemoryError()]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("former", [True, False])
def test_a_failure_at_any_step_leaves_the_former_index(path, error, former):
    if former:
        build(path)
    steps = 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            breakdown = Breakdown(patch, steps, error)
            raised = None
            try:
                build(path, LATER)
            except (IndexingError, KeyboardInterrupt, MemoryError) as caught:
                raised = caught
        if not breakdown.happened:
            break
        steps += 1
        if breakdown.in_sweep:
            pass  # what it would have removed is removed by the next build
        elif raised is None:
            assert texts(path) == texts_of(LATER)  # it counted already
        elif former:
            assert names(path) == ["index", "medfm", "medfm"]
        else:
            assert not path.parent.exists() or texts(path) == texts_of(LATER)
        if former:
            assert texts(path) in (texts_of(FORMER), texts_of(LATER))
            build(path)
            assert names(path) == ["index", "medfm", "medfm"]
        else:
            shutil.rmtree(path.parent, ignore_errors=True)
    assert steps > 10


@pytest.mark.parametrize("former", [True, False])
def test_a_process_killed_at_any_step_leaves_the_former_index(path, former, monkeypatch):
    if former:
        build(path)
    for steps in range(40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(directory, "_sweep", lambda path: None)  # a dead process tidies nothing
            breakdown = Breakdown(patch, steps, KeyboardInterrupt())
            try:
                build(path, LATER)
            except KeyboardInterrupt:
                pass
        if not breakdown.happened:
            break
        if former:
            assert texts(path) in (texts_of(FORMER), texts_of(LATER))
    else:
        pytest.fail("never got through")
    build(path)
    assert texts(path) == texts_of(FORMER)
    assert names(path) == ["index", "medfm", "medfm"]


def test_a_builder_that_is_really_killed_leaves_no_lock_and_no_litter(built):
    program = """
import os, sys
from pathlib import Path
from tests.contracts.samples import crowded_world
from indexing.build import build_index
from indexing.embedders.hashing import HashingEmbedder
world = crowded_world(12)
def report(step, done, total):
    if step == "full text" and done == total:
        os._exit(9)
build_index(Path(sys.argv[1]), world.structures, world.passages, world.documents, HashingEmbedder(), "s",
            report)
"""
    killed = subprocess.run([sys.executable, "-c", program, str(built)], cwd=ROOT, check=False)
    assert killed.returncode == 9
    assert names(built) == ["index", "index", "medfm", "medfm"]
    assert texts(built) == texts_of(FORMER)
    build(built, LATER)
    assert names(built) == ["index", "medfm", "medfm"]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "the disk is full. Free some space"),
        (errno.EACCES, "may not be written to. Set MEDFM_HOME"),
        (errno.EROFS, "may not be written to. Set MEDFM_HOME"),
        (errno.EIO, "input/output error. Set MEDFM_HOME"),
    ],
)
def test_a_disk_that_fails_is_one_line_with_a_remedy(path, monkeypatch, number, says):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(IndexingError, match=says) as caught:
        build(path)
    assert "\n" not in str(caught.value)
    assert not path.parent.exists()


def test_a_folder_that_can_t_be_made_is_one_line(path, monkeypatch):
    def fail(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(IndexingError, match="may not be written to"):
        build(path)


def test_a_full_database_is_one_line(path, monkeypatch):
    from indexing import build as module

    monkeypatch.setattr(module.schema, "SCHEMA", "PRAGMA max_page_count = 30;" + module.schema.SCHEMA)
    with pytest.raises(IndexingError, match="the disk is full"):
        build(path, crowded_world(2000))
    assert not path.parent.exists()


def test_the_second_of_two_builders_is_told_to_wait(built):
    class Meddler(HashingEmbedder):
        def embed(self, texts, *, query=False):
            with pytest.raises(IndexBusy, match="Another process is building") as caught:
                build(built, LATER)
            assert caught.value.retriable
            return super().embed(texts, query=query)

    build(built, FORMER, Meddler())
    assert texts(built) == texts_of(FORMER)


@pytest.mark.parametrize("name", ["thesis.docx", "CURRENT", "index-0123456789abcdef"])
def test_somebody_else_s_folder_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(IndexingError, match="holds other files"):
        build(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    with pytest.raises(IndexMissing):
        open_store(tmp_path)


def test_a_file_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "index").write_text("mine")
    with pytest.raises(IndexingError, match="is a file"):
        build(tmp_path / "index")
    with pytest.raises(IndexMissing):
        open_store(tmp_path / "index")
    with pytest.raises(IndexingError):
        build(tmp_path / "index" / "below")


def test_files_put_beside_an_index_stay(built):
    (built / "notes.txt").write_text("mine")
    [generation] = built.glob("index-*")
    (generation / "notes.txt").write_text("mine too")
    build(built, LATER)
    assert (built / "notes.txt").read_text() == "mine"
    assert (generation / "notes.txt").read_text() == "mine too"
    assert texts(built) == texts_of(LATER)


def test_an_empty_folder_and_what_the_system_puts_there_will_do(tmp_path):
    (tmp_path / ".DS_Store").write_text("")
    build(tmp_path)
    assert texts(tmp_path) == texts_of(FORMER)


def test_no_index(path):
    with pytest.raises(IndexMissing, match="There is no index at .* Build it with: medfm index build"):
        open_store(path)


@pytest.mark.parametrize("name", [DATABASE, VECTORS, MANIFEST])
@pytest.mark.parametrize("damage", ["missing", "truncated", "longer"])
def test_a_half_copied_index_is_refused_and_mended(built, name, damage):
    [file] = built.glob(f"index-*/{name}")
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(data[:-100] if damage == "truncated" else data + b"x")
    with pytest.raises(IndexCorrupt, match=f"{name}.* Build it again with: medfm index build"):
        open_store(built)
    assert len(verify(built, FORMER.documents, "hashing:256", "s")) == 1
    build(built)
    assert verify(built, FORMER.documents, "hashing:256", "s") == []


@pytest.mark.parametrize("name", [DATABASE, VECTORS, MANIFEST])
def test_a_flipped_byte_is_found_wherever_it_is(built, name):
    [file] = built.glob(f"index-*/{name}")
    data = file.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 40)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        problems = verify(built, FORMER.documents, "hashing:256", "s")
        assert any(re.search(rf"{name}|damaged|can't be read", problem) for problem in problems)
        try:
            with open_store(built) as store:
                store.documents()
                store.passages(["en:p1"])
                store.match(["medqa"], 3, Filter())
        except (IndexingError, KeyError, ValueError):
            pass


@pytest.mark.parametrize("content", ["", "index-0123456789abcdef", "../../etc x\n", "\x00", "é" * 80])
def test_a_damaged_pointer_is_refused_and_mended(built, content):
    (built / POINTER).write_bytes(content.encode("latin-1"))
    with pytest.raises(IndexCorrupt, match="can't be understood"):
        open_store(built)
    build(built, LATER)
    assert texts(built) == texts_of(LATER)
    assert names(built) == ["index", "medfm", "medfm"]


def test_an_index_of_another_format_is_refused(built):
    [file] = built.glob(f"index-*/{MANIFEST}")
    file.write_text(json.dumps({**json.loads(file.read_text()), "schema": 99}))
    generation = (built / POINTER).read_text().split()[0]
    (built / POINTER).write_text(f"{generation} {directory.file_hash(file)}\n")
    with pytest.raises(IndexUnfit, match="of format 99; this version reads format \\d"):
        open_store(built)


def test_a_reader_survives_a_builder_that_replaces_the_index_meanwhile(built, monkeypatch):
    read = directory._read_pointer
    before = read(built)
    build(built, LATER)
    answers = [before]
    monkeypatch.setattr(directory, "_read_pointer", lambda path: answers.pop() if answers else read(path))
    assert texts(built) == texts_of(LATER)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_one_line_and_reading_goes_on(built):
    built.chmod(0o500)
    try:
        with pytest.raises(IndexingError, match="may not be written to"):
            build(built, LATER)
        assert texts(built) == texts_of(FORMER)
    finally:
        built.chmod(0o700)


def test_the_lock_of_a_first_build_that_failed_is_gone(path):
    path.mkdir(parents=True)
    with pytest.raises(ZeroDivisionError), directory.new_generation(path):
        raise ZeroDivisionError
    assert list(path.iterdir()) == []
    assert LOCK not in names(path.parent)
