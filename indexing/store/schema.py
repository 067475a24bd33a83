"""The shape of the database, and how the nouns become its rows and come back.

Passages and windows are numbered from 0: `fulltext.rowid` is `passages.row`, and `windows.row` is the
window's row among the vectors, and `tokens.row` too.
"""

import json
import string
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import numpy as np

from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Cell, CellOrigin, CitationMark, Reference, Table
from indexing.glossary.nouns import GlossaryEntry
from indexing.passages import Passage
from indexing.tokens import ID, PLACE, WindowTokens

SCHEMA_VERSION = 4
"""Raised whenever an index of the former shape can't be read any more."""

Row = tuple[Any, ...]

# Terms come ready made, so the tokenizer only has to leave them whole: `ascii` takes every other character
# as part of a word (newer CJK ones too, which `unicode61` drops), and punctuation is told to be so.
_WORD_MARKS = string.punctuation.replace("'", "''''").replace('"', '""')

# `detail` stays full: without positions, bm25() of a contentless table is always 0.
SCHEMA = f"""
CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  authors TEXT NOT NULL, year INTEGER NOT NULL, languages TEXT NOT NULL, file TEXT NOT NULL,
  sha256 TEXT NOT NULL, source TEXT NOT NULL, rights TEXT NOT NULL, text TEXT NOT NULL, parallel_to TEXT);
CREATE TABLE blocks (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
  kind TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, spans TEXT NOT NULL, marks TEXT NOT NULL, table_id TEXT, cells TEXT NOT NULL,
  parallel TEXT, same_as TEXT);
CREATE INDEX blocks_by_place ON blocks (document, start);
CREATE TABLE tables (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
  label TEXT NOT NULL, caption TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL,
  columns TEXT NOT NULL, abbreviations TEXT NOT NULL, rows TEXT NOT NULL);
CREATE TABLE bibliography (row INTEGER PRIMARY KEY, document TEXT NOT NULL, number TEXT NOT NULL,
  text TEXT NOT NULL, spans TEXT NOT NULL);
CREATE INDEX bibliography_by_number ON bibliography (document, number);
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
  section TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, spans TEXT NOT NULL,
  text TEXT NOT NULL, reading TEXT NOT NULL, context TEXT NOT NULL, blocks TEXT NOT NULL,
  cells TEXT NOT NULL, table_id TEXT, twin TEXT);
CREATE TABLE windows (row INTEGER PRIMARY KEY, passage INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX windows_by_passage ON windows (passage);
CREATE TABLE tokens (row INTEGER PRIMARY KEY, ids BLOB NOT NULL, places BLOB NOT NULL, signs BLOB NOT NULL,
  middle BLOB NOT NULL);
CREATE TABLE token_windows (token INTEGER PRIMARY KEY, windows INTEGER NOT NULL);
CREATE TABLE glossary (row INTEGER PRIMARY KEY, english TEXT, chinese TEXT, abbreviation TEXT,
  document TEXT NOT NULL, spans TEXT NOT NULL, count INTEGER NOT NULL, confidence REAL NOT NULL);
CREATE TABLE words (row INTEGER PRIMARY KEY, language TEXT NOT NULL, word TEXT NOT NULL);
CREATE VIRTUAL TABLE fulltext USING fts5 (body, context, content='', detail=full,
  tokenize="ascii tokenchars '{_WORD_MARKS}'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (fulltext, row);
"""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(text))


def document_row(document: Document) -> Row:
    d = document
    return (
        *(d.id, d.title, _json(d.authors), d.year, _json(d.languages), d.file, d.sha256),
        *(d.source, d.rights, d.text, d.parallel_to),
    )


def read_document(row: Sequence[Any]) -> Document:
    _, id, title, authors, year, languages, *others = row
    file, sha256, source, rights, text, parallel_to = others
    return Document(
        id=id,
        title=title,
        authors=_strings(authors),
        year=year,
        languages=_strings(languages),
        file=file,
        sha256=sha256,
        source=source,
        rights=rights,
        text=text,
        parallel_to=parallel_to,
    )


def block_row(block: Block) -> Row:
    b = block
    return (
        *(b.id, b.document, b.kind, _json(b.section), b.language, b.start, max(span.end for span in b.spans)),
        *(_json(b.spans), _json([astuple(mark) for mark in b.marks]), b.table),
        *(_json([astuple(cell) for cell in b.cells]), b.parallel, b.same_as),
    )


def read_block(row: Sequence[Any]) -> Block:
    _, id, document, kind, section, language, _, _, spans, marks, table, cells, parallel, same_as = row
    return Block(
        id=id,
        document=document,
        kind=BlockKind(kind),
        section=_strings(section),
        language=language,
        spans=_spans(spans),
        marks=tuple(CitationMark(Span(*span), tuple(numbers)) for span, numbers in json.loads(marks)),
        table=table,
        cells=tuple(_cell(*cell) for cell in json.loads(cells)),
        parallel=parallel,
        same_as=same_as,
    )


def _cell(column: str, value: str | None, origin: str, span: tuple[int, int] | None) -> Cell:
    return Cell(column, value, CellOrigin(origin), Span(*span) if span else None)


def table_row(table: Table) -> Row:
    t = table
    return (
        *(t.id, t.document, t.label, t.caption, _json(t.section), t.language),
        *(_json(t.columns), _json(t.abbreviations), _json(t.rows)),
    )


def read_table(row: Sequence[Any]) -> Table:
    _, id, document, label, caption, section, language, columns, abbreviations, rows = row
    return Table(
        id=id,
        document=document,
        label=label,
        caption=caption,
        section=_strings(section),
        language=language,
        columns=_strings(columns),
        abbreviations=tuple((short, full) for short, full in json.loads(abbreviations)),
        rows=_strings(rows),
    )


def reference_row(reference: Reference) -> Row:
    return (reference.document, reference.number, reference.text, _json(reference.spans))


def read_reference(row: Sequence[Any]) -> Reference:
    _, document, number, text, spans = row
    return Reference(document, number, text, _spans(spans))


def glossary_row(entry: GlossaryEntry) -> Row:
    e = entry
    return (e.english, e.chinese, e.abbreviation, e.document, _json(e.spans), e.count, e.confidence)


def read_glossary(row: Sequence[Any]) -> GlossaryEntry:
    _, english, chinese, abbreviation, document, spans, count, confidence = row
    return GlossaryEntry(english, chinese, abbreviation, document, _spans(spans), count, confidence)


def tokens_row(tokens: WindowTokens) -> Row:
    return tuple(part.tobytes() for part in (tokens.ids, tokens.places, tokens.signs, tokens.middle))


def read_tokens(ids: bytes, places: bytes, signs: bytes, middle: bytes) -> WindowTokens:
    known = np.frombuffer(ids, ID)
    size = len(signs) // len(known) if len(known) else 0
    end, inner = (np.frombuffer(part, np.uint8).reshape(len(known), size) for part in (signs, middle))
    return WindowTokens(known, np.frombuffer(places, PLACE).reshape(-1, 2), end, inner)


def passage_row(passage: Passage) -> Row:
    p = passage
    return (
        *(p.id, p.document, _json(p.section), p.kind, p.language, _json(p.spans), p.text, p.reading),
        *(p.context, _json(p.blocks), _json(p.cells), p.table, p.twin),
    )


def read_passage(row: Sequence[Any], windows: tuple[str, ...]) -> Passage:
    _, id, document, section, kind, language, spans, text, reading, context, blocks, cells, table, twin = row
    return Passage(
        id=id,
        document=document,
        section=_strings(section),
        kind=BlockKind(kind),
        language=language,
        spans=_spans(spans),
        text=text,
        reading=reading,
        context=context,
        blocks=_strings(blocks),
        windows=windows,
        cells=tuple((column, value) for column, value in json.loads(cells)),
        table=table,
        twin=twin,
    )
