"""A whole list as bullets, from the unit that begins or holds it."""

from collections.abc import Sequence

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.lists import announces_list, following_items, inline_enumeration
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import Block, BlockKind

AHEAD = 20_000
"""How many characters after a unit are searched for the items of its list."""
MOST_ITEMS = 20


def expand_list(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """The list that `unit` holds, begins or belongs to, each item a bullet; empty if there is none."""
    if unit.is_row:
        return ()
    return _inline(unit, reader) or _over_blocks(unit, reader)


def _inline(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """`…: 1) …; 2) …; 3) …` within the block, also over several of its sentences."""
    reading = reader.read(unit.block)
    enumeration = inline_enumeration(reading.text)
    if enumeration is None:
        return ()
    starts = {span.start for span in unit.spans}
    ranges = [(enumeration.intro[0], enumeration.items[-1][1])]
    whole = reading.source_spans(*ranges[0], unit.block)
    if not any(span.start <= start < span.end for span in whole for start in starts):
        return ()
    intro_start = _sentence_start(reading.text, enumeration.intro[1])
    pieces = [(intro_start, enumeration.intro[1]), *enumeration.items]
    return tuple(
        _sentence(unit, reader, start, end, bullet=index > 0)
        for index, (start, end) in enumerate(pieces)
        if reading.text[start:end].strip()
    )


def _sentence_start(text: str, end: int) -> int:
    """Where the sentence that leads to position `end` begins."""
    found = [(text.rfind(sign, 0, end), len(sign)) for sign in (". ", "。", "\n")]
    return max((place + length for place, length in found if place >= 0), default=0)


def _sentence(unit: Unit, reader: EvidenceReader, start: int, end: int, *, bullet: bool) -> DraftSentence:
    reading = reader.read(unit.block)
    text = reading.text[start:end].strip()
    spans = reading.source_spans(start, end, unit.block)
    source = Unit(unit.hit, unit.block, unit.order, text, spans, frozenset(terms(text)))
    return DraftSentence(text, (source,), bullet)


def _over_blocks(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """A sentence that announces a list, and the list items after it; or the list that an item belongs to."""
    around = reader.store.blocks_between(unit.document, unit.block.start, unit.block.end + AHEAD)
    around = tuple(block for block in around if block.language == unit.language)
    if unit.block.kind is not BlockKind.LIST_ITEM and announces_list(unit):
        items = following_items(unit.block, around)[:MOST_ITEMS]
        if len(items) >= 2:
            return (DraftSentence(unit.text, (unit,)), *_bullets(unit, items, reader))
    return ()


def _bullets(unit: Unit, items: Sequence[Block], reader: EvidenceReader) -> list[DraftSentence]:
    bullets = []
    for item in items:
        first = next(iter(reader.units_of_block(item, unit.hit)), None)
        if first is not None:
            bullets.append(DraftSentence(first.text, (first,), bullet=True))
    return bullets
