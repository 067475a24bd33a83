"""A document taken apart: every character in exactly one block."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus import Document, Span, quote
from indexing.blocks import Block, BlockKind, CitationMark, Reference, Structure, Table
from indexing.structure.language import language_of
from indexing.structure.lines import Piece, outside, split_lines
from indexing.structure.marks import find_footnote_marks, find_marks, footnote_number
from indexing.structure.outline import section_paths
from indexing.structure.paragraphs import join_cut
from indexing.structure.parallel import link_parallel
from indexing.structure.pieces import sort_lines
from indexing.structure.references import find_bibliography
from indexing.structure.table_nouns import ParsedTable
from indexing.structure.tables import find_tables

# Affiliations are numbered with superscripts too, and an entry of the bibliography cites nothing.
_WITHOUT_MARKS = frozenset((BlockKind.LAYOUT, BlockKind.FRONT_MATTER, BlockKind.REFERENCE))
# What points to a footnote: a table's rows have notes of their own.
_WITH_FOOTNOTES = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.CAPTION))


def parse_corpus(documents: Sequence[Document]) -> tuple[Structure, ...]:
    """The structure of each document, with what says the same linked across languages and documents.

    A document without a bibliography cites that of the document to which it is parallel, and its signs point
    to that one's footnotes.
    """
    own = {document.id: parse_document(document) for document in documents}
    texts = {document.id: document.text for document in documents}
    structures = []
    for document in documents:
        structure = own[document.id]
        original = own.get(document.parallel_to or "")
        if original is not None and not structure.references:
            notes = _footnotes(original, texts[original.document])
            structure = _with_marks(structure, document.text, original.references, notes)
        structures.append(structure)
    return link_parallel(tuple(structures), tuple(documents))


def parse_document(document: Document) -> Structure:
    """The structure of one document, its blocks not yet linked to those of others."""
    tables = {f"{document.id}:table-{n}": table for n, table in enumerate(find_tables(document), start=1)}
    references = find_bibliography(document)
    apart = [piece for name, table in tables.items() for piece in _table_pieces(document.text, name, table)]
    apart += [_plain(document.text, BlockKind.REFERENCE, reference.spans) for reference in references]
    lines = outside(split_lines(document.text), [span for piece in apart for span in piece.spans])
    bilingual = len(document.languages) > 1
    body = join_cut(sort_lines(lines, document.title, bilingual), bilingual)
    pieces = _with_gaps(document.text, [*body, *apart])
    blocks = _blocks(document.id, pieces, section_paths(pieces, bilingual))
    nouns = tuple(_table(document, name, table, blocks) for name, table in tables.items())
    return _with_marks(Structure(document.id, blocks, nouns, references), document.text, references)


def _table_pieces(text: str, name: str, table: ParsedTable) -> Iterator[Piece]:
    language = table.language
    if table.caption_spans:
        words = quote(text, table.caption_spans)
        yield Piece(BlockKind.CAPTION, table.caption_spans, words, language, table=name)
    for row in table.rows:
        words = quote(text, row.spans)
        yield Piece(BlockKind.TABLE_ROW, row.spans, words, language, table=name, cells=row.cells)
    for kind, spans in (
        (BlockKind.FOOTNOTE, table.footnote_spans),
        (BlockKind.LAYOUT, table.header_spans),
        (BlockKind.LAYOUT, table.layout_spans),
    ):
        for span in spans:
            yield Piece(kind, (span,), text[span.start : span.end], language, table=name)


def _plain(text: str, kind: BlockKind, spans: tuple[Span, ...]) -> Piece:
    words = quote(text, spans)
    return Piece(kind, spans, words, language_of(words))


def _with_gaps(text: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """`pieces` in text order, with what none of them holds as pieces of layout in between."""
    gaps: list[Piece] = []
    position = 0
    for start, end in (*sorted(span for piece in pieces for span in piece.spans), Span(len(text), len(text))):
        if start > position:
            gaps.append(_plain(text, BlockKind.LAYOUT, (Span(position, start),)))
        position = end
    return tuple(sorted((*pieces, *gaps), key=lambda piece: piece.start))


def _blocks(document: str, pieces: Sequence[Piece], paths: Sequence[tuple[str, ...]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            id=f"{document}:{ordinal:04d}",
            document=document,
            kind=piece.kind,
            section=path,
            language=piece.language,
            spans=piece.spans,
            table=piece.table,
            cells=piece.cells,
        )
        for ordinal, (piece, path) in enumerate(zip(pieces, paths, strict=True))
    )


def _table(document: Document, name: str, table: ParsedTable, blocks: Iterable[Block]) -> Table:
    parts = [block for block in blocks if block.table == name]
    return Table(
        id=name,
        document=document.id,
        label=table.label,
        caption=table.caption,
        section=next((block.section for block in parts if block.kind is not BlockKind.LAYOUT), ()),
        language=table.language,
        columns=table.columns,
        abbreviations=table.abbreviations,
        rows=tuple(block.id for block in parts if block.kind is BlockKind.TABLE_ROW),
    )


def _with_marks(
    structure: Structure,
    text: str,
    references: Sequence[Reference],
    notes_elsewhere: frozenset[str] = frozenset(),
) -> Structure:
    """`structure` with the marks of its blocks that `references` and footnotes answer."""
    numbers = frozenset(reference.number for reference in references)
    notes = _footnotes(structure, text) | notes_elsewhere

    def marks(block: Block) -> tuple[CitationMark, ...]:
        found = () if block.kind in _WITHOUT_MARKS else find_marks(text, block.spans, numbers)
        signs = find_footnote_marks(text, block.spans, notes) if block.kind in _WITH_FOOTNOTES else ()
        return tuple(sorted((*found, *signs), key=lambda mark: mark.span))

    return replace(structure, blocks=tuple(replace(block, marks=marks(block)) for block in structure.blocks))


def _footnotes(structure: Structure, text: str) -> frozenset[str]:
    """The numbers of a document's footnotes."""
    notes = (block for block in structure.blocks if block.kind is BlockKind.FOOTNOTE)
    return frozenset(
        number for note in notes if (number := footnote_number(text[note.start : note.end])) is not None
    )
