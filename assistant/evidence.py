"""Evidence: the sentences, list items and table rows of found passages, with their exact places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.rules import violations
from corpus import Document, Span
from indexing.analysis import terms
from indexing.blocks import Block, BlockKind, Language
from indexing.chunking import row_reading
from indexing.passages import Filter, Hit, Passage, allows
from indexing.reading import Reading, read
from indexing.sentences import split_sentences
from indexing.store.protocol import Store

CACHED = 5_000
"""Passages whose units are kept from question to question."""
EVERYTHING = Filter()
_ENTRY_NUMBER = re.compile(r"^\s*(?:\[\d+\]|\d+\.)\s*")


@dataclass(frozen=True)
class Unit:
    """A piece of a source that can stand in an answer.

    `text` reads without citation marks; `spans` quote it exactly. `order` is its place among the units of
    its block; `block` and `hit` say where it comes from.
    """

    hit: Hit
    block: Block
    order: int
    text: str
    spans: tuple[Span, ...]
    terms: frozenset[str]

    @property
    def document(self) -> str:
        return self.block.document

    @property
    def language(self) -> Language:
        return self.block.language

    @property
    def is_row(self) -> bool:
        return self.block.kind is BlockKind.TABLE_ROW


class EvidenceReader:
    """Reads the units of passages and blocks from a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept: dict[str, tuple[Unit, ...]] = {}
        self.documents: dict[str, Document] = {document.id: document for document in store.documents()}
        self.labels: dict[str, str] = {table.id: table.label for table in store.tables()}

    def units(self, hits: Sequence[Hit], only: Filter = EVERYTHING) -> tuple[Unit, ...]:
        """The units of each hit's passage, in the hits' and the texts' order; what stands in for one of them
        from outside of the passage must be in `only`, or is left out."""
        return tuple(
            replace(unit, hit=hit)
            for hit in hits
            for unit in self._kept_units(hit)
            if unit.block.id in hit.passage.blocks or allows(only, unit.block)
        )

    def _kept_units(self, hit: Hit) -> tuple[Unit, ...]:
        # Another thread may clear what is kept at any moment, so it is asked once.
        found = self._kept.get(hit.passage.id)
        if found is None:
            if len(self._kept) >= CACHED:
                self._kept.clear()
            found = self._kept[hit.passage.id] = tuple(self.units_of(hit))
        return found

    def units_of(self, hit: Hit) -> Iterator[Unit]:
        """The units of a passage. Where a translation departs from its original in a number, the original
        speaks: a machine translated it, the authors didn't write it."""
        for block in self.store.blocks(hit.passage.blocks):
            units = [u for u in self.units_of_block(block, hit) if _within(u.spans, hit.passage)]
            original = self._original(block)
            if original is None:
                yield from units
                continue
            source = self.read(original).text
            yield from (unit for unit in units if not _misquotes(unit, source))
            if any(_misquotes(unit, source) for unit in units):
                yield from self.units_of_block(original, hit)

    def _original(self, block: Block) -> Block | None:
        """The English block that a Chinese block of a bilingual document translates."""
        if block.language != "zh" or block.parallel is None or block.kind is BlockKind.TABLE_ROW:
            return None
        return self.store.blocks([block.parallel])[0]

    def units_of_block(self, block: Block, hit: Hit) -> Iterator[Unit]:
        """The sentences of a block; a table row or an entry of a bibliography is one unit."""
        if block.kind is BlockKind.TABLE_ROW:
            text = row_reading(block)
            yield Unit(hit, block, 0, text, block.spans, frozenset(terms(text)))
            return
        reading = self.read(block)
        if block.kind is BlockKind.REFERENCE:
            text = _ENTRY_NUMBER.sub("", reading.text)
            yield Unit(hit, block, 0, text, block.spans, frozenset(terms(text)))
            return
        for order, (start, end) in enumerate(split_sentences(reading.text)):
            start = _after_heading(reading.text, start, end, block)
            if start < end:
                text = reading.text[start:end]
                spans = reading.source_spans(start, end, block)
                yield Unit(hit, block, order, text, spans, frozenset(terms(text)))

    def read(self, block: Block) -> Reading:
        return read(self.documents[block.document].text, block)


def _after_heading(text: str, start: int, end: int, block: Block) -> int:
    """Where the sentence begins after a run-in heading such as `Guideline Psy-LLM is …`."""
    heading = block.section[-1] if block.section else ""
    if start or not heading or not text.startswith(heading) or text[len(heading) : len(heading) + 1] != " ":
        return start
    after = len(heading) + 1
    # A sentence that only begins with the same words ("Scaling laws show …") goes on in lower case.
    return after if after < end and (text[after].isupper() or text[after].isdigit()) else start


def _misquotes(unit: Unit, original: str) -> bool:
    """Whether a translated unit has a number that its original lacks."""
    return any(violation.kind == "number" for violation in violations(unit.text, original))


def _within(spans: Sequence[Span], passage: Passage) -> bool:
    return any(span.overlaps(whole) for span in spans[:1] for whole in passage.spans)
