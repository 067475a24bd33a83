"""Which paper stands behind a name: from the mark beside it in a text to the entry in the bibliography."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.scoring import Scored
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import BlockKind
from indexing.passages import Filter, Hit, allows
from indexing.query import Concept, Query

BESIDE = 40
"""A mark belongs to a name that stands within this many characters before it."""
MOST_ENTRIES = 3
NEAR_BEST = 0.85
_BY_NUMBER = re.compile(
    r"(?:\breferences?|\brefs?\.?|\bcitations?|文献)\s*(?:no\.?|number|#)?\s*\[?([0-9]{1,3})\]?",
    re.IGNORECASE,
)
SAME_WORK = 0.5
"""Entries of several surveys for one work share at least this part of the shorter one's terms."""


def entries_named(
    scored: Sequence[Scored], query: Query, reader: EvidenceReader, only: Filter
) -> tuple[DraftSentence, ...]:
    """The entries that the question names by number (`reference 23`), or that the texts cite right beside the
    names of the question; each work once."""
    hit = scored[0].unit.hit
    numbers = [number for number in _BY_NUMBER.findall(query.text) if number]
    wanted = only.documents or _mentioned(query.text, reader) or frozenset(reader.documents)
    found = [e for d in reader.documents if d in wanted for e in _entries(d, numbers, hit, reader)]
    names = [concept for concept in query.concepts if concept.is_name and concept.known]
    found += [entry for s in scored for name in names for entry in _beside(s.unit, name, reader)]
    return _told(entry for entry in found if allows(only, entry.block))


def _mentioned(question: str, reader: EvidenceReader) -> frozenset[str]:
    """The documents that the question names by their id or their file's number."""
    said = set(re.findall(r"[\w\-]+", question.casefold()))
    return frozenset(
        id for id, document in reader.documents.items() if said & {id, document.file.split("_")[0]}
    )


def entries_found(scored: Sequence[Scored]) -> tuple[DraftSentence, ...]:
    """The entries among the found passages, if the best of these is one, and those about as good."""
    best = scored[0]
    near = (s.unit for s in scored if s.score >= NEAR_BEST * best.score and _is_entry(s.unit))
    return _told(near) if _is_entry(best.unit) else ()


def _told(entries: Iterable[Unit]) -> tuple[DraftSentence, ...]:
    works: list[Unit] = []
    for entry in entries:
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
            document = reader.documents[unit.document]
            own = reader.store.references(document.id, mark.numbers)
            home = document.id if own else document.parallel_to
            yield from _entries(home, mark.numbers, unit.hit, reader) if home else ()


def _entries(document: str, numbers: Sequence[str], hit: Hit, reader: EvidenceReader) -> Iterator[Unit]:
    """The entries of a document's bibliography with these numbers."""
    for reference in reader.store.references(document, numbers) if numbers else ():
        start, end = reference.spans[0].start, reference.spans[-1].end
        for block in reader.store.blocks_between(document, start, end):
            if block.kind is BlockKind.REFERENCE and block.start == start:
                shared = frozenset(terms(reference.text))
                yield Unit(hit, block, 0, reference.text, block.spans, shared)
