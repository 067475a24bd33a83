"""How likely the chosen units answer the question at all: what the assistant refuses by.

A logistic model over a few features that can be read. Its weights were fitted by `python -m eval.calibrate`
on development questions only, half of which the texts don't answer.
"""

import math
from collections.abc import Sequence

from assistant.evidence import Unit
from assistant.extractive.rows import names_row
from assistant.extractive.scoring import Scored, share, tells
from indexing.query import Query

FEATURES = (
    "bias",
    "covered by the best unit",
    "covered by all units",
    "dense",
    "names in the best unit",
    "names nowhere",
    "unknown words",
    "passage",
    "row tells",
    "row is empty",
)
WEIGHTS = (-3.0, 2.0, 1.0, 3.0, 1.0, -2.0, -2.0, 2.0, 1.0, -2.0)


def confidence(chosen: Sequence[Scored], scored: Sequence[Scored], query: Query) -> float:
    """The probability, from 0 to 1, that the `chosen` of all `scored` units answer the question."""
    total = sum(w * f for w, f in zip(WEIGHTS, features(chosen, scored, query), strict=True))
    return 1 / (1 + math.exp(-total))


def features(
    chosen: Sequence[Scored], scored: Sequence[Scored], query: Query
) -> tuple[float, ...]:
    """The features of FEATURES, each from 0 to 1 or nearly so.

    Shares are of the weight of the question's concepts: what the best unit expresses, what the chosen ones
    do together, what of its names, what no text of the corpus knows.
    """
    best = chosen[0]
    credits = [max(column) for column in zip(*(scored.credits for scored in chosen), strict=True)]
    names = [concept for concept in query.concepts if concept.is_name]
    total = sum(concept.weight for concept in query.concepts) or 1.0
    tells_it = any(s.unit.is_row and tells(s.unit, query) for s in chosen)
    return (
        1.0,
        best.coverage,
        share(query.concepts, credits),
        best.dense,
        share(query.concepts, best.credits, names_only=True) if names else 0.5,
        min(2, sum(credit < 1 for c, credit in zip(query.concepts, credits, strict=True) if c.is_name)) / 2,
        sum(concept.weight for concept in query.concepts if not concept.known) / total,
        best.unit.hit.scores["dense"],
        float(tells_it),
        float(not tells_it and any(_is_empty(s.unit, query) for s in scored)),
    )


def _is_empty(unit: Unit, query: Query) -> bool:
    """Whether a row about a name of the question has nothing in the columns that are asked."""
    if not unit.is_row or tells(unit, query) is not False:
        return False
    return any(concept.is_name and names_row(unit.block, concept) for concept in query.concepts)
