"""The lines of a text sorted into pieces: headings, paragraphs, list items, captions, notes, front matter."""

import re
from collections.abc import Sequence

from indexing.blocks import BlockKind
from indexing.structure.front_matter import find_front_matter, split_correspondence
from indexing.structure.language import CJK, language_of
from indexing.structure.lines import Heading, Line, Piece
from indexing.structure.run_in import LIST_ITEM, repeated_openings, run_in_heading
from indexing.structure.sections import CAPTION, find_figure_titles, find_headings

_FOOTNOTE = re.compile(rf"(?:[⁰¹²³⁴-⁹]{{1,2}}|<sup>\d{{1,2}}</sup>|\[\^\d+\]:)\s*(?:<?https?:|[A-Z{CJK}])")
_RULE = re.compile(r"[-=_*·\s]{3,}$|\d{1,4}$")


def sort_lines(lines: Sequence[Line], title: str, bilingual: bool) -> tuple[Piece, ...]:
    """The pieces of `lines`, which hold neither tables nor the bibliography. `title` is the document's."""
    lines = split_correspondence(lines)
    headings = find_headings(lines, bilingual)
    figure_titles = find_figure_titles(lines, headings)
    front = find_front_matter(lines, title, headings)
    kinds = {line.start: _kind(line, headings, front) for line in lines}
    kinds |= {start: BlockKind.CAPTION for start in figure_titles}
    body = [line.text for line in lines if kinds[line.start] is BlockKind.PARAGRAPH]
    repeated = repeated_openings(body)
    return tuple(_piece(line, kinds[line.start], headings, repeated) for line in lines)


def _kind(line: Line, headings: dict[int, Heading], front: frozenset[int]) -> BlockKind:
    if line.start in front:
        return BlockKind.FRONT_MATTER
    if line.start in headings:
        return BlockKind.HEADING
    if CAPTION.match(line.text):
        return BlockKind.CAPTION
    if _FOOTNOTE.match(line.text):
        return BlockKind.FOOTNOTE
    if _RULE.match(line.text):
        return BlockKind.LAYOUT
    return BlockKind.LIST_ITEM if LIST_ITEM.match(line.text) else BlockKind.PARAGRAPH


def _piece(line: Line, kind: BlockKind, headings: dict[int, Heading], repeated: frozenset[str]) -> Piece:
    body = kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    heading = headings.get(line.start) if kind is BlockKind.HEADING else None
    return Piece(
        kind,
        (line.span,),
        line.text,
        language_of(line.text),
        heading=run_in_heading(line.text, repeated) if body else heading,
        joinable=body,
        adjacent=not line.follows_blank,
    )
