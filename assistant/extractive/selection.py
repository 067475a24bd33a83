"""Which units make the answer: the best first, then those nearly as good."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.clauses import clauses
from assistant.evidence import Unit
from assistant.extractive.rows import is_named, name_cell, names_row, plain_name
from assistant.extractive.scoring import Scored, tells_all
from indexing.analysis import is_chinese
from indexing.query import Concept, Query

MOST_UNITS = 3
NEAR_BEST = 0.7
"""A unit this close to the best is shown beside it: either may hold the fact…"""
NEAR_FACT = 0.85
"""…and must be closer where a fact is wanted and no more."""
NEXT_TO_BEST = 0.55
"""The sentence before or after the best one needs this share only: it is about the same thing."""
SIDE = 0.5
"""A side of a comparison that no chosen unit names may score this share of the best."""
SAME_TEXT = 0.6
"""Units whose terms overlap this much (Jaccard) say the same."""
LIMIT = {"en": 120, "zh": 250}
"""Words of an English answer, characters of a Chinese one."""
ROW_LENGTH = 0.15
LEANS_BACK = re.compile(
    r"^(?:It|They|This|These|Those|Such|That|The (?:former|latter|two|three)|Both|Here|Its|Their|He|She"
    r"|However|Therefore|Thus|Hence|Specifically|In particular)\b"
    r"|^(?:Moreover|Furthermore|In addition), (?:it|they|this|these|those|such|both|its|their|he|she)\b"
    r"|^(?:此外[，,]?)?(?:它们?|他们|这[些种类个是]?|该|其中?|上述|前者|后者|因此|具体来说|特别是|然而|但)",
)
"""Sentences that begin so are told with the one before them, or they lose their meaning. What only adds
(`Moreover`, 此外) stands by itself, unless a pronoun follows."""


TableRows = Callable[[Unit], Sequence[Unit]]
"""Gives all rows of the table that a row stands in."""


def select(scored: Sequence[Scored], query: Query, rows: TableRows, *, direct: bool = False) -> list[Scored]:
    """The units of the answer, the best first; `scored` is best first. A `direct` question wants its fact
    and no more around it."""
    best = scored[0]
    near = NEAR_FACT if direct else NEAR_BEST
    chosen = [best, *_same_row_elsewhere(best, scored)]
    complete = tells_all(best.unit, query, best.credits)
    for candidate in scored[1:]:
        share = candidate.score / best.score if best.score > 0 else 0.0
        if len(chosen) >= MOST_UNITS or share < NEXT_TO_BEST:
            break
        if complete and not _goes_with_row(candidate, query):
            continue
        beside = not direct and _adjacent(candidate.unit, best.unit)
        if (share >= near or beside) and _fits(candidate, chosen):
            chosen.append(candidate)
    return chosen + _missing_sides(scored, chosen, query, rows)


def _goes_with_row(candidate: Scored, query: Query) -> bool:
    """Beside a row that tells all that is asked only rows about another name of the question are told."""
    return bool(candidate.told) and is_named(candidate.unit.block, query.concepts)


def in_text_order(chosen: Sequence[Scored]) -> list[Scored]:
    """Units of one block in the block's order, the blocks as they were chosen."""
    place = {scored.unit.block.id: i for i, scored in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda scored: (place[scored.unit.block.id], scored.unit.order))


def _adjacent(unit: Unit, other: Unit) -> bool:
    return unit.block.id == other.block.id and abs(unit.order - other.order) == 1 and not unit.is_row


def _same_row_elsewhere(best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """Rows of other tables about the same thing that tell what is asked too: sources may differ."""
    if not best.told:
        return []
    found: list[Scored] = []
    for candidate in scored[1:]:
        same = candidate.told and _same_name(candidate, best)
        elsewhere = candidate.unit.block.table not in {s.unit.block.table for s in [best, *found]}
        repeated = candidate.unit.block.parallel in {s.unit.block.id for s in [best, *found]}
        if same and elsewhere and not repeated:
            found.append(candidate)
    return found[: MOST_UNITS - 1]


def _same_name(one: Scored, other: Scored) -> bool:
    names = [name_cell(scored.unit.block) for scored in (one, other)]
    joined = {re.sub(r"[\W_]", "", plain_name(cell.value or "")).casefold() for cell in names if cell}
    return len(joined) == 1 and None not in names


def _missing_sides(
    scored: Sequence[Scored], chosen: Sequence[Scored], query: Query, rows: TableRows
) -> list[Scored]:
    """For each name of the question that no chosen unit tells of: its row in a table that was chosen from,
    or else the best unit that names it. Where a chosen one mentions it, only a row that tells what a part of
    the question asks is added."""
    added: list[Scored] = []
    several = bool(clauses(query.text))
    for concept in query.concepts:
        have = [*chosen, *added]
        if not concept.is_name or not concept.known or any(_is_named(s.unit, concept) for s in have):
            continue
        side = _row_beside(concept, chosen, rows)
        if side is None:
            mentioned = any(concept.covered_by(other.unit.terms) for other in have)
            near = (s for s in scored if s.score >= SIDE * scored[0].score and _is_named(s.unit, concept))
            side = next((s for s in near if not mentioned or (several and s.told)), None)
        added += [side] if side is not None and _fits(side, have) else []
    return added


def _row_beside(concept: Concept, chosen: Sequence[Scored], rows: TableRows) -> Scored | None:
    for other in chosen:
        if other.unit.is_row:
            for row in rows(other.unit):
                if names_row(row.block, concept):
                    return replace(other, unit=row)
    return None


def _is_named(unit: Unit, concept: Concept) -> bool:
    return names_row(unit.block, concept) if unit.is_row else concept.covered_by(unit.terms)


def _fits(candidate: Scored, chosen: Sequence[Scored]) -> bool:
    repeats = any(_same(candidate.unit, other.unit) for other in chosen)
    return not repeats and _length([*chosen, candidate]) <= 1


def _same(unit: Unit, other: Unit) -> bool:
    """Whether two units say the same; rows of one table never do, however alike they are."""
    if unit.is_row and other.is_row:
        return unit.block.id in (other.block.id, other.block.parallel)
    shared = len(unit.terms & other.terms)
    return shared >= SAME_TEXT * len(unit.terms | other.terms)


def _length(chosen: Sequence[Scored]) -> float:
    """The answer's length as a share of the limit. Of a row only some columns are told."""
    return sum(map(_unit_length, (scored.unit for scored in chosen)))


def _unit_length(unit: Unit) -> float:
    if unit.is_row:
        return ROW_LENGTH
    if is_chinese(unit.text):
        return len(unit.text) / LIMIT["zh"]
    return len(unit.text.split()) / LIMIT["en"]
