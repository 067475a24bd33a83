"""Which paper stands behind a name: from the mark beside it in a text to the entry in the bibliography."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.scoring import Scored
from assistant.generation import DraftSentence
from assistant.intent import subject
from indexing.analysis import terms
from indexing.blocks import BlockKind, CitationMark
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
FEWEST_SAID = 2
STATED = 0.6
"""A sentence states what a question is about if it expresses this share of it."""
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
    found += _behind_statement(scored, query, reader)
    found += [entry for s in scored for name in names for entry in _beside(s.unit, name, reader)]
    return _told(entry for entry in found if allows(only, entry.block))


def _behind_statement(scored: Sequence[Scored], query: Query, reader: EvidenceReader) -> list[Unit]:
    """The entries cited by the sentence that states what the question is about, where it says more of that
    than a name (`Which paper estimated the emissions of …?`); none where an entry itself comes nearest."""
    rest = subject(query.text).casefold()
    concepts = list(enumerate(query.concepts))
    said = {n: c.weight for n, c in concepts if not c.is_name and c.surface.casefold() in rest}
    named = {n: c.weight for n, c in concepts if c.is_name}
    if len(said) < FEWEST_SAID or sum(said.values()) < sum(named.values()) or _is_entry(scored[0].unit):
        return []
    weights = said | named
    stated = [
        (sum(weight * s.credits[n] for n, weight in weights.items()) / sum(weights.values()), s)
        for s in scored
        if not s.unit.is_row and _marks(s.unit)
    ]
    share, best = max(stated, key=lambda pair: (pair[0], pair[1].score), default=(0.0, scored[0]))
    return list(_cited_by(best.unit, _marks(best.unit), reader)) if share >= STATED else []


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
    for mark in _marks(unit):
        before = re.split(r"[,;，；。\t\n\]\^]", text[max(0, mark.span.start - BESIDE) : mark.span.start])[-1]
        if name.covered_by(frozenset(terms(before))) and _is_written(name, before):
            yield from _cited_by(unit, [mark], reader)


def _is_written(name: Concept, text: str) -> bool:
    """Whether a name in capitals stands so in `text`: `UNI` is no part of `uni-modal`."""
    return not name.surface.isupper() or re.search(rf"(?<!\w){re.escape(name.surface)}", text) is not None


def _marks(unit: Unit) -> list[CitationMark]:
    return [mark for mark in unit.block.marks if any(mark.span.overlaps(span) for span in unit.spans)]


def _cited_by(unit: Unit, marks: Sequence[CitationMark], reader: EvidenceReader) -> Iterator[Unit]:
    """The entries that marks of a unit cite; a text without a bibliography has that of its original."""
    document = reader.documents[unit.document]
    numbers = tuple(number for mark in marks for number in mark.numbers)
    own = reader.store.references(document.id, numbers)
    home = document.id if own else document.parallel_to
    yield from _entries(home, numbers, unit.hit, reader) if home else ()


def _entries(document: str, numbers: Sequence[str], hit: Hit, reader: EvidenceReader) -> Iterator[Unit]:
    """The entries of a document's bibliography with these numbers."""
    for reference in reader.store.references(document, numbers) if numbers else ():
        start, end = reference.spans[0].start, reference.spans[-1].end
        for block in reader.store.blocks_between(document, start, end):
            if block.kind is BlockKind.REFERENCE and block.start == start:
                shared = frozenset(terms(reference.text))
                yield Unit(hit, block, 0, reference.text, block.spans, shared)
