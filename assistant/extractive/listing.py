"""A whole list as bullets, from the unit that begins or holds it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.lists import (
    announces_list,
    asked_count,
    following_items,
    inline_enumeration,
    subsections,
)
from assistant.generation import DraftSentence
from corpus import Span
from indexing.analysis import terms, words
from indexing.blocks import Block
from indexing.query import Query
from indexing.sentences import split_sentences

AHEAD = 20_000
"""How many characters after a unit are searched for the items of its list."""
MOST_ITEMS = 20
FEWEST_PARTS = 3
NAMED = 0.5
"""Share of a heading's words that a question must have to be about its section."""
_NUMBER = re.compile(r"^\(?(?:[0-9.]+|[IVX]+|[A-Za-z])[).]\s*|^[0-9.]+\s+")


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
            bullets.append(DraftSentence(first.text, (first,), bullet=True))
    return bullets


def section_list(unit: Unit, reader: EvidenceReader, query: Query) -> tuple[DraftSentence, ...]:
    """The parts of a section that the question names, one bullet each: `What are the risks?` is answered by
    the headings below "IV. Challenges and Risks". Empty unless there are as many as the question says."""
    wanted = asked_count(query.text)
    asked = frozenset(words(query.text))
    for depth in range(len(unit.block.section), 0, -1):
        heading = frozenset(words(_NUMBER.sub("", unit.block.section[depth - 1])))
        if not heading or len(heading & asked) < NAMED * len(heading):
            continue
        parts = _parts(unit, depth, reader)
        if len(parts) >= FEWEST_PARTS and wanted in (None, len(parts)):
            return tuple(_bullets(unit, parts[:MOST_ITEMS], reader))
    return ()


def _parts(unit: Unit, depth: int, reader: EvidenceReader) -> list[Block]:
    """The first block of each numbered part of the section at `depth` of the unit's section path."""
    section = unit.block.section[:depth]
    inside = [
        block
        for block in reader.store.blocks_between(unit.document, 0, len(reader.documents[unit.document].text))
        if block.section[:depth] == section and block.language == unit.language
    ]
    return subsections(replace(inside[0], section=section, spans=(Span(0, 0),)), inside) if inside else []
