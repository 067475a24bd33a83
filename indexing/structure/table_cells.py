"""Lines with tabs or pipes cut into cells, and a cell's reading text."""

import re
from collections.abc import Iterator

from corpus import Span
from indexing.structure.marks import BRACKETS, SUPERSCRIPTS
from indexing.structure.table_nouns import RawCell, RawRow

_RULE_CELL = re.compile(r"\s*:?-{2,}:?\s*\Z")
_PIPE = re.compile(r"(?<!\\)\|")

# `M <sup>3</sup> AE` is the name M3AE: a raised digit within a word is part of it.
_RAISED_INSIDE = re.compile(r"(?<=[A-Za-z])[ ]?<su([bp])>\s*(\w+)\s*</su\1>[ ]?(?=[A-Za-z]{1,4}\b)")
_RAISED_POWER = re.compile(r"\b10[⁰¹²³⁴-⁹]+")
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sup|sub|br|span|small)\b[^<>]*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?P<sign>\*[ ]?\*|\*)\s*(?P<inner>[^*\n]*[^*\s])\s*(?P=sign)")
_FOOTNOTE_SIGN = re.compile(r"(?<=[\w)])\s*[*†‡§¶]+(?=\s|$)")
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[,，;；、)])")


def reading_text(raw: str, *, marks: bool = True) -> str:
    """`raw` without mark-up and, unless `marks` is false, without citation and footnote marks."""
    text = _RAISED_INSIDE.sub(r"\2", raw)
    if marks:
        text = BRACKETS.sub(" ", text)
        text = _strip_superscripts(text)
    text = _TAG.sub("", text)
    text = _EMPHASIS.sub(r"\g<inner>", text)
    if marks:
        text = _FOOTNOTE_SIGN.sub("", text)
    return _SPACE_BEFORE_STOP.sub("", _SPACE.sub(" ", text.replace(r"\|", "|"))).strip()


def _strip_superscripts(text: str) -> str:
    powers = [match.span() for match in _RAISED_POWER.finditer(text)]
    return SUPERSCRIPTS.sub(
        lambda match: match.group() if any(a <= match.start() < b for a, b in powers) else " ", text
    )


def split_row(line: str, start: int) -> RawRow | None:
    """The cells of `line`, which begins at `start` of the text; None if it is no line of a table."""
    whole = Span(start, start + len(line))
    if line.lstrip().startswith("|"):
        cuts = [match.start() for match in _PIPE.finditer(line)]
        if len(cuts) < 2:
            return None
        # What follows the last pipe is a cell of its own where the line's end lost its pipe.
        ends = [*cuts[1:], len(line)] if line[cuts[-1] + 1 :].strip() else cuts[1:]
        begins = [cut + 1 for cut in cuts[: len(ends)]]
        return RawRow(whole, tuple(_cells(line, start, begins, ends)))
    if "\t" in line and line.strip():
        cuts = [index for index, character in enumerate(line) if character == "\t"]
        return RawRow(whole, tuple(_cells(line, start, [0, *(cut + 1 for cut in cuts)], [*cuts, len(line)])))
    return None


def _cells(line: str, start: int, begins: list[int], ends: list[int]) -> Iterator[RawCell]:
    for begin, end in zip(begins, ends, strict=True):
        raw = line[begin:end]
        inner = raw.strip()
        first = start + begin + len(raw) - len(raw.lstrip()) if inner else start + begin
        yield RawCell(Span(first, first + len(inner)), reading_text(inner))


def is_rule(line: str) -> bool:
    """`|---|---|`"""
    cells = [cell for cell in line.strip().strip("|").split("|")] if "|" in line else []
    return bool(cells) and all(_RULE_CELL.match(cell) for cell in cells)
