"""The store in one directory: SQLite for text and terms, FAISS for vectors. It is never written to."""

import json
import re
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from indexing.analysis import normalise
from indexing.blocks import Block, Reference, Table
from indexing.errors import IndexCorrupt, IndexUnfit
from indexing.glossary.nouns import GlossaryEntry
from indexing.passages import Filter, Passage
from indexing.store import schema
from indexing.store.connections import Connections
from indexing.store.directory import DATABASE, REBUILD, VECTORS, Manifest, current_generation
from indexing.store.vectors import VectorIndex
from indexing.tokens import WindowTokens

MOST_TERMS = 1000
"""Of more terms than these, those that no passage has and the last ones are not looked for."""
_DECIMALS = 6
_LABEL = re.compile(r"[ivxlcdm]+|[0-9.]+|[a-z]", re.IGNORECASE)


class Weights(NamedTuple):
    """How much a term counts in a passage's own text and in its context line."""

    body: float = 1.0
    context: float = 0.5


class SqliteStore:
    """The index of one directory. Threads may share it; `close` gives its files back."""

    def __init__(self, generation: Path, manifest: Manifest, weights: Weights) -> None:
        self.manifest = manifest
        self.generation = generation
        self._weights = weights
        self.vectors = _read_vectors(generation, manifest)
        self._connections = Connections(generation / DATABASE)
        self._finalizer = weakref.finalize(self, self._connections.close)
        self._allowed = lru_cache(maxsize=16)(self._find_allowed)

    def close(self) -> None:
        self._finalizer()

    def __enter__(self) -> "SqliteStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def fingerprint(self) -> str:
        return self.manifest.fingerprint

    @property
    def embedder(self) -> str:
        return self.manifest.embedder

    def passage_count(self) -> int:
        return self.manifest.passages

    def documents(self) -> tuple[Document, ...]:
        return self._documents

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        rows = self._by_id("passages", ids)
        windows: dict[int, list[str]] = {row[0]: [] for row in rows}
        query = (
            "SELECT passage, text FROM windows WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY row"
        )
        for passage, text in self.rows(query, json.dumps(list(windows))):
            windows[passage].append(text)
        return tuple(schema.read_passage(row, tuple(windows[row[0]])) for row in rows)

    def blocks(self, ids: Sequence[str]) -> tuple[Block, ...]:
        return tuple(schema.read_block(row) for row in self._by_id("blocks", ids))

    def blocks_between(self, document: str, start: int, end: int) -> tuple[Block, ...]:
        self._known(document)
        query = "SELECT * FROM blocks WHERE document = ? AND start < ? AND end > ? ORDER BY start, row"
        # A span between two pieces of a cut paragraph lies within its bounds and doesn't touch it.
        blocks = map(schema.read_block, self.rows(query, document, end, start))
        return tuple(b for b in blocks if any(s.start < end and start < s.end for s in b.spans))

    def tables(self, document: str | None = None) -> tuple[Table, ...]:
        if document is None:
            return tuple(map(schema.read_table, self.rows("SELECT * FROM tables ORDER BY row")))
        self._known(document)
        query = "SELECT * FROM tables WHERE document = ? ORDER BY row"
        return tuple(map(schema.read_table, self.rows(query, document)))

    def references(self, document: str, numbers: Sequence[str]) -> tuple[Reference, ...]:
        self._known(document)
        query = (
            "SELECT * FROM bibliography WHERE document = ? AND number IN (SELECT value FROM json_each(?))"
            " ORDER BY row"
        )
        place = {number: i for i, number in reversed(list(enumerate(numbers)))}
        found = map(schema.read_reference, self.rows(query, document, json.dumps(list(place))))
        return tuple(sorted(found, key=lambda reference: place[reference.number]))

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        return tuple(map(schema.read_glossary, self.rows("SELECT * FROM glossary ORDER BY row")))

    def vocabulary(self) -> tuple[tuple[str, str], ...]:
        return tuple((language, word) for language, word in self.rows("SELECT language, word FROM words"))

    def nearest(self, vector: NDArray[np.float32], count: int, only: Filter) -> list[tuple[str, float]]:
        if vector.shape != (self.vectors.dimension,):
            shape = f"{self.vectors.dimension} numbers, not {vector.size}"
            raise IndexUnfit(
                f"The index was built with {self.embedder}, whose vectors have {shape}.", REBUILD
            )
        if count <= 0:
            return []
        allowed = None if only == Filter() else self._allowed(only)
        return self._best_passages(vector, count, allowed)

    def window_tokens(self, ids: Sequence[str]) -> dict[str, tuple[WindowTokens, ...]]:
        known = [row[1] for row in self._by_id("passages", ids)]
        query = (
            "SELECT passages.id, ids, places, signs, middle FROM passages"
            " JOIN windows ON windows.passage = passages.row JOIN tokens ON tokens.row = windows.row"
            " WHERE passages.id IN (SELECT value FROM json_each(?)) ORDER BY windows.row"
        )
        found: dict[str, list[WindowTokens]] = {id: [] for id in known}
        for id, *parts in self.rows(query, json.dumps(list(found))):
            found[id].append(schema.read_tokens(*parts))
        return {id: tuple(tokens) for id, tokens in found.items()}

    def token_weights(self, ids: Sequence[int]) -> NDArray[np.float32]:
        query = "SELECT token, windows FROM token_windows WHERE token IN (SELECT value FROM json_each(?))"
        found = dict(self.rows(query, json.dumps(list(ids))))
        windows = np.array([found.get(id, 0) for id in ids], np.float32)
        every = np.float32(self.manifest.windows + 1)
        return np.asarray(np.log(every / (windows + 1)) / np.log(every + 1), np.float32)

    def _best_passages(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.int64] | None
    ) -> list[tuple[str, float]]:
        windows = 4 * count
        while True:
            found = self.vectors.search(vector, windows, allowed)
            best: dict[str, float] = {}
            for row, score in zip(found.rows.tolist(), found.scores.tolist(), strict=True):
                best.setdefault(self._owners[row], round(score, _DECIMALS))
            ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
            # Windows as good as the last one kept may lie beyond the last one seen: ties are by id, not luck.
            complete = len(found.rows) < windows or (
                len(ranked) >= count and found.scores[-1] < ranked[count - 1][1] - 10**-_DECIMALS
            )
            if complete:
                return ranked[:count]
            windows *= 4

    def match(self, terms: Sequence[str], count: int, only: Filter) -> list[tuple[str, float]]:
        wanted = _safe(terms)
        if len(wanted) > MOST_TERMS:
            known = self.document_frequency(wanted)
            wanted = [term for term in wanted if known[term]][:MOST_TERMS]
        if not wanted or count <= 0:
            return []
        condition, values = self._condition(only)
        query = (
            "SELECT passages.id, -bm25(fulltext, ?, ?) AS score FROM fulltext"
            " JOIN passages ON passages.row = fulltext.rowid"
            f" WHERE fulltext MATCH ? AND {condition} ORDER BY score DESC, passages.id LIMIT ?"
        )
        quoted = " OR ".join('"' + term.replace('"', '""') + '"' for term in wanted)
        return [(id, score) for id, score in self.rows(query, *self._weights, quoted, *values, count)]

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        query = "SELECT term, doc FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))"
        found = dict(self.rows(query, json.dumps(_safe(terms))))
        return {term: found.get(term, 0) for term in terms}

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What `query` finds. Raises IndexCorrupt when the database can't answer."""
        with self._connections.borrow() as connection:
            try:
                return connection.execute(query, values).fetchall()
            except (sqlite3.Error, UnicodeError) as error:
                raise IndexCorrupt(f"The database of the index can't be read: {error}.", REBUILD) from error

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        return tuple(map(schema.read_document, self.rows("SELECT * FROM documents ORDER BY row")))

    @cached_property
    def _owners(self) -> list[str]:
        """The id of the passage that each window belongs to."""
        query = "SELECT id FROM windows JOIN passages ON passages.row = windows.passage ORDER BY windows.row"
        return [id for (id,) in self.rows(query)]

    @cached_property
    def _sections(self) -> dict[str, str]:
        """Each section path as it is stored, and as filters are compared with it."""
        found = self.rows("SELECT DISTINCT section FROM passages ORDER BY section")
        return {stored: normalise(" > ".join(json.loads(stored))) for (stored,) in found}

    def _known(self, document: str) -> None:
        if document not in self.manifest.documents:
            raise KeyError(document)

    def _by_id(self, table: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        query = f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
        found = {row[1]: row for row in self.rows(query, json.dumps(list(ids)))}
        return [found[id] for id in ids]

    def _find_allowed(self, only: Filter) -> NDArray[np.int64]:
        condition, values = self._condition(only)
        query = (
            "SELECT windows.row FROM windows JOIN passages ON passages.row = windows.passage"
            f" WHERE {condition} ORDER BY windows.row"
        )
        return np.array([row for (row,) in self.rows(query, *values)], dtype=np.int64)

    def _condition(self, only: Filter) -> tuple[str, list[str]]:
        sets: dict[str, Iterable[str]] = {
            "document": only.documents,
            "kind": only.kinds,
            "language": only.languages,
        }
        chosen = {column: sorted(values) for column, values in sets.items() if values}
        if only.section.strip():
            pattern = _section_pattern(only.section)
            chosen["section"] = [stored for stored, path in self._sections.items() if pattern.search(path)]
        conditions = [f"passages.{column} IN (SELECT value FROM json_each(?))" for column in chosen]
        return " AND ".join(conditions) or "1", [
            json.dumps(values, ensure_ascii=False) for values in chosen.values()
        ]


def _section_pattern(section: str) -> re.Pattern[str]:
    """Finds `section` in a path. A bare label is a whole one: `4` is in `4.2 …`, not in `14 …` or `2.4 …`."""
    wanted = re.sub(r"\s*[>›]\s*", " > ", normalise(section).strip())
    if _LABEL.fullmatch(wanted):
        return re.compile(rf"(?<![0-9a-z])(?<![0-9a-z]\.){re.escape(wanted)}(?![0-9a-z])")
    return re.compile(re.escape(wanted))


def _safe(terms: Sequence[str]) -> list[str]:
    """Each term once, without those that no passage can have: SQLite takes no NUL and no lone surrogate."""
    return [term for term in dict.fromkeys(terms) if term and not re.search(r"[\s\0\ud800-\udfff]", term)]


def _read_vectors(generation: Path, manifest: Manifest) -> VectorIndex:
    try:
        data = (generation / VECTORS).read_bytes()
    except OSError as error:
        raise IndexCorrupt(f"The index lacks its file {VECTORS}.", REBUILD) from error
    vectors = VectorIndex.from_bytes(data)
    if (vectors.count, vectors.dimension) != (manifest.windows, manifest.dimension):
        raise IndexCorrupt("The index is damaged: its vectors are not those of its passages.", REBUILD)
    return vectors


def open_store(path: Path, weights: Weights | None = None) -> SqliteStore:
    """Open the index at `path`.

    Raises IndexMissing, IndexCorrupt or IndexUnfit; the remedy of each is to build it.
    """
    weights = weights or Weights()
    generation, manifest = current_generation(path)
    try:
        return SqliteStore(generation, manifest, weights)
    except IndexCorrupt:
        replaced, manifest = current_generation(path)
        if replaced == generation:
            raise
        return SqliteStore(replaced, manifest, weights)
