"""The door every store goes through: SQLite and FAISS now, a server later."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from indexing.blocks import Block, Reference, Table
from indexing.glossary.nouns import GlossaryEntry
from indexing.passages import Filter, Passage
from indexing.tokens import WindowTokens


class Store(Protocol):
    """What retrieval and answers read. Ids that don't exist raise KeyError."""

    @property
    def fingerprint(self) -> str:
        """Names texts, passages, embedder and versions; equal fingerprints give equal answers."""

    @property
    def embedder(self) -> str:
        """The name of the embedder whose vectors are stored."""

    def documents(self) -> tuple[Document, ...]:
        """All documents with their texts, in the manifest's order."""

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of `ids`, in that order."""

    def blocks(self, ids: Sequence[str]) -> tuple[Block, ...]:
        """The blocks of `ids`, in that order."""

    def blocks_between(self, document: str, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of `document` that touch `[start, end)`, in text order."""

    def tables(self, document: str | None = None) -> tuple[Table, ...]:
        """All tables, or those of `document`."""

    def references(self, document: str, numbers: Sequence[str]) -> tuple[Reference, ...]:
        """The entries of `document`'s bibliography with these numbers; numbers it lacks are left out."""

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        """The terms that the texts give in both languages or with an abbreviation."""

    def vocabulary(self) -> tuple[tuple[str, str], ...]:
        """Language and word of every word that the texts use often enough."""

    def nearest(self, vector: NDArray[np.float32], count: int, only: Filter) -> list[tuple[str, float]]:
        """The `count` passages nearest to `vector` (shape `(dimension,)`): ids and cosine of the nearest
        window, by (-score, id)."""

    def window_tokens(self, ids: Sequence[str]) -> dict[str, tuple[WindowTokens, ...]]:
        """The tokens of each passage's windows, in their order."""

    def token_weights(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """How rare each of these tokens of the encoder's vocabulary is, from 0 in every window to nearly 1 in
        none (inverse document frequency, Spärck Jones 1972), shape `(ids,)`."""

    def match(self, terms: Sequence[str], count: int, only: Filter) -> list[tuple[str, float]]:
        """The `count` best passages for any of `terms` (as `indexing.analysis` makes them): ids and BM25
        score (greater is better), by (-score, id)."""

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands."""

    def passage_count(self) -> int:
        """How many passages there are."""
