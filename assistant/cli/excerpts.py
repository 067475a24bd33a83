"""Source text to be read around a place: blocks as they stand in the text, with some spans marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Span
from indexing.blocks import Block, BlockKind

CONTEXT = 400
"""How many characters are shown before and after a span."""
OPEN, CLOSE = "⟦", "⟧"
_GAP = "…"


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a block: its text with the marked spans between OPEN and CLOSE."""

    block: Block
    text: str


def excerpts_around(text: str, blocks: Sequence[Block], marked: Sequence[Span]) -> Iterator[Excerpt]:
    """The blocks that `marked` touches or that lie within CONTEXT of it, cut to that."""
    windows = [Span(max(0, span.start - CONTEXT), span.end + CONTEXT) for span in marked]
    for block in blocks:
        touched = any(span.overlaps(mark) for span in block.spans for mark in marked)
        if block.kind is BlockKind.LAYOUT and not touched:
            continue
        shown = _shown(text, block, windows, marked)
        if shown.strip(f" \n\t{_GAP}"):
            yield Excerpt(block, shown)


def excerpts_of(text: str, blocks: Sequence[Block]) -> Iterator[Excerpt]:
    """The whole of each block."""
    whole = [Span(0, len(text))]
    for block in blocks:
        if block.kind is not BlockKind.LAYOUT:
            yield Excerpt(block, _shown(text, block, whole, ()))


def _shown(text: str, block: Block, windows: Sequence[Span], marked: Sequence[Span]) -> str:
    """The parts of the block's spans that lie in a window; what is left out shows as a gap."""
    parts: list[str] = []
    gap = False
    for span in block.spans:
        start = span.start
        for window in _merged(windows):
            if not span.overlaps(window):
                continue
            part = Span(max(start, window.start), min(span.end, window.end))
            gap = gap or part.start > start
            parts += [_GAP] * gap + [_with_marks(text, part, marked)]
            start, gap = part.end, False
        gap = gap or start < span.end
    joined = " ".join(parts + [_GAP] * gap)
    return " | ".join(joined.split("\t")) if block.kind is BlockKind.TABLE_ROW else joined


def _merged(windows: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def _with_marks(text: str, part: Span, marked: Sequence[Span]) -> str:
    shown, position = "", part.start
    for mark in sorted(marked):
        start, end = max(mark.start, position), min(mark.end, part.end)
        if start < end:
            shown += text[position:start] + OPEN + text[start:end] + CLOSE
            position = end
    return shown + text[position : part.end]
