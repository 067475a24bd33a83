"""Source text printed for readers: section paths as headlines, table rows under their columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.cli.console import Console
from assistant.cli.excerpts import OPEN, Excerpt
from assistant.cli.outline import Path, path_of
from assistant.cli.sources import PART, PATH, place
from assistant.cli.words import Words
from assistant.cli.wrapping import wrap
from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Table

_INDENT = "  "
_CELL = " | "


@dataclass(frozen=True)
class Reader:
    """Prints excerpts of one document."""

    console: Console
    document: Document
    tables: Sequence[Table]
    words: Words

    def title(self, where: str = "") -> None:
        """The document's name, and which part of it follows."""
        document = self.document
        self._lines(f"{document.short_citation}, {document.title}", style="bold")
        self._lines(PART.join(filter(None, [document.id, f"{document.file} {where}".strip()])), style="dim")

    def excerpts(self, excerpts: Iterable[Excerpt]) -> None:
        """Print `excerpts`, each under its section and with its place."""
        path: Path = ()
        for table, group in groupby(excerpts, key=_table):
            rows = list(group)
            path = self._headline(rows[0].block, path)
            if table is not None:
                self._rows(table, rows)
                continue
            for excerpt in rows:
                path = self._headline(excerpt.block, path)
                if excerpt.block.kind is not BlockKind.HEADING or OPEN in excerpt.text:
                    self._place(excerpt.block.kind, excerpt.block.spans)
                    self._lines(excerpt.text, _INDENT, _INDENT)

    def _headline(self, block: Block, before: Path) -> Path:
        """Print the section path of `block` unless it was printed `before`; a heading opens its own."""
        path = path_of(block, self.document.text)
        if path != before:
            self.console.line()
            self._lines(PATH.join(path), style="bold")
        return path

    def _rows(self, id: str, rows: Sequence[Excerpt]) -> None:
        spans = [span for excerpt in rows for span in excerpt.block.spans]
        self._place(BlockKind.TABLE_ROW, [Span(spans[0].start, spans[-1].end)])
        table = next((table for table in self.tables if table.id == id), None)
        if table is not None:
            self._lines(table.caption, _INDENT, _INDENT)
            self._lines(_CELL.join(table.columns), _INDENT, _INDENT * 2, style="bold")
        for excerpt in rows:
            self._lines(excerpt.text, _INDENT, _INDENT * 2)
            if OPEN in excerpt.text:
                self._lines(PART.join(_told(excerpt.block)), _INDENT * 2, _INDENT * 2, style="cyan")

    def _place(self, kind: BlockKind, spans: Sequence[Span]) -> None:
        self.console.line()
        self.console.line(self.console.styled(f"{self.words.kinds[kind]} {place(spans)}", "dim"))

    def _lines(self, text: str, first: str = "", rest: str = "", style: str = "") -> None:
        for line in wrap(text, self.console.columns, first, rest):
            self.console.line(self.console.styled(line, style) if style else line)


def _table(excerpt: Excerpt) -> str | None:
    return excerpt.block.table if excerpt.block.kind is BlockKind.TABLE_ROW else None


def _told(row: Block) -> Iterator[str]:
    """The cells of a row with their columns, as the assistant reads them."""
    for cell in row.cells:
        if cell.value is not None:
            yield f"{cell.column}: {cell.value}" if cell.column else cell.value
