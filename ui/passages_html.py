"""Source texts as HTML: blocks in their order with exact characters marked, table rows as tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Table
from ui.markup import tag, text_tag

_TAGS = {
    BlockKind.HEADING: "h4",
    BlockKind.LIST_ITEM: "p",
    BlockKind.CAPTION: "p",
    BlockKind.FOOTNOTE: "p",
    BlockKind.REFERENCE: "p",
    BlockKind.FRONT_MATTER: "p",
}


_STYLE_SIGN = re.compile(r"\*\*|(?<![\w*\\])\*(?=[^\s*])|(?<=[^\s*\\])\*(?![\w*])")


@dataclass(frozen=True)
class TextView:
    """Shows pieces of one document. `tables` are its tables by id; `rows` their rows, all of them."""

    document: Document
    tables: Mapping[str, Table]
    rows: Mapping[str, Sequence[Block]]

    def html(self, blocks: Iterable[Block], marked: Sequence[Span] = ()) -> str:
        """`blocks` in text order. The text of all <mark> elements together is what `marked` quotes.

        A table shows where its first row stands, whole; rows that are marked stand above it as written.
        """
        shown: set[str] = set()
        parts: list[str] = []
        seen = [b for b in blocks if b.kind is not BlockKind.LAYOUT or touches(b, marked)]
        for table, group in groupby(seen, key=_table_of):
            found = list(group)
            if table is None:
                parts += [self._block(block, marked) for block in found]
                continue
            parts += [self._raw_row(block, marked) for block in found if touches(block, marked)]
            if table not in shown and table in self.tables:
                shown.add(table)
                parts.append(self.table(table, marked))
        return "".join(parts)

    def table(self, id: str, marked: Sequence[Span] = ()) -> str:
        """The whole of a table; rows that `marked` touches stand out."""
        columns = self.tables[id].columns
        head = "".join(text_tag("th", column, scope="col") for column in columns)
        body = "".join(self._row(row, columns, marked) for row in self.rows[id])
        table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body))
        return tag("div", table, class_="mf-table-box", tabindex="0", role="region", aria_label=id)

    def marked_text(self, span: Span, marked: Sequence[Span]) -> str:
        """The characters of `span`, those of `marked` in <mark>."""
        text = self.document.text
        shown, position = "", span.start
        for mark in sorted(marked):
            start, end = max(mark.start, position), min(mark.end, span.end)
            if start < end:
                shown += _piece(text[position:start]) + tag("mark", _piece(text[start:end]))
                position = end
        return shown + _piece(text[position : span.end])

    def _block(self, block: Block, marked: Sequence[Span]) -> str:
        if block.kind is BlockKind.LAYOUT:
            pieces = "".join(self.marked_text(span, marked) for span in block.spans)
            return tag("span", pieces, class_="mf-layout")
        if block.kind is BlockKind.HEADING and not touches(block, marked):
            title = self.document.text[block.start : block.end].lstrip("# ").strip("* \n")
            return text_tag("h4", title, id=_anchor(block))
        # Where a page or figure cuts a paragraph, style shows a sign that is no part of the text.
        cut = '<span class="mf-cut" aria-hidden="true"></span>'
        pieces = cut.join(self.marked_text(span, marked) for span in block.spans)
        name = block.kind.value.replace(" ", "-")
        return tag(
            _TAGS.get(block.kind, "p"), pieces, id=_anchor(block), class_=f"mf-{name}", lang=block.language
        )

    def _raw_row(self, block: Block, marked: Sequence[Span]) -> str:
        pieces = "".join(self.marked_text(span, marked) for span in block.spans)
        return tag("p", pieces, class_="mf-raw", id=_anchor(block), lang=block.language)

    def _row(self, row: Block, columns: Sequence[str], marked: Sequence[Span]) -> str:
        cells = "".join(
            tag("td", escape(cell.value or ""), class_=f"mf-{cell.origin.value}") for cell in row.cells
        )
        cells += "<td></td>" * (len(columns) - len(row.cells))
        hit = touches(row, marked)
        return tag("tr", cells, class_="mf-hit" if hit else None, aria_current="true" if hit else None)


def _piece(text: str) -> str:
    """Text, escaped; signs of Markdown are there but not seen, so that copies and quotes stay exact."""
    return _STYLE_SIGN.sub(lambda found: tag("span", found[0], class_="mf-sign-of-style"), escape(text))


def touches(block: Block, marked: Sequence[Span]) -> bool:
    """Whether one of `marked` lies in `block`."""
    return any(span.overlaps(mark) for span in block.spans for mark in marked)


def _anchor(block: Block) -> str:
    return f"at-{block.start}"


def _table_of(block: Block) -> str | None:
    return block.table if block.kind is BlockKind.TABLE_ROW else None
