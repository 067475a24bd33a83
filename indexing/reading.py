"""The reading text of a block, and the way back from it to the exact places in the source."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import Span
from indexing.blocks import Block, BlockKind
from indexing.markup import Markup, find_markup

# Marks for what was left out, in the draft of a reading: never part of a text.
_MARK, _JOINT, _CELL = "\x00", "\x01", "\x02"

_SIGN = re.compile(r"[ \t]*(?:(?:[-*•▪■–]|#{1,6})[ \t]+)?")
_GAP = re.compile(r"[\s\x00-\x02]+")
_EMPTY_PARENTHESES = re.compile(r"[ \t]*[(（][\s,，、;；]*\x00[\s\x00,，、;；]*[)）]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_CLOSING = frozenset(",.;:!?)]}，。；：！？、）】》”’")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=-\Z)")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SUSPENDED = frozenset({"and", "or", "to", "und", "versus", "vs"})
_RULE = re.compile(r":?-{2,}:?\Z")


@dataclass(frozen=True)
class Reading:
    """What a block says, without citation marks and mark-up.

    `offsets[i]` is the position in the document's text of character `i`; an inserted space takes that of
    the next character. `groups` are the mark-up constructs that a source span should not cut in two,
    `starts` the places where the block's spans begin to be read (after a list sign).
    """

    text: str
    offsets: tuple[int, ...]
    groups: tuple[Span, ...] = ()
    starts: tuple[int, ...] = ()

    def source_spans(self, start: int, end: int, block: Block) -> tuple[Span, ...]:
        """The exact source of `text[start:end]`, whitespace at its ends left out; one span for each piece of
        the block that it touches. Marks inside are included, one that follows the end is not."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            return ()
        low, high = self._whole_groups(self.offsets[start], self.offsets[end - 1] + 1)
        clipped = (
            Span(max(low, begin), min(high, span.end))
            for span, begin in zip(block.spans, self.starts, strict=True)
        )
        return tuple(span for span in clipped if span.start < span.end)

    def _whole_groups(self, low: int, high: int) -> tuple[int, int]:
        """Widen `[low, high)` to take in the mark-up at its ends whose content it holds entirely."""
        for group in self.groups:
            if group.end <= low or group.start >= high or (group.start < low and high < group.end):
                continue
            first = bisect_left(self.offsets, group.start)
            last = bisect_left(self.offsets, group.end) - 1
            if first <= last and low <= self.offsets[first] and self.offsets[last] < high:
                low, high = min(low, group.start), max(high, group.end)
        return low, high


class _Draft:
    """Characters to be read and their positions, with control characters where something was left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.positions: list[int] = []

    def copy(self, start: int, end: int) -> None:
        self.pieces.append(self.text[start:end])
        self.positions.extend(range(start, end))

    def add(self, piece: str, positions: Sequence[int]) -> None:
        self.pieces.append(piece)
        self.positions.extend(positions)


def read(text: str, block: Block) -> Reading:
    """Read `block` of the document whose text is `text`."""
    starts = tuple(_content_start(text, span, block.kind) for span in block.spans)
    markup = [
        _plain_stretches(text, block, Span(start, span.end))
        for start, span in zip(starts, block.spans, strict=True)
    ]
    dropped, groups = _pair_emphasis(text, [found for part in markup for found in part], block.kind)
    draft = _Draft(text)
    marks = [mark.span for mark in block.marks]
    for index, (start, span, found) in enumerate(zip(starts, block.spans, markup, strict=True)):
        if index:
            draft.add(_JOINT, (start,))
        _draft_span(draft, Span(start, span.end), found, dropped, marks)
    raw = "".join(draft.pieces)
    if block.kind is BlockKind.TABLE_ROW:
        raw = _mark_cells(raw)
    cleaned, offsets = _clean(text, raw, draft.positions)
    return Reading(cleaned, tuple(offsets), tuple(groups), starts)


def _content_start(text: str, span: Span, kind: BlockKind) -> int:
    if kind is BlockKind.TABLE_ROW:
        return span.start
    match = _SIGN.match(text, span.start, span.end)
    return match.end() if match else span.start


def _plain_stretches(text: str, block: Block, span: Span) -> list[Markup]:
    """The mark-up of a span outside its citation marks."""
    found: list[Markup] = []
    position = span.start
    for mark in block.marks:
        # The sign of a footnote may be a part of mark-up, `$\mathrm{II}^{2}$`; a citation is none.
        if mark.numbers and mark.span.overlaps(span):
            found += find_markup(text, position, mark.span.start)
            position = mark.span.end
    return found + find_markup(text, position, span.end)


def _pair_emphasis(text: str, markup: list[Markup], kind: BlockKind) -> tuple[set[int], list[Span]]:
    """Starts of the asterisks that are emphasis (in pairs, or `**` and the like that a cut left alone), and
    the groups that belong together."""
    dropped: set[int] = set()
    groups = [Span(found.start, found.end) for found in markup if found.text]
    open_: list[Markup] = []
    for found in markup:
        if not found.stars:
            continue
        # A bibliography has titles in italics, cut by the page; no footnote signs.
        if found.stars > 1 or kind is BlockKind.REFERENCE:
            dropped.add(found.start)
        partner = next((o for o in reversed(open_) if o.stars == found.stars), None)
        if partner and not text[found.start - 1].isspace():
            del open_[open_.index(partner) :]
            dropped |= {partner.start, found.start}
            groups.append(Span(partner.start, found.end))
        elif not text[found.end : found.end + 1].isspace():
            open_.append(found)
    return dropped, groups


def _draft_span(
    draft: _Draft, span: Span, markup: list[Markup], dropped: set[int], marks: list[Span]
) -> None:
    left_out: list[tuple[int, int, Markup | None]] = [(found.start, found.end, found) for found in markup]
    left_out += [(mark.start, mark.end, None) for mark in marks if mark.overlaps(span)]
    position = span.start
    for start, end, found in sorted(left_out, key=lambda item: item[0]):
        draft.copy(position, start)
        if found is None:
            draft.add(_MARK, (start,))
        elif found.stars and found.start not in dropped:
            draft.copy(start, end)
        else:
            _add_markup(draft, found, marks)
        position = max(position, end)
    draft.copy(position, span.end)


def _add_markup(draft: _Draft, found: Markup, marks: list[Span]) -> None:
    """What is read of a construct, but for the marks in it."""
    inside = [mark for mark in marks if found.start <= mark.start and mark.end <= found.end]
    for sign, place in zip(found.text, found.positions, strict=True):
        if not any(mark.start <= place < mark.end for mark in inside):
            draft.add(sign, (place,))


def _mark_cells(raw: str) -> str:
    """Tabs separate cells; without any, pipes do."""
    return raw.replace("\t", _CELL) if "\t" in raw else raw.replace("|", _CELL)


def _clean(text: str, raw: str, positions: list[int]) -> tuple[str, list[int]]:
    """Collapse the gaps of a draft, repair broken words, part cells by ` | `."""
    raw = _EMPTY_PARENTHESES.sub(lambda match: _MARK * len(match.group()), raw)
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    cell_due = False
    for gap in [*_GAP.finditer(raw), None]:
        start, end = gap.span() if gap else (len(raw), len(raw))
        if start > position and not (cell_due and _RULE.match(raw, position, start)):
            if cell_due and pieces:
                pieces.append(" | ")
                offsets.extend([positions[position]] * 3)
            cell_due = False
            pieces.append(raw[position:start])
            offsets.extend(positions[position:start])
        if gap is None or end == len(raw):
            break
        cell_due = cell_due or _CELL in gap.group()
        if pieces and not cell_due:
            _fill(text, raw, gap, positions, pieces, offsets)
        position = end
    return "".join(pieces), offsets


def _fill(
    text: str, raw: str, gap: re.Match[str], positions: list[int], pieces: list[str], offsets: list[int]
) -> None:
    """Put what a gap of the draft reads as: a space, nothing, or a broken word's two halves in one."""
    before, after, hole = raw[gap.start() - 1], raw[gap.end()], gap.group()
    joint = "\n" in hole or _JOINT in hole
    if joint and before == "-" and (right := _FIRST_WORD.match(raw, gap.end())):
        left = _LAST_WORD.search(pieces[-1])
        if left and right.group() not in _SUSPENDED:
            if right.group()[0].islower() and _is_one_word(text, left.group(), right.group()):
                pieces[-1] = pieces[-1][:-1]
                offsets.pop()
            return
    if joint and _CJK.match(before) and _CJK.match(after):
        return
    if _MARK in hole and (after in _CLOSING or not hole.strip(_MARK)):
        if after == "." == before:
            pieces[-1] = pieces[-1][:-1]
            offsets.pop()
        return
    spaces = [index for index in range(*gap.span()) if raw[index].isspace()]
    pieces.append(" ")
    offsets.append(positions[spaces[0]] if spaces else positions[gap.end()])


@lru_cache(maxsize=512)
def _is_one_word(text: str, left: str, right: str) -> bool:
    """Whether `mod-` + `els` is `models` rather than a compound such as `vision-language`: by what else the
    document writes, and by whether both halves are words of it."""

    def count(word: str) -> int:
        return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))

    joined, hyphenated = count(left + right), count(f"{left}-{right}")
    if joined or hyphenated:
        return joined >= hyphenated
    return not (count(left) > 1 and count(right) > 1)
