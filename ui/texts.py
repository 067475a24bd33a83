"""What the app reads of the index: documents, the places around a span, pairs in the other language."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from assistant.cli.outline import Path, Section, find_sections, outline, path_of
from assistant.cli.selection import UnknownName, find_document
from assistant.cli.sources import Sources
from corpus import Document, Span
from indexing.blocks import Block, Reference, Table
from indexing.store.protocol import Store
from ui.passages_html import TextView, touches

NEIGHBOURHOOD = 5000
"""How many characters before and after a quote can be scrolled to beside an answer."""


class Texts:
    """The texts of one index. What is read once is kept: an index never changes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sources = Sources(store)
        self.documents: Mapping[str, Document] = self.sources.documents
        self.blocks = cache(self._blocks)
        self.view = cache(self._view)
        self.outline = cache(self._outline)

    def find(self, name: str, spans: Sequence[Span] = ()) -> Document:
        """The document that `name` means. Raises UnknownName, also when `spans` lie beyond its text."""
        document = find_document(name, self.store.documents())
        if any(not 0 <= span.start < span.end <= len(document.text) for span in spans):
            raise UnknownName(f"{document.id} has {len(document.text):,} characters.", "Name a place in it.")
        return document

    def around(self, document: str, spans: Sequence[Span], room: int = NEIGHBOURHOOD) -> tuple[Block, ...]:
        """The blocks near `spans`."""
        start = min(span.start for span in spans) - room
        end = max(span.end for span in spans) + room
        return self.store.blocks_between(document, max(0, start), end)

    def at(self, document: str, spans: Sequence[Span]) -> tuple[Block, ...]:
        """The blocks that `spans` touch."""
        return tuple(block for block in self.blocks(document) if touches(block, spans))

    def section(self, block: Block) -> Path:
        """The section path of a block."""
        return path_of(block, self.documents[block.document].text)

    def section_named(self, document: Document, wanted: str) -> tuple[Path, tuple[Block, ...]]:
        """The section that `wanted` means, with its blocks. Raises UnknownName for none and for several."""
        found = find_sections(self.outline(document.id), wanted)
        if len(found) != 1:
            names = "; ".join(" › ".join(section.path) for section in found[:8])
            remedy = f"Name one of: {names}." if names else "show without a section lists them."
            raise UnknownName(f"{document.id} has {len(found) or 'no'} sections {wanted!r}.", remedy)
        path = found[0].path
        return path, tuple(b for b in self.blocks(document.id) if self.section(b)[: len(path)] == path)

    def pairs(self, block: Block) -> tuple[Block, ...]:
        """The blocks that say the same in the other language: its own pair, or those of the bilingual text
        that repeat it."""
        if block.parallel:
            return (self._by_id[block.parallel],)
        return tuple(b for b in self._repeats.get(block.id, ()) if b.language != block.language)

    def references(self, document: str, spans: Sequence[Span]) -> tuple[Reference, ...]:
        """The bibliography entries that `spans` cite; those of the text it repeats, where it has none."""
        blocks = self.at(document, spans)
        marks = [m for block in blocks for m in block.marks if any(m.span.overlaps(span) for span in spans)]
        numbers = tuple(dict.fromkeys(number for mark in marks for number in mark.numbers))
        found = self.store.references(document, numbers)
        other = self.documents[document].parallel_to
        return found or (self.store.references(other, numbers) if other else ())

    def tables(self) -> tuple[Table, ...]:
        """All tables, in the texts' order."""
        return self.store.tables()

    def rows(self, table: Table) -> Sequence[Block]:
        """The rows of a table."""
        return self.view(table.document).rows[table.id]

    @cached_property
    def _all(self) -> Sequence[Block]:
        return [block for document in self.documents for block in self.blocks(document)]

    @cached_property
    def _by_id(self) -> Mapping[str, Block]:
        return {block.id: block for block in self._all}

    @cached_property
    def _repeats(self) -> Mapping[str, Sequence[Block]]:
        """The blocks that repeat one of another text, by that one's id."""
        found: dict[str, list[Block]] = {}
        for block in self._all:
            if block.same_as:
                found.setdefault(block.same_as, []).append(block)
        return found

    def _blocks(self, document: str) -> tuple[Block, ...]:
        return self.store.blocks_between(document, 0, len(self.documents[document].text))

    def _view(self, document: str) -> TextView:
        tables = {table.id: table for table in self.store.tables(document)}
        rows = {id: self.store.blocks(table.rows) for id, table in tables.items()}
        return TextView(self.documents[document], tables, rows)

    def _outline(self, document: str) -> tuple[Section, ...]:
        return outline(self.blocks(document), self.documents[document].text)
