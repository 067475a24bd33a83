"""Paragraphs that a page, a figure, a table or a footnote cut in two, put together again.

Two pieces are joined only when both say so: the first breaks off, and the second cannot begin a paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexing.blocks import BlockKind, Language
from indexing.structure.language import CJK
from indexing.structure.lines import Piece
from indexing.structure.run_in import LIST_ITEM

_TRAILING_MARKS = re.compile(
    r"(?:\s*\[[\d\s,;–-]+\]|[⁰¹²³⁴-⁹]+|\^\{[\d,–-]+\}|<sup>\d+</sup>|[\"'”’)）\]》*\s])+$"
)
_FINAL = re.compile(r"[.!?:。！？：]$")
# Three dots, unlike a proper ellipsis, stand where a converter gave up.
_BROKEN_OFF = re.compile(r"\.\.\.$")
_MID_SENTENCE = re.compile(r"[a-z,;)\]，；、）]|\[\d+\]|\d+\)\s+[a-z]|\(?[a-z]")
_HANGING = re.compile(
    r"(?:[,，、(（-]|\b(?:a|an|the|and|or|of|in|on|at|to|for|from|by|with|as|that|which|than|into|between|via|"
    r"is|are|was|were|be|has|have|such|their|its|our|these|this|both|e\.g\.|i\.e\.))$"
)
# A text is wrapped when its adjacent lines are about as long as a page is wide.
_FEWEST_WRAPPED, _LONGEST_WRAPPED, _NEARLY = 3, 130, 0.7
_LARGEST_INDENT = 12
_CHINESE_START = re.compile(rf"[{CJK}A-Za-z0-9\[(（“\"]")


def join_cut(pieces: Sequence[Piece], bilingual: bool) -> tuple[Piece, ...]:
    """`pieces` with those that continue an earlier one joined to it.

    Whatever isn't body text may stand between the two, but a heading; in a bilingual text the other language.
    """
    full_line = None if bilingual else _full_line(pieces)
    joined: list[Piece] = []
    unfinished: dict[Language, int] = {}
    for piece in pieces:
        key: Language = piece.language if bilingual else "en"
        if piece.kind is BlockKind.HEADING:
            unfinished.pop(key, None)
        elif piece.joinable:
            last = unfinished.get(key)
            if last is not None and (
                continues(joined[last], piece) or _is_wrapped(joined[last], piece, full_line)
            ):
                joined[last] = _join(joined[last], piece)
                continue
            unfinished[key] = len(joined)
        joined.append(piece)
    return tuple(joined)


def _full_line(pieces: Sequence[Piece]) -> int | None:
    """How long a line is at least that was broken only because it was full; None if lines are paragraphs."""
    broken = [
        len(before.text)
        for before, after in pairwise(pieces)
        if after.adjacent and before.kind is after.kind is BlockKind.PARAGRAPH
    ]
    if len(broken) < _FEWEST_WRAPPED or median(broken) > _LONGEST_WRAPPED:
        return None
    return round(_NEARLY * median(broken))


def _is_wrapped(first: Piece, second: Piece, full_line: int | None) -> bool:
    """Whether `second` is the next line of the paragraph `first` in a text whose lines have a width."""
    if full_line is None or not second.adjacent or second.heading is not None or LIST_ITEM.match(second.text):
        return False
    last = first.spans[-1]
    return last.end - last.start >= full_line and second.start - last.end < _LARGEST_INDENT


def continues(first: Piece, second: Piece) -> bool:
    """Whether `second` goes on in the middle of the sentence in which `first` breaks off."""
    if second.heading is not None or LIST_ITEM.match(second.text) or not breaks_off(first.text):
        return False
    if first.language == "zh":
        return _CHINESE_START.match(second.text) is not None
    if second.language == "zh":
        return False
    return _MID_SENTENCE.match(second.text) is not None or _HANGING.search(first.text) is not None


def breaks_off(text: str) -> bool:
    """Whether `text` ends in the middle of a sentence."""
    if _BROKEN_OFF.search(text):
        return True
    bare = _TRAILING_MARKS.sub("", text)
    return not _FINAL.search(bare)


def _join(first: Piece, second: Piece) -> Piece:
    glue = "" if first.language == "zh" else " "
    return replace(first, spans=(*first.spans, *second.spans), text=first.text + glue + second.text)
