"""The endpoints for programs, which are the tools of the MCP server too. Agents read the docstrings."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.cli.excerpts import excerpts_around
from assistant.cli.jsonout import answer_json, bounds, search_json
from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from corpus import quote
from indexing.blocks import Block, Table
from ui.asking import Asked, question_of
from ui.engine import Engine
from ui.page_api import told
from ui.places import read_spans
from ui.texts import Texts
from ui.toolkit import api
from ui.turnstile import Turnstile

Json = dict[str, Any]
MOST_ROWS = 200
"""How many rows `tables` gives at once."""


class ProgramApi:
    """Gives what the command line gives as JSON, over HTTP and MCP."""

    def __init__(self, engine: Engine, texts: Callable[[], Texts], turnstile: Turnstile) -> None:
        self.engine = engine
        self.texts = texts
        self.turnstile = turnstile

    def register(self) -> None:
        """Make the endpoints known to the Blocks that are being made."""
        for endpoint in (self.ask, self.search, self.show, self.tables):
            # Gradio's own queue would make its MCP server call itself over HTTP, without a password.
            api(told(endpoint), api_name=endpoint.__name__, queue=False)

    def ask(
        self,
        question: str,
        documents: list[str] | None = None,
        language: str | None = None,
        kinds: list[str] | None = None,
        passages: int | None = None,
        generator: str = "",
    ) -> Json:
        """Answer a question, in English or Chinese, from five surveys of medical foundation models.

        Every sentence of the answer carries numbers of citations; each citation quotes the exact characters
        of a survey. When `abstained` is true the surveys don't answer the question: say so, don't guess.

        Args:
            question: The question in plain words, at most 4000 characters, such as: How big is SciFive?
            documents: Only these surveys, by id or number (000 to 004); all of them when left out.
            language: The answer's language, en or zh; the question's own when left out.
            kinds: Only these kinds of passages: paragraph, list item, table row, caption, reference.
            passages: How many passages are read, 1 to 50; 8 when left out.
            generator: Who writes the answer; the app's own choice when left out.

        Returns:
            What `medfm ask --json` gives: answer, abstained, reason, sentences, citations, passages, …
        """
        assistant, asked = self._asked(question, documents, language, kinds, passages, generator)
        with self.turnstile.turn():
            answer = assistant.ask(question_of(assistant, asked))
        return answer_json(answer, self.texts().sources)

    def search(
        self,
        query: str,
        documents: list[str] | None = None,
        kinds: list[str] | None = None,
        passages: int | None = None,
    ) -> Json:
        """Find the passages of the surveys that bear on some words, best first, without answering.

        Args:
            query: Words or a question, in English or Chinese.
            documents: Only these surveys, by id or number; all of them when left out.
            kinds: Only these kinds: paragraph, list item, table row, caption, reference, front matter.
            passages: How many passages, 1 to 50; 8 when left out.

        Returns:
            The passages, each with document, section, start, end, spans, text, cells and score.
        """
        assistant, asked = self._asked(query, documents, None, kinds, passages, "")
        question = question_of(assistant, asked)
        with self.turnstile.turn():
            hits = assistant.search(question)
        return search_json(question, hits, self.texts().sources)

    def show(self, document: str, span: str = "", section: str = "") -> Json:
        """Read a survey: the text around a place of it, one of its sections, or the list of its sections.

        Args:
            document: A survey's id (zhou-2024), file name or number (003).
            span: A place as citations give it, start:end, such as 17879:17922; several with commas.
            section: A part of a section's title, or its number, such as 4.7; not together with span.

        Returns:
            With a span its exact quote and the blocks around it, with a section its text, else all sections.
        """
        texts = self.texts()
        spans = read_spans(span)
        found = texts.find(document, spans)
        about: Json = {"document": found.id, "source_file": found.file, "title": found.title}
        if spans:
            near = excerpts_around(found.text, texts.around(found.id, spans, 400), spans)
            blocks = [_block_json(excerpt.block, texts) for excerpt in near]
            return {**about, **bounds(spans), "quote": quote(found.text, spans), "blocks": blocks}
        if section:
            path, inside = texts.section_named(found, section)
            return {**about, "section": list(path), "blocks": [_block_json(b, texts) for b in inside]}
        sections = [{"section": list(s.path), "start": s.span.start, "end": s.span.end}
                    for s in texts.outline(found.id)]  # fmt: skip
        return {**about, "sections": sections}

    def tables(self, document: str = "", contains: str = "") -> Json:
        """List the tables of the surveys, with their rows where a document or words are given.

        Args:
            document: Only the tables of this survey (id or number); all of them when left out.
            contains: Only rows with these words in one of their cells, such as a model's name.

        Returns:
            The tables, each with id, document, label, caption and columns; with rows (cells by column, and
            their place) when document or contains is given, at most 200 rows in all.
        """
        texts = self.texts()
        only = texts.find(document).id if document else None
        shown, left = [], MOST_ROWS
        for table in (table for table in texts.tables() if only in (None, table.document)):
            rows = _rows(table, texts, contains)[:left] if only or contains else []
            left -= len(rows)
            if rows or not contains:
                shown.append(_table_json(table, rows))
        return {"tables": shown}

    def _asked(
        self,
        text: str,
        documents: Sequence[str] | None,
        language: str | None,
        kinds: Sequence[str] | None,
        passages: int | None,
        generator: str,
    ) -> tuple[Assistant, Asked]:
        if passages is not None and not isinstance(passages, int):
            raise AssistantError(f"passages must be a whole number, not {passages!r}.")
        asked = Asked(
            text=str(text),
            language=language or None,  # type: ignore[arg-type]  # question_of checks it
            documents=tuple(documents or ()),
            kinds=tuple(kinds or ()),
            count=passages,
            generator=generator,
        )
        return self.engine.with_generator(generator), asked


def _rows(table: Table, texts: Texts, contains: str) -> list[Json]:
    wanted = contains.casefold().strip()
    return [
        {**bounds(row.spans), "cells": {cell.column: cell.value for cell in row.cells}}
        for row in texts.rows(table)
        if not wanted or any(wanted in (cell.value or "").casefold() for cell in row.cells)
    ]


def _table_json(table: Table, rows: list[Json]) -> Json:
    return {
        "id": table.id,
        "document": table.document,
        "label": table.label,
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": rows,
    }


def _block_json(block: Block, texts: Texts) -> Json:
    return {
        "kind": block.kind.value,
        "section": list(block.section),
        **bounds(block.spans),
        "text": quote(texts.documents[block.document].text, block.spans),
        "cells": {cell.column: cell.value for cell in block.cells} or None,
    }
