"""How likely the chosen units answer the question at all: what the assistant refuses by."""

from collections.abc import Sequence

from assistant.extractive.scoring import Scored
from assistant.intent import Intent
from indexing.query import Query


def confidence(chosen: Sequence[Scored], query: Query, intent: Intent) -> float:
    """From 0 to 1. A name of the question that the chosen units lack makes it 0."""
    best = chosen[0]
    have = frozenset().union(*(scored.unit.terms for scored in chosen))
    for concept in query.concepts:
        if concept.is_name and not concept.known and not concept.covered_by(have):
            return 0.0
    return max(0.0, min(1.0, 0.5 * best.coverage + 0.5 * best.dense))
