"""Which paper stands behind a name: from the mark beside it in a text to the entry in the bibliography."""

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.scoring import Scored
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import BlockKind
from indexing.passages import Filter, allows
from indexing.query import Concept, Query

BESIDE = 40
"""A mark belongs to a name that stands within this many characters before it."""
MOST_ENTRIES = 3
SAME_WORK = 0.5
"""Entries of several surveys for one work share at least this part of the shorter one's terms."""


def cited_entries(
    scored: Sequence[Scored], query: Query, reader: EvidenceReader, only: Filter
) -> tuple[DraftSentence, ...]:
    """The bibliography entries that the texts cite beside the names of the question, each work once; else
    the entries found for the question itself."""
    names = [concept for concept in query.concepts if concept.is_name and concept.known]
    cited = (entry for s in scored for name in names for entry in _beside(s.unit, name, reader))
    beside = [entry for entry in cited if allows(only, entry.block)]
    works: list[Unit] = []
    found = [s.unit for s in scored if _is_entry(s.unit)] if _is_entry(scored[0].unit) else []
    for entry in beside or found:
        if len(works) < MOST_ENTRIES and not any(_same_work(entry, other) for other in works):
            works.append(entry)
    return tuple(DraftSentence(entry.text, (entry,)) for entry in works)


def _same_work(entry: Unit, other: Unit) -> bool:
    return len(entry.terms & other.terms) >= SAME_WORK * min(len(entry.terms), len(other.terms))


def _is_entry(unit: Unit) -> bool:
    return unit.block.kind is BlockKind.REFERENCE


def _beside(unit: Unit, name: Concept, reader: EvidenceReader) -> Iterator[Unit]:
    """The entries whose marks stand right after `name` in the unit."""
    text = reader.documents[unit.document].text
    for mark in unit.block.marks:
        if not any(mark.span.overlaps(span) for span in unit.spans):
            continue
        before = re.split(r"[,;，；。\t\n\]\^]", text[max(0, mark.span.start - BESIDE) : mark.span.start])[-1]
        if name.covered_by(frozenset(terms(before))):
            yield from _entries(unit, mark.numbers, reader)


def _entries(unit: Unit, numbers: Sequence[str], reader: EvidenceReader) -> Iterator[Unit]:
    document = reader.documents[unit.document]
    home = document.id if reader.store.references(document.id, numbers) else document.parallel_to
    for reference in reader.store.references(home, numbers) if home else ():
        start, end = reference.spans[0].start, reference.spans[-1].end
        for block in reader.store.blocks_between(reference.document, start, end):
            if block.kind is BlockKind.REFERENCE and block.start == start:
                shared = frozenset(terms(reference.text))
                yield Unit(unit.hit, block, 0, reference.text, block.spans, shared)
