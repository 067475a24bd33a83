"""How sources are named in text: document, section path, table row, place."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.answer import Citation
from assistant.cli.words import Words
from assistant.extractive.rows import name_cell
from corpus import Document, Span
from indexing.blocks import Block, BlockKind, CellOrigin
from indexing.passages import Passage
from indexing.store.protocol import Store

PATH = " › "
PART = " · "
_MOST_SPANS = 3


def main_title(document: Document) -> str:
    """The title without its subtitle."""
    return document.title.partition("：")[0].partition(": ")[0]


def number_of(document: Document) -> str:
    """What the file name begins with: `003`."""
    return document.file.partition("_")[0]


def place(spans: Sequence[Span]) -> str:
    """`17881:17921`, or several of these as `show --span` takes them."""
    if len(spans) > _MOST_SPANS:
        return f"{spans[0].start}:{spans[-1].end} ({len(spans)} spans)"
    return ", ".join(f"{span.start}:{span.end}" for span in spans)


class Sources:
    """Names the sources of one index."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.documents: Mapping[str, Document] = {document.id: document for document in store.documents()}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The tables' labels, as people cite them, by the tables' ids."""
        return {table.id: table.label for table in self.store.tables()}

    def short(self, document: str) -> str:
        """`Zhou et al. 2024`; the number tells texts apart that are cited alike."""
        found = self.documents[document]
        alike = [d for d in self.documents.values() if d.short_citation == found.short_citation]
        return found.short_citation + (f" ({number_of(found)})" if len(alike) > 1 else "")

    def of_citation(self, citation: Citation, words: Words) -> str:
        """Document, title, section path and, for a table row, which one."""
        document = self.documents[citation.document]
        path = list(citation.section)
        if citation.kind is BlockKind.TABLE_ROW:
            row = self.row(citation.document, citation.spans)
            name = name_cell(row) if row else None
            named = words.row.format(name=name.value) if name else ""
            path.append(words.comma.join(filter(None, [citation.table, named])))
        title = f"{self.short(citation.document)}, {main_title(document)}"
        return PART.join(filter(None, [title, PATH.join(filter(None, path))]))

    def of_passage(self, passage: Passage) -> str:
        """Document and section path."""
        return PART.join(filter(None, [self.short(passage.document), PATH.join(passage.section)]))

    def also_in(self, documents: Sequence[str]) -> str:
        """`001 (qiu-2023-bilingual)`."""
        return ", ".join(f"{number_of(self.documents[id])} ({id})" for id in documents)

    def row(self, document: str, spans: Sequence[Span]) -> Block | None:
        """The table row that stands at the first of `spans`."""
        found = self.store.blocks_between(document, spans[0].start, spans[0].end)
        return next((block for block in found if block.kind is BlockKind.TABLE_ROW), None)

    def row_text(self, document: str, spans: Sequence[Span], fallback: str) -> str:
        """The cells of a row as `column: cell · …`."""
        row = self.row(document, spans)
        if row is None or not row.cells:
            return PART.join(fallback.split("\t"))
        name = name_cell(row)
        cells = [cell for cell in row.cells if cell.value is not None and cell is not name]
        # What stands in the row itself says more of it than the merged cells of its group.
        cells.sort(key=lambda cell: cell.origin is CellOrigin.CARRIED)
        return PART.join(f"{cell.column}: {cell.value}" if cell.column else str(cell.value) for cell in cells)
