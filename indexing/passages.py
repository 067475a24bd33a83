"""The nouns of retrieval: passages, filters, hits."""

from dataclasses import dataclass, field

from corpus import Span
from indexing.blocks import Block, BlockKind, Language

MAX_CHARACTERS = 2000
"""A passage's text is at most this long."""


@dataclass(frozen=True)
class Passage:
    """What is retrieved: one or more blocks of one section and language.

    `text` is exactly what `spans` quote. `reading` is the same for readers and matching: without citation
    marks and mark-up, a table row as `column: cell; …`. `windows` are the pieces of it that are embedded,
    each a few sentences. `twin` is the id of the passage of another document that says the same.
    """

    id: str
    document: str
    section: tuple[str, ...]
    kind: BlockKind
    language: Language
    spans: tuple[Span, ...]
    text: str
    reading: str
    context: str
    blocks: tuple[str, ...]
    windows: tuple[str, ...]
    cells: tuple[tuple[str, str | None], ...] = ()
    table: str | None = None
    twin: str | None = None

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(frozen=True)
class Filter:
    """Which passages may be found; an empty set allows all. `section` is a part of a section path."""

    documents: frozenset[str] = frozenset()
    kinds: frozenset[BlockKind] = frozenset()
    languages: frozenset[Language] = frozenset()
    section: str = ""


def allows(only: Filter, block: Block) -> bool:
    """Whether `only` lets a block be shown that no search found: an entry of the bibliography that a text
    cites, the original of a translation, another row of a table. It may stand in another section."""
    return (
        (not only.documents or block.document in only.documents)
        and (not only.kinds or block.kind in only.kinds)
        and (not only.languages or block.language in only.languages)
    )


@dataclass(frozen=True)
class Hit:
    """A passage with its fused score and how each retriever ranked it (from 1).

    `twins` are found passages of other documents that say the same and stand behind this one.
    """

    passage: Passage
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    twins: tuple[Passage, ...] = ()

    @property
    def also_in(self) -> tuple[str, ...]:
        """The other documents that say the same, each once."""
        found = dict.fromkeys(twin.document for twin in self.twins)
        return tuple(document for document in found if document != self.passage.document)
