"""Passages of a document: blocks of one section and language, packed and cut to size."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus import Document, Span, quote
from indexing.blocks import Block, BlockKind, Structure
from indexing.passages import MAX_CHARACTERS, Passage
from indexing.reading import Reading, read
from indexing.sentences import split_sentences

TARGET_CHARACTERS = {"en": 1400, "zh": 600}
"""Neighbouring blocks of a section are packed together up to this length."""
WINDOW_CHARACTERS = {"en": 120, "zh": 24}
"""Sentences shorter than this are embedded together with the next."""
_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_ALONE = (
    BlockKind.TABLE_ROW,
    BlockKind.CAPTION,
    BlockKind.FOOTNOTE,
    BlockKind.REFERENCE,
    BlockKind.FRONT_MATTER,
)


def make_passages(structure: Structure, document: Document) -> tuple[Passage, ...]:
    """The passages of a document in text order, each at most MAX_CHARACTERS long."""
    chunker = _Chunker(structure, document)
    passages = sorted(chunker.passages(), key=lambda passage: (passage.spans, passage.language))
    return tuple(
        replace(passage, id=f"{document.id}:p{number:04d}") for number, passage in enumerate(passages)
    )


def link_twins(passages: Sequence[Passage], structures: Iterable[Structure]) -> tuple[Passage, ...]:
    """Set `twin` of passages whose blocks mostly repeat those of another document's passage."""
    same_as = {block.id: block.same_as for structure in structures for block in structure.blocks}
    home = {block: passage.id for passage in passages for block in passage.blocks}

    def twin(passage: Passage) -> str | None:
        originals = [home.get(same_as.get(block) or "") for block in passage.blocks]
        first = next((original for original in originals if original), None)
        return first if first and originals.count(None) * 2 <= len(originals) else None

    return tuple(replace(passage, twin=twin(passage)) for passage in passages)


class _Chunker:
    """Makes the passages of one document."""

    def __init__(self, structure: Structure, document: Document) -> None:
        self.structure = structure
        self.document = document
        self.tables = {table.id: table for table in structure.tables}
        self.readings: dict[str, Reading] = {}

    def passages(self) -> Iterator[Passage]:
        for block in self.structure.blocks:
            if block.kind in _ALONE:
                yield from self._cut(block)
        for language in ("en", "zh"):
            body = [b for b in self.structure.blocks if b.kind in _BODY and b.language == language]
            for _, blocks in groupby(body, key=lambda block: block.section):
                for pack in self._packs(list(blocks)):
                    yield from self._cut(pack[0]) if len(pack) == 1 else [self._passage(pack)]

    def _reading(self, block: Block) -> Reading:
        if block.id not in self.readings:
            self.readings[block.id] = read(self.document.text, block)
        return self.readings[block.id]

    def _packs(self, blocks: list[Block]) -> Iterator[list[Block]]:
        pack: list[Block] = []
        for block in blocks:
            joined = self._merged_spans([*pack, block])
            if pack and _length(joined) > TARGET_CHARACTERS[block.language]:
                yield pack
                pack = []
            pack.append(block)
        if pack:
            yield pack

    def _merged_spans(self, blocks: Sequence[Block]) -> tuple[Span, ...]:
        """The blocks' spans in order; those with only white space between them become one."""
        merged: list[Span] = []
        for span in sorted(span for block in blocks for span in block.spans):
            if merged and not self.document.text[merged[-1].end : span.start].strip():
                merged[-1] = Span(merged[-1].start, span.end)
            else:
                merged.append(span)
        return tuple(merged)

    def _cut(self, block: Block) -> Iterator[Passage]:
        """The block as a passage, or several cut between sentences when it is too long for one."""
        if _length(block.spans) <= MAX_CHARACTERS:
            yield self._passage([block])
            return
        reading = self._reading(block)
        start = end = 0
        for first, last in [*split_sentences(reading.text), (len(reading.text), len(reading.text))]:
            too_long = _length(reading.source_spans(start, last, block)) > TARGET_CHARACTERS[block.language]
            if end > start and (too_long or first == last):
                yield from self._pieces(block, reading, start, end)
                start = first
            end = last

    def _pieces(self, block: Block, reading: Reading, start: int, end: int) -> Iterator[Passage]:
        """Sentences of a long block as one passage; a single one too long for that is cut at the limit."""
        while start < end:
            stop = end
            spans = reading.source_spans(start, stop, block)
            while _length(spans) > MAX_CHARACTERS:
                stop -= _length(spans) - MAX_CHARACTERS
                spans = reading.source_spans(start, stop, block)
            if not spans:
                return
            yield self._passage([block], spans, reading.text[start:stop].strip())
            start = stop

    def _passage(self, blocks: Sequence[Block], spans: tuple[Span, ...] = (), reading: str = "") -> Passage:
        first = blocks[0]
        spans = spans or self._merged_spans(blocks)
        if first.kind is BlockKind.TABLE_ROW:
            reading = row_reading(first)
        reading = reading or "\n".join(self._reading(block).text for block in blocks)
        return Passage(
            id="",
            document=self.document.id,
            section=first.section,
            kind=first.kind,
            language=first.language,
            spans=spans,
            text=quote(self.document.text, spans),
            reading=reading,
            context=self._context(first),
            blocks=tuple(block.id for block in blocks),
            windows=tuple(windows_of(first, reading)),
            cells=tuple((cell.column, cell.value) for cell in first.cells),
            table=first.table,
        )

    def _context(self, block: Block) -> str:
        parts = [self.document.title, *block.section]
        table = self.tables.get(block.table or "")
        if table is not None and block.kind is not BlockKind.CAPTION:
            parts.append(table.caption)
        return " › ".join(parts)


def row_reading(row: Block) -> str:
    """A table row for readers and matching: `column: cell; column: cell`, without the empty ones."""
    given = ((cell.column, cell.value) for cell in row.cells if cell.value is not None)
    return "; ".join(f"{column}: {value}" if column else str(value) for column, value in given)


def windows_of(first: Block, reading: str) -> Iterator[str]:
    """What is embedded of a passage: its sentences, short ones together, each after its section's name."""
    if first.kind is BlockKind.TABLE_ROW:
        yield reading
        return
    head = f"{first.section[-1]}: " if first.section and first.kind in _BODY else ""
    start: int | None = None
    for begin, end in split_sentences(reading):
        start = begin if start is None else start
        if end - start >= WINDOW_CHARACTERS[first.language]:
            yield head + reading[start:end]
            start = None
    if start is not None:
        yield head + reading[start:].strip()


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
