"""Which units make the answer: the best first, then those that add what is still missing."""

from collections.abc import Sequence

from assistant.evidence import Unit
from assistant.extractive.scoring import Scored
from assistant.intent import Intent
from indexing.analysis import is_chinese
from indexing.blocks import Language
from indexing.query import Concept, Query

MOST_SENTENCES = 3
NEAR_BEST = 0.75
"""A further unit needs this share of the best one's score…"""
WORTH_ADDING = 0.12
"""…and must express concepts of at least this share of the question's weight that no chosen unit does."""
ALMOST_BEST = 0.93
"""A unit this close to the best is shown beside it even if it adds no concept: either may hold the fact."""
SAME_TEXT = 0.6
"""Units whose terms overlap this much (Jaccard) say the same."""
LIMIT = {"en": 120, "zh": 250}
"""Words of an English answer, characters of a Chinese one."""


def select(
    scored: Sequence[Scored], query: Query, intent: Intent, language: Language
) -> list[Scored]:
    """The units of the answer in the order they are told; `scored` is best first."""
    chosen = [scored[0]]
    for candidate in scored[1:]:
        if len(chosen) == MOST_SENTENCES or candidate.score < NEAR_BEST * scored[0].score:
            break
        if any(_same(candidate.unit, other.unit) for other in chosen):
            continue
        adds = _added_weight(candidate.unit, chosen, query.concepts) >= WORTH_ADDING
        close = candidate.score >= ALMOST_BEST * scored[0].score
        if (adds or close) and _length([*chosen, candidate]) <= 1:
            chosen.append(candidate)
    return chosen


def _same(unit: Unit, other: Unit) -> bool:
    shared = len(unit.terms & other.terms)
    return shared >= SAME_TEXT * len(unit.terms | other.terms)


def _added_weight(unit: Unit, chosen: Sequence[Scored], concepts: Sequence[Concept]) -> float:
    have = frozenset().union(*(scored.unit.terms for scored in chosen))
    total = sum(concept.weight for concept in concepts) or 1.0
    new = (c.weight for c in concepts if c.covered_by(unit.terms) and not c.covered_by(have))
    return sum(new) / total


def _length(chosen: Sequence[Scored]) -> float:
    """The answer's length as a share of the limit."""
    return sum(
        len(text) / LIMIT["zh"] if is_chinese(text) else len(text.split()) / LIMIT["en"]
        for text in (scored.unit.text for scored in chosen)
    )
