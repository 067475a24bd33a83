"""`medfm show`: a document's sections, one of them, or what stands around a citation."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.excerpts import CONTEXT, Excerpt, excerpts_around, excerpts_of
from assistant.cli.jsonout import bounds
from assistant.cli.opening import open_texts
from assistant.cli.outline import Section, find_sections, outline, path_of
from assistant.cli.parser import Usage
from assistant.cli.reader import Reader
from assistant.cli.selection import UnknownName, find_document
from assistant.cli.sources import place
from assistant.cli.words import WORDS
from assistant.cli.wrapping import wrap
from assistant.questions import language_of
from corpus import Document, Span, quote
from indexing.blocks import Block
from indexing.store.protocol import Store

_INDENT = "  "


def run(parsed: Namespace, console: Console) -> int:
    """Show a document or a part of it."""
    if parsed.section is not None and parsed.span:
        raise Usage("--section and --span exclude each other.", "Leave one of them out.")
    store = open_texts(settings_of(parsed), console)
    view = View(console, find_document(parsed.doc, store.documents()), store, parsed.json)
    if parsed.span:
        view.spans(sorted(parsed.span))
    elif parsed.section is not None:
        view.section(parsed.section)
    else:
        view.contents(view.sections())
    return 0


@dataclass(frozen=True)
class View:
    """Shows one document on a console, as text or as one line of JSON."""

    console: Console
    document: Document
    store: Store
    as_json: bool = False

    def contents(self, sections: Sequence[Section]) -> None:
        """The sections with their places, deeper ones indented."""
        if self.as_json:
            listed = [{"section": list(s.path), "start": s.span.start, "end": s.span.end} for s in sections]
            self._json(sections=listed)
            return
        self._reader.title()
        places = [place([section.span]) for section in sections]
        column = max(map(len, places), default=0)
        for section, where in zip(sections, places, strict=True):
            first = where.rjust(column) + _INDENT * len(section.path)
            rest = " " * (len(first) + len(_INDENT))
            for line in wrap(section.title, self.console.columns, first, rest):
                self.console.line(line)

    def section(self, wanted: str) -> None:
        """The text of the section that is meant, or the list of those that may be."""
        found = find_sections(self.sections(), wanted)
        if not found:
            raise self._no_section(wanted)
        if len(found) > 1:
            self.console.note(f"medfm: {len(found)} sections match; name one of them.")
            self.contents(found)
            return
        path = found[0].path
        text = self.document.text
        blocks = [block for block in self._blocks() if path_of(block, text)[: len(path)] == path]
        self._excerpts(excerpts_of(text, blocks), section=list(path), **bounds([found[0].span]))

    def spans(self, spans: Sequence[Span]) -> None:
        """What stands around `spans`, with them marked."""
        text = self.document.text
        if spans[-1].end > len(text):
            raise Usage(f"{self.document.file} has {len(text):,} characters; {place(spans)} is beyond them.")
        start, end = spans[0].start - CONTEXT, max(span.end for span in spans) + CONTEXT
        blocks = self.store.blocks_between(self.document.id, max(0, start), min(end, len(text)))
        around = excerpts_around(text, blocks, spans)
        self._excerpts(around, **bounds(spans), quote=quote(text, spans))

    def sections(self) -> tuple[Section, ...]:
        return outline(self._blocks(), self.document.text)

    def _blocks(self) -> tuple[Block, ...]:
        return self.store.blocks_between(self.document.id, 0, len(self.document.text))

    def _no_section(self, wanted: str) -> UnknownName:
        titles = [section.title for section in self.sections()]
        nearest = get_close_matches(wanted, titles, n=1, cutoff=0.4)
        hint = f"Did you mean {nearest[0]!r}?" if nearest else ""
        message = f"{self.document.id} has no section {wanted!r}."
        return UnknownName(message, hint or f"medfm show {self.document.id} lists its sections.")

    def _excerpts(self, excerpts: Iterable[Excerpt], **about: Any) -> None:  # noqa: ANN401  JSON of any kind
        if self.as_json:
            self._json(**about, blocks=[_block_json(excerpt.block, self.document) for excerpt in excerpts])
            return
        self._reader.title(place([Span(*span) for span in about["spans"]]))
        self._reader.excerpts(excerpts)

    @property
    def _reader(self) -> Reader:
        words = WORDS[language_of(self.document.title)]
        return Reader(self.console, self.document, self.store.tables(self.document.id), words)

    def _json(self, **values: Any) -> None:  # noqa: ANN401  JSON of any kind
        self.console.json({"document": self.document.id, "source_file": self.document.file, **values})


def _block_json(block: Block, document: Document) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind.value,
        "section": list(block.section),
        "language": block.language,
        **bounds(block.spans),
        "text": quote(document.text, block.spans),
        "cells": {cell.column: cell.value for cell in block.cells} or None,
    }
