"""The directory of an index: which files it has, and how a new index takes the place of the former one.

    path/
        medfm-index.current     the name of the generation that counts, and its manifest's hash
        medfm-index.lock        held while an index is built
        index-1f0c…/            a generation, never changed once it is there
            passages.sqlite
            vectors.faiss
            manifest.json       what it was built from, and the size and hash of each file

A generation is built under its final name and counts only from the moment that the pointer is replaced,
which is atomic on every system. So a crash leaves the former index as it was, and at worst a generation
that doesn't count, which the next build removes. Whoever still reads the former one goes on reading: its
files stay open, or (on Windows) stay in place until the next build.
"""

import hashlib
import json
import os
import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from filelock import FileLock, Timeout

from indexing.errors import IndexBusy, IndexCorrupt, IndexingError, IndexMissing, IndexUnfit
from indexing.store.schema import SCHEMA_VERSION

POINTER = "medfm-index.current"
NEW_POINTER = f"{POINTER}.new"
LOCK = "medfm-index.lock"
DATABASE = "passages.sqlite"
VECTORS = "vectors.faiss"
MANIFEST = "manifest.json"
BUILD = "Build it with: medfm index build"
REBUILD = "Build it again with: medfm index build"

_GENERATION = re.compile(r"index-[0-9a-f]{16}")
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class FileRecord:
    """A file of a generation as it was written."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an index was built from, and its files. `documents` maps ids to hashes of their text and
    title page; `analysis` is a hash of how terms are made."""

    schema: int
    fingerprint: str
    created: str
    embedder: str
    dimension: int
    settings: str
    analysis: str
    documents: dict[str, str]
    passages: int
    windows: int
    vectors: str
    versions: dict[str, str]
    files: dict[str, FileRecord]


def current_generation(path: Path) -> tuple[Path, Manifest]:
    """The generation that counts, with its files checked for presence and size, and its manifest.

    Raises IndexMissing, IndexCorrupt or (for one of another schema) IndexUnfit.
    """
    pointer = _read_pointer(path)
    try:
        return _checked(path, *pointer)
    except IndexCorrupt:
        if _read_pointer(path) == pointer:
            raise
        return current_generation(path)  # a builder replaced it just now


def _checked(path: Path, generation: Path, digest: str) -> tuple[Path, Manifest]:
    manifest = _read_manifest(path, generation / MANIFEST, digest)
    for name, record in manifest.files.items():
        try:
            size = (generation / name).stat().st_size
        except OSError as error:
            raise IndexCorrupt(f"The index at {path} lacks its file {name}.", REBUILD) from error
        if size != record.size:
            message = f"The index at {path} is damaged: {name} has {size} bytes instead of {record.size}."
            raise IndexCorrupt(message, REBUILD)
    return generation, manifest


def _read_pointer(path: Path) -> tuple[Path, str]:
    try:
        text = (path / POINTER).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"There is no index at {path}.", BUILD) from error
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise IndexingError(f"The index at {path} can't be read: {error.strerror}.") from error
    found = re.fullmatch(rf"({_GENERATION.pattern}) ([0-9a-f]{{64}})\n", text)
    if not found:
        raise IndexCorrupt(f"The index at {path} is damaged: {POINTER} can't be understood.", REBUILD)
    return path / found[1], found[2]


def _read_manifest(path: Path, file: Path, digest: str) -> Manifest:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise IndexCorrupt(f"The index at {path} lacks its file {MANIFEST}.", REBUILD) from error
    try:
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("not the hash that the pointer names")
        entries = json.loads(data)
        schema = entries["schema"]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(
            f"The index at {path} is damaged: {MANIFEST} is not as written.", REBUILD
        ) from error
    if schema != SCHEMA_VERSION:
        message = f"The index at {path} is of format {schema}; this version reads format {SCHEMA_VERSION}."
        raise IndexUnfit(message, REBUILD)
    files = {name: FileRecord(**record) for name, record in entries.pop("files").items()}
    return Manifest(**entries, files=files)


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write `manifest`, the last of a generation's files."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (generation / MANIFEST).write_text(text, encoding="utf-8")


def record_files(generation: Path) -> dict[str, FileRecord]:
    """Size and hash of each data file as it lies in `generation`."""
    return {name: FileRecord((generation / name).stat().st_size, file_hash(generation / name))
            for name in (DATABASE, VECTORS)}  # fmt: skip


def file_hash(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def new_generation(path: Path) -> Iterator[Path]:
    """A fresh directory to write an index into, which counts once the block ends well.

    If it doesn't, for whatever reason, nothing of it is left and the former index stays. Raises IndexBusy
    while another process builds, and IndexingError when the files can't be written.
    """
    with _clear_errors(path), _folder(path), _lock(path):
        _sweep(path)
        generation = path / f"index-{secrets.token_hex(8)}"
        try:
            generation.mkdir()
            yield generation
            for file in generation.iterdir():
                _flush(file)
            _flush(generation)
            _point_to(generation)
        finally:
            # What doesn't count: the former index if all went well, the new one if not.
            _sweep(path)


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if number in (ENOSPC, EDQUOT) or "disk is full" in reason:
            message, remedy = "the disk is full", "Free some space, or set MEDFM_HOME to another place."
        elif number in (EACCES, EPERM, EROFS) or "readonly" in reason:
            message, remedy = "it may not be written to", "Set MEDFM_HOME to a folder that you may write to."
        else:
            message, remedy = reason[:1].lower() + reason[1:], "Set MEDFM_HOME to another place."
        raise IndexingError(f"The index can't be built at {path}: {message}.", remedy) from error


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    """Make the folder if there is none, and remove it again if the block fails."""
    _refuse_foreign(path)
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def _refuse_foreign(path: Path) -> None:
    """Keep away from a folder that holds anything but an index."""
    if path.exists() and not path.is_dir():
        raise IndexingError(f"{path} is a file, not a folder for an index.", "Name another place.")
    entries = list(path.iterdir()) if path.exists() else []
    foreign = {entry.name for entry in entries if not _is_generation(entry)} - _OF_THE_SYSTEM
    if foreign and not foreign & {POINTER, NEW_POINTER, LOCK}:
        raise IndexingError(f"The folder {path} holds other files, not an index.", "Name an empty folder.")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    lock = FileLock(path / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        message = f"Another process is building the index at {path}."
        raise IndexBusy(message, "Wait until it is done, then try again.") from error
    except NotImplementedError as error:
        raise IndexingError(f"The file system of {path} has no locks.", "Name another place.") from error
    try:
        yield
    finally:
        if not (path / POINTER).exists():
            with suppress(OSError):  # Windows removes it on release
                (path / LOCK).unlink()
        lock.release()


def _sweep(path: Path) -> None:
    """Remove what doesn't count; what can't be removed (open on Windows) is left to the next build."""
    try:
        kept = _read_pointer(path)[0].name
    except (IndexMissing, IndexCorrupt):
        kept = ""
    except IndexingError:
        return  # the pointer can't be read just now: then nothing is known not to count
    for entry in _entries(path):
        if entry.name == NEW_POINTER:
            with suppress(OSError):
                entry.unlink()
        elif _is_generation(entry) and entry.name != kept:
            _remove_generation(entry)


def _is_generation(entry: Path) -> bool:
    return _GENERATION.fullmatch(entry.name) is not None and entry.is_dir()


def _entries(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []


def _remove_generation(generation: Path) -> None:
    """Remove our files and then the folder, which stays if it holds somebody's else."""
    for name in (MANIFEST, DATABASE, f"{DATABASE}-journal", VECTORS):
        with suppress(OSError):
            (generation / name).unlink()
    with suppress(OSError):
        generation.rmdir()


def _point_to(generation: Path) -> None:
    path = generation.parent
    pointer = path / NEW_POINTER
    with pointer.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{generation.name} {file_hash(generation / MANIFEST)}\n")
        file.flush()
        os.fsync(file.fileno())
    _replace(pointer, path / POINTER)
    with suppress(OSError):  # it counts by now, whatever the file system says
        _flush(path)


def _replace(new: Path, old: Path) -> None:
    for pause in (0.02, 0.1, 0.5):
        try:
            return os.replace(new, old)
        except PermissionError:  # on Windows, while somebody reads the pointer
            time.sleep(pause)
    return os.replace(new, old)


def _flush(path: Path) -> None:
    """Make sure that a file or directory is on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows knows no such thing for directories
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
