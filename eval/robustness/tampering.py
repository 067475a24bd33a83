"""A store that hides passages of another one, and puts others in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus import Document, Span
from eval.robustness.world import PLANTED, UNCHANGED, World
from indexing.analysis import is_chinese
from indexing.blocks import Block, BlockKind, Language, Reference, Table
from indexing.embedders.encoder import load_encoder
from indexing.glossary.nouns import GlossaryEntry
from indexing.passages import Filter, Passage
from indexing.store.protocol import Store
from indexing.tokens import WindowTokens, tokens_of

_FIRST = 2.0
"""Nearer than any cosine: what is put in is found first."""
_SPARE = 40
"""How many more are proposed, of which some may be hidden."""


@dataclass(frozen=True)
class _Planted:
    passage: Passage
    block: Block
    tokens: tuple[WindowTokens, ...]


class TamperedStore:
    """The other store, but for what `world` hides and adds. Not safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.restore()

    def restore(self) -> None:
        """Show the texts as they are."""
        self._world: World = UNCHANGED
        self._strangers: tuple[Passage, ...] = ()
        self._planted: _Planted | None = None

    def change(self, world: World, strangers: Sequence[Passage]) -> None:
        """Show the texts as `world` has them; `strangers` are the passages of its other questions."""
        self._world = world
        self._strangers = tuple(passage for passage in strangers if not self._hides(passage))
        self._planted = _plant(world.planted) if world.planted else None

    @property
    def fingerprint(self) -> str:
        return self._store.fingerprint

    @property
    def embedder(self) -> str:
        return self._store.embedder

    def documents(self) -> tuple[Document, ...]:
        return self._store.documents()

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        planted = self._planted
        if planted is None or planted.passage.id not in ids:
            return self._store.passages(ids)
        return tuple(
            planted.passage if id == planted.passage.id else self._store.passages([id])[0] for id in ids
        )

    def blocks(self, ids: Sequence[str]) -> tuple[Block, ...]:
        planted = self._planted
        if planted is not None and planted.block.id in ids:
            return (planted.block,)
        found = self._store.blocks(ids)
        # Rows of a table are asked for together: there a hidden one must not come in by the back door.
        return tuple(b for b in found if b.kind is not BlockKind.TABLE_ROW or not self._hides(b))

    def blocks_between(self, document: str, start: int, end: int) -> tuple[Block, ...]:
        if document == PLANTED:
            return (self._planted.block,) if self._planted else ()
        found = self._store.blocks_between(document, start, end)
        return tuple(block for block in found if not self._hides(block))

    def tables(self, document: str | None = None) -> tuple[Table, ...]:
        return self._store.tables(document)

    def references(self, document: str, numbers: Sequence[str]) -> tuple[Reference, ...]:
        return () if document == PLANTED else self._store.references(document, numbers)

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        return self._store.glossary()

    def vocabulary(self) -> tuple[tuple[str, str], ...]:
        return self._store.vocabulary()

    def nearest(self, vector: NDArray[np.float32], count: int, only: Filter) -> list[tuple[str, float]]:
        more = _SPARE if self._world.hidden else 0
        found = self._store.nearest(vector, count + more, only)
        put_in = [(passage.id, _FIRST) for passage in self._put_in() if _allowed(passage, only)]
        ids = {id for id, _ in put_in}
        return [*put_in, *(entry for entry in self._shown(found) if entry[0] not in ids)][:count]

    def window_tokens(self, ids: Sequence[str]) -> dict[str, tuple[WindowTokens, ...]]:
        planted = self._planted
        if planted is None or planted.passage.id not in ids:
            return self._store.window_tokens(ids)
        rest = [id for id in ids if id != planted.passage.id]
        return {**self._store.window_tokens(rest), planted.passage.id: planted.tokens}

    def token_weights(self, ids: Sequence[int]) -> NDArray[np.float32]:
        return self._store.token_weights(ids)

    def match(self, terms: Sequence[str], count: int, only: Filter) -> list[tuple[str, float]]:
        more = _SPARE if self._world.hidden else 0
        return self._shown(self._store.match(terms, count + more, only))[:count]

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        return self._store.document_frequency(terms)

    def passage_count(self) -> int:
        return self._store.passage_count()

    def _put_in(self) -> list[Passage]:
        return [*([self._planted.passage] if self._planted else []), *self._strangers]

    def _shown(self, found: list[tuple[str, float]]) -> list[tuple[str, float]]:
        if not self._world.hidden:
            return found
        passages = self._store.passages([id for id, _ in found])
        hidden = {passage.id for passage in passages if self._hides(passage)}
        return [entry for entry in found if entry[0] not in hidden]

    def _hides(self, piece: Passage | Block) -> bool:
        return self._world.hides(piece.document, piece.spans)


def planted_document(text: str, like: Document) -> Document:
    """The document that a planted passage is the whole of."""
    return replace(like, id=PLANTED, title=PLANTED, text=text, parallel_to=None)


def _plant(text: str) -> _Planted:
    id = f"{PLANTED}:{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    language: Language = "zh" if is_chinese(text) else "en"
    spans = (Span(0, len(text)),)
    block = Block(id, PLANTED, BlockKind.PARAGRAPH, (), language, spans)
    passage = Passage(id, PLANTED, (), BlockKind.PARAGRAPH, language, spans, text, text, "", (id,), (text,))
    tokens = tuple(tokens_of([text], load_encoder()))
    return _Planted(passage, block, tokens)


def _allowed(passage: Passage, only: Filter) -> bool:
    return (not only.kinds or passage.kind in only.kinds) and (
        not only.languages or passage.language in only.languages
    )
