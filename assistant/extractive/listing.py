"""A whole list as bullets, from the unit that begins or holds it."""

import re
from collections.abc import Sequence

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.lists import (
    announces_list,
    following_items,
    inline_enumeration,
    subsections,
)
from assistant.extractive.outline import FEWEST_PARTS, Section
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import Block
from indexing.passages import Hit
from indexing.sentences import split_sentences

AHEAD = 20_000
"""How many characters after a unit are searched for the items of its list."""
MOST_ITEMS = 20
_NUMBER = re.compile(r"^[0-9]+(?:\.[0-9]+)+\s+|^\(?(?:[0-9]{1,2}|[IVX]+|[A-Za-z])[).]\s*|^[0-9]+\s+(?=[A-Z])")


def expand_list(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """The list that `unit` holds, begins or belongs to, each item a bullet; empty if there is none."""
    if unit.is_row:
        return ()
    return _inline(unit, reader) or _over_blocks(unit, reader)


def enumerated(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """The unit as a list, if it enumerates several things itself."""
    found = None if unit.is_row else inline_enumeration(unit.text)
    return _inline(unit, reader) if found is not None and len(found.items) >= FEWEST_PARTS else ()


def _inline(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """`…: 1) …; 2) …; 3) …` within the block, also over several of its sentences."""
    reading = reader.read(unit.block)
    enumeration = inline_enumeration(reading.text)
    if enumeration is None:
        return ()
    intro_start = _sentence_start(reading.text, enumeration.intro[1])
    whole = reading.source_spans(intro_start, enumeration.items[-1][1], unit.block)
    if not any(place.overlaps(span) for place in whole for span in unit.spans):
        return ()
    pieces = [(intro_start, enumeration.intro[1]), *enumeration.items]
    return tuple(
        _sentence(unit, reader, start, end, bullet=index > 0)
        for index, (start, end) in enumerate(pieces)
        if reading.text[start:end].strip()
    )


def _sentence_start(text: str, end: int) -> int:
    """Where the sentence that leads to position `end` begins."""
    return next((start for start, stop in split_sentences(text) if start < end <= stop + 1), 0)


def _sentence(unit: Unit, reader: EvidenceReader, start: int, end: int, *, bullet: bool) -> DraftSentence:
    reading = reader.read(unit.block)
    text = reading.text[start:end].strip()
    spans = reading.source_spans(start, end, unit.block)
    source = Unit(unit.hit, unit.block, unit.order, text, spans, frozenset(terms(text)))
    return DraftSentence(text, (source,), bullet)


def _over_blocks(unit: Unit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """A sentence that announces a list, and the items after it: list items, or blocks under headings of
    their own within the sentence's section."""
    if not announces_list(unit):
        return ()
    around = reader.store.blocks_between(unit.document, unit.block.start, unit.block.end + AHEAD)
    around = tuple(block for block in around if block.language == unit.language)
    items = following_items(unit.block, around) or subsections(unit.block, around)
    if len(items) < 2:
        return ()
    return (DraftSentence(unit.text, (unit,)), *_bullets(unit, items[:MOST_ITEMS], reader))


def _bullets(unit: Unit, items: Sequence[Block], reader: EvidenceReader) -> list[DraftSentence]:
    bullets = []
    for item in items:
        first = next(iter(reader.units_of_block(item, unit.hit)), None)
        if first is not None:
            bullets.append(DraftSentence(without_number(first.text), (first,), bullet=True))
    return bullets


def parts_of(section: Section, hit: Hit, reader: EvidenceReader) -> tuple[DraftSentence, ...]:
    """The parts of a section, one bullet each: its heading and the first sentence below it."""
    bullets = []
    for name, (heading, block) in list(section.parts.items())[:MOST_ITEMS]:
        first = next(iter(reader.units_of_block(block, hit)), None)
        if first is None:
            continue
        title = without_number(name)
        text = without_number(first.text)
        if heading is None or title.casefold() in text.casefold():
            bullets.append(DraftSentence(text, (first,), bullet=True))
        else:
            above = Unit(hit, heading, 0, title, heading.spans, frozenset(terms(title)))
            bullets.append(DraftSentence(f"{title}: {text}", (above, first), bullet=True))
    return tuple(bullets)


def without_number(text: str) -> str:
    """A sentence or heading without the number that stands before it."""
    return _NUMBER.sub("", text)
