"""What an index is made of, whether it fits what is asked for, and whether it is sound."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Document, quote
from indexing.build import analysis_hash, document_hash, versions
from indexing.errors import IndexingError, IndexUnfit
from indexing.passages import Passage
from indexing.store.directory import (
    DATABASE,
    MANIFEST,
    REBUILD,
    VECTORS,
    Manifest,
    current_generation,
    file_hash,
)
from indexing.store.sqlite import SqliteStore, open_store


@dataclass(frozen=True)
class DocumentReport:
    """What an index has of one document. Blocks and passages are counted by their kinds."""

    id: str
    title: str
    blocks: dict[str, int]
    passages: dict[str, int]
    tables: int
    references: int


@dataclass(frozen=True)
class IndexReport:
    """An index in numbers. `vectors` is how they are searched, `recall` the share of the ten exact neighbours
    that this search finds on a sample; `vector_memory` and `sizes` are in bytes."""

    path: Path
    created: str
    fingerprint: str
    settings: str
    documents: tuple[DocumentReport, ...]
    passages: int
    windows: int
    embedder: str
    dimension: int
    vectors: str
    recall: float
    vector_memory: int
    sizes: dict[str, int]
    versions: dict[str, str]


def describe(path: Path) -> IndexReport:
    """Describe the index at `path`. Raises IndexMissing, IndexCorrupt or IndexUnfit."""
    with open_store(path) as store:
        manifest = store.manifest
        names = (DATABASE, VECTORS, MANIFEST)
        return IndexReport(
            path=path,
            created=manifest.created,
            fingerprint=manifest.fingerprint,
            settings=manifest.settings,
            documents=_describe_documents(store),
            passages=manifest.passages,
            windows=manifest.windows,
            embedder=manifest.embedder,
            dimension=manifest.dimension,
            vectors=manifest.vectors,
            recall=store.vectors.recall(),
            vector_memory=(store.generation / VECTORS).stat().st_size,
            sizes={name: (store.generation / name).stat().st_size for name in names},
            versions=manifest.versions,
        )


def _describe_documents(store: SqliteStore) -> tuple[DocumentReport, ...]:
    kinds = {
        table: _by_document(
            store.rows(f"SELECT document, kind, count(*) FROM {table} GROUP BY 1, 2 ORDER BY 2")
        )
        for table in ("blocks", "passages")
    }
    counts = {
        table: Counter(dict(store.rows(f"SELECT document, count(*) FROM {table} GROUP BY 1")))
        for table in ("tables", "bibliography")
    }
    return tuple(
        DocumentReport(
            id=document.id,
            title=document.title,
            blocks=kinds["blocks"].get(document.id, {}),
            passages=kinds["passages"].get(document.id, {}),
            tables=counts["tables"][document.id],
            references=counts["bibliography"][document.id],
        )
        for document in store.documents()
    )


def _by_document(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for document, kind, count in rows:
        found.setdefault(document, {})[kind] = count
    return found


def check_fit(
    path: Path,
    documents: Sequence[Document],
    embedder_name: str | None,
    settings: str,
    remedy: str = REBUILD,
) -> None:
    """Raise IndexUnfit, with what differs and the remedy, if the index at `path` was made from anything else;
    any embedder fits None.

    Raises IndexMissing or IndexCorrupt too.
    """
    _, manifest = current_generation(path)
    differences = list(_differences(manifest, documents, embedder_name, settings))
    if differences:
        raise IndexUnfit(f"The index at {path} doesn't fit: {'; '.join(differences)}.", remedy)


def _differences(
    manifest: Manifest, documents: Sequence[Document], embedder_name: str | None, settings: str
) -> Iterator[str]:
    now = {document.id: document_hash(document) for document in documents}
    before = manifest.documents
    changed = [id for id in now if id in before and now[id] != before[id]]
    for what, ids in (
        ("it lacks {}", [id for id in now if id not in before]),
        ("it has {}, which is not asked for", [id for id in before if id not in now]),
        ("{} changed since", changed),
    ):
        if ids:
            yield what.format(", ".join(ids))
    if embedder_name not in (None, manifest.embedder):
        yield f"it was built with the embedder {manifest.embedder}, not {embedder_name}"
    if manifest.settings != settings:
        yield f"it was built with the settings {manifest.settings}, not {settings}"
    package, built_by = versions()["medfm-assistant"], manifest.versions.get("medfm-assistant")
    if package != built_by and "unknown" not in (package, built_by):
        yield f"it was built by version {built_by}, not {package}"
    if manifest.analysis != analysis_hash():
        yield "words are cut otherwise since"


def verify(path: Path, documents: Sequence[Document], embedder_name: str, settings: str) -> list[str]:
    """Everything that is wrong with the index at `path`, a line each: damage, and what doesn't fit."""
    try:
        _, manifest = current_generation(path)
        problems = list(_differences(manifest, documents, embedder_name, settings))
        with open_store(path) as store:
            for check in (
                _check_files,
                _check_database,
                _check_counts,
                _check_texts,
                _check_links,
                _check_vectors,
            ):
                problems += check(store)
    except IndexingError as error:
        return [str(error)]
    return problems


def _check_files(store: SqliteStore) -> Iterator[str]:
    for name, record in store.manifest.files.items():
        if file_hash(store.generation / name) != record.sha256:
            yield f"{name} is not as it was written: its hash differs"


def _check_database(store: SqliteStore) -> Iterator[str]:
    # FTS5 checks itself by a command that counts as writing, so it runs on a copy in memory.
    address = f"{(store.generation / DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as disk,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            disk.backup(copy)
            found = [line for (line,) in copy.execute("PRAGMA integrity_check")]
            copy.execute("INSERT INTO fulltext (fulltext) VALUES ('integrity-check')")
    except sqlite3.Error as error:
        found = [str(error)]
    yield from (f"{DATABASE}: {line}" for line in found if line != "ok")


def _check_counts(store: SqliteStore) -> Iterator[str]:
    manifest = store.manifest
    for table, expected in (
        ("documents", len(manifest.documents)),
        ("passages", manifest.passages),
        ("fulltext", manifest.passages),
        ("windows", manifest.windows),
    ):
        [(count,)] = store.rows(f"SELECT count(*) FROM {table}")
        if count != expected:
            yield f"{DATABASE} has {count} rows of {table} instead of {expected}"


def _check_texts(store: SqliteStore) -> Iterator[str]:
    texts = {document.id: document.text for document in store.documents()}
    for document in store.documents():
        if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
            yield f"the text of {document.id} has another hash than its document says"
        blocks = store.blocks_between(document.id, 0, len(document.text) + 1)
        [(all_blocks,)] = store.rows("SELECT count(*) FROM blocks WHERE document = ?", document.id)
        outside = [block.id for block in blocks if not 0 <= block.start < block.end <= len(document.text)]
        yield from _summary(outside, "span characters that {} doesn't have", document.id)
        if len(blocks) != all_blocks:
            yield f"{all_blocks - len(blocks)} blocks lie outside the text of {document.id}"
    inexact = [p.id for p in _all_passages(store) if quote(texts[p.document], p.spans) != p.text]
    yield from _summary(inexact, "don't quote their text exactly")


def _check_links(store: SqliteStore) -> Iterator[str]:
    """Whatever is named by an id must be there."""
    for what, column, known in (
        ("blocks that say the same", "parallel FROM blocks", "blocks"),
        ("blocks that are repeated", "same_as FROM blocks", "blocks"),
        ("tables of blocks", "table_id FROM blocks", "tables"),
        ("tables of passages", "table_id FROM passages", "tables"),
        ("twins of passages", "twin FROM passages", "passages"),
        ("blocks of passages", "value FROM passages, json_each(passages.blocks)", "blocks"),
        ("rows of tables", "value FROM tables, json_each(tables.rows)", "blocks"),
    ):
        query = f"SELECT {column} EXCEPT SELECT id FROM {known}"
        missing = [id for (id,) in store.rows(query) if id is not None]
        if missing:
            yield f"{len(missing)} {what} are not there, the first is {missing[0]}"


def _check_vectors(store: SqliteStore) -> Iterator[str]:
    lengths = np.linalg.norm(store.vectors.vectors(), axis=1)
    # A byte a component leaves two digits of it.
    tolerance = 1e-2 if store.vectors.kind == "ivf-pq" else 1e-3
    wrong = int(np.count_nonzero(~((np.abs(lengths - 1) < tolerance) | (lengths == 0))))
    if wrong:
        yield f"{wrong} of {len(lengths)} vectors are not of unit length"


def _all_passages(store: SqliteStore) -> tuple[Passage, ...]:
    return store.passages([id for (id,) in store.rows("SELECT id FROM passages ORDER BY row")])


def _summary(ids: Sequence[str], what: str, document: str = "") -> Iterator[str]:
    if ids:
        yield f"{len(ids)} of the pieces {what.format(document)}, the first is {ids[0]}"
