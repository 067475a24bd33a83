"""Paragraphs that a page, a figure, a table or a footnote cut in two, put together again.

Two pieces are joined only when both say so: the first breaks off, and the second cannot begin a paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

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
_CHINESE_START = re.compile(rf"[{CJK}A-Za-z0-9\[(（“\"]")


def join_cut(pieces: Sequence[Piece], bilingual: bool) -> tuple[Piece, ...]:
    """`pieces` with those that continue an earlier one joined to it.

    Whatever isn't body text may stand between the two, but a heading; in a bilingual text the other language.
    """
    joined: list[Piece] = []
    unfinished: dict[Language, int] = {}
    for piece in pieces:
        key: Language = piece.language if bilingual else "en"
        if piece.kind is BlockKind.HEADING:
            unfinished.pop(key, None)
        elif piece.joinable:
            last = unfinished.get(key)
            if last is not None and continues(joined[last], piece):
                joined[last] = _join(joined[last], piece)
                continue
            unfinished[key] = len(joined)
        joined.append(piece)
    return tuple(joined)


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
