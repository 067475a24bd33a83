"""Building an index: structures and passages in, an index directory out."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus import Document
from indexing.analysis import terms
from indexing.blocks import Structure
from indexing.embedders.encoder import REMEMBERED, load_encoder
from indexing.embedders.protocol import Embedder
from indexing.errors import EmbedderError
from indexing.glossary.nouns import GlossaryEntry
from indexing.passages import Passage
from indexing.store import schema
from indexing.store.directory import DATABASE, VECTORS, Manifest, new_generation, record_files, write_manifest
from indexing.store.vectors import VectorIndex
from indexing.tokens import WindowTokens, tokens_of
from indexing.vocabulary import word_vocabulary

Progress = Callable[[str, int, int], None]
"""Is told the step, how much of it is done, and how much there is."""

BATCH = REMEMBERED // 2
"""So the encoder still remembers a batch when, after its vectors, its tokens are read."""
_PROBE = (
    "Med-PaLM 2's 86.5% on MedQA: running 12.5B parameters, GPT 4, x-ray 大模型的参数量为１７５Ｂ,"
    " ObservedAntibodySpace"
)


def build_index(
    path: Path,
    structures: tuple[Structure, ...],
    passages: tuple[Passage, ...],
    documents: tuple[Document, ...],
    embedder: Embedder,
    settings: str,
    progress: Progress | None = None,
    glossary: tuple[GlossaryEntry, ...] = (),
) -> None:
    """Build an index at `path` and put it in the place of the former one.

    Raises IndexBusy while another process does so, EmbedderError, or IndexingError when it can't be written;
    the former index then stays as it was. `settings` names what passages were made with.
    """
    report = progress or _say_nothing
    with new_generation(path) as generation:
        read = _embed(passages, embedder, report)
        vectors = VectorIndex.of(read.vectors)
        database = generation / DATABASE
        fingerprint = _write_database(
            database, structures, passages, documents, glossary, read.tokens, report
        )
        (generation / VECTORS).write_bytes(vectors.to_bytes())
        manifest = Manifest(
            schema=schema.SCHEMA_VERSION,
            fingerprint=_hash(fingerprint, embedder.name, settings, analysis_hash(), schema.SCHEMA_VERSION),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            embedder=embedder.name,
            dimension=embedder.dimension,
            settings=settings,
            analysis=analysis_hash(),
            documents={document.id: document_hash(document) for document in documents},
            passages=len(passages),
            windows=vectors.count,
            vectors=vectors.kind,
            versions=versions(),
            files=record_files(generation),
        )
        write_manifest(generation, manifest)


def versions() -> dict[str, str]:
    """The versions that an index depends on."""
    try:
        package = version("medfm-assistant")
    except PackageNotFoundError:  # run from a folder, not installed
        package = "unknown"
    return {"medfm-assistant": package, "sqlite": sqlite3.sqlite_version, "faiss": faiss.__version__}


def document_hash(document: Document) -> str:
    """Differs when the text, the title or anything else that the manifest says of it does."""
    return _hash(
        document.sha256, [value for value in schema.document_row(document) if value != document.text]
    )


def analysis_hash() -> str:
    """Differs when terms are made otherwise, by another version of this package or of the stemmer."""
    return _hash(terms(_PROBE))


def _hash(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _say_nothing(step: str, done: int, total: int) -> None:
    pass


@dataclass
class _Read:
    """What models make of the windows: vectors, shape `(windows, dimension)`, and tokens."""

    vectors: NDArray[np.float32]
    tokens: list[WindowTokens]


def _embed(passages: Sequence[Passage], embedder: Embedder, report: Progress) -> _Read:
    windows = [window for passage in passages for window in passage.windows]
    read = _Read(np.empty((len(windows), embedder.dimension), dtype=np.float32), [])
    encoder = load_encoder()
    for start in range(0, len(windows), BATCH):
        batch = windows[start : start + BATCH]
        report("embedding", start, len(windows))
        read.vectors[start : start + len(batch)] = _checked(embedder, batch)
        read.tokens += tokens_of(batch, encoder)
    report("embedding", len(windows), len(windows))
    return read


def _checked(embedder: Embedder, batch: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of `batch`. One that is not a unit vector would spoil every search in silence."""
    try:
        found = embedder.embed(batch)
    except OSError as error:
        raise EmbedderError(f"The embedder {embedder.name} failed: {error}.") from error
    if found.shape != (len(batch), embedder.dimension):
        raise EmbedderError(f"The embedder {embedder.name} gave vectors of the wrong shape {found.shape}.")
    lengths = np.linalg.norm(found, axis=1)
    # All zeros is what an embedder says of a text it knows nothing of.
    if not np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)):
        raise EmbedderError(f"The embedder {embedder.name} gave vectors that are not of unit length.")
    return found


class _Writer:
    """Writes rows, numbered from 0, and hashes them on the way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._digest = hashlib.sha256()

    def write(self, table: str, rows: Iterable[schema.Row]) -> None:
        numbered = [(number, *row) for number, row in enumerate(rows)]
        if numbered:
            marks = ",".join("?" * len(numbered[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", numbered)
        self._digest.update(json.dumps([table, numbered], ensure_ascii=False).encode())

    @property
    def hash(self) -> str:
        return self._digest.hexdigest()


def _write_database(
    file: Path,
    structures: Sequence[Structure],
    passages: Sequence[Passage],
    documents: Sequence[Document],
    glossary: Sequence[GlossaryEntry],
    tokens: Sequence[WindowTokens],
    report: Progress,
) -> str:
    """Write the database and give the hash of what it holds."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # Nobody reads this file before it is complete and flushed, so no journal has to protect it.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(schema.SCHEMA)
        connection.execute("BEGIN")
        writer = _Writer(connection)
        writer.write("documents", map(schema.document_row, documents))
        writer.write("blocks", (schema.block_row(b) for s in structures for b in s.blocks))
        writer.write("tables", (schema.table_row(t) for s in structures for t in s.tables))
        writer.write("bibliography", (schema.reference_row(r) for s in structures for r in s.references))
        writer.write("passages", map(schema.passage_row, passages))
        writer.write("windows", ((number, w) for number, p in enumerate(passages) for w in p.windows))
        writer.write("glossary", map(schema.glossary_row, glossary))
        writer.write("words", word_vocabulary(documents))
        _write_tokens(connection, tokens)
        _write_terms(connection, passages, report)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    return writer.hash


def _write_tokens(connection: sqlite3.Connection, tokens: Sequence[WindowTokens]) -> None:
    rows = ((row, *schema.tokens_row(read)) for row, read in enumerate(tokens))
    connection.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?, ?)", rows)
    counts = Counter(id for read in tokens for id in set(read.ids.tolist()))
    connection.executemany("INSERT INTO token_windows VALUES (?, ?)", sorted(counts.items()))


def _write_terms(connection: sqlite3.Connection, passages: Sequence[Passage], report: Progress) -> None:
    insert = "INSERT INTO fulltext (rowid, body, context) VALUES (?, ?, ?)"
    for number, passage in enumerate(passages):
        if number % BATCH == 0:
            report("full text", number, len(passages))
        connection.execute(
            insert, (number, " ".join(terms(passage.reading)), " ".join(terms(passage.context)))
        )
    connection.execute("INSERT INTO fulltext (fulltext) VALUES ('optimize')")
    report("full text", len(passages), len(passages))
