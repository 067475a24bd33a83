"""How likely the chosen units answer the question at all: what the assistant refuses by.

A logistic model over a few features that can be read. Its weights were fitted by `python -m eval.calibrate`
on development questions only, half of which the texts don't answer.
"""

import math
from collections.abc import Sequence

from assistant.extractive.rows import names_row
from assistant.extractive.scoring import Scored
from indexing.query import Query

FEATURES = ("bias", "passage", "names nowhere", "row is empty", "row tells")
WEIGHTS = (-1.31, 3.62, -1.96, -1.41, -0.26)
"""More features (coverage, unknown words, the unit's own cosine) made it no better when left-out questions
were judged: there are too few questions to learn from."""


def confidence(chosen: Sequence[Scored], scored: Sequence[Scored], query: Query) -> float:
    """The probability, from 0 to 1, that the `chosen` of all `scored` units answer the question."""
    total = sum(w * f for w, f in zip(WEIGHTS, features(chosen, scored, query), strict=True))
    return 1 / (1 + math.exp(-total))


def features(
    chosen: Sequence[Scored], scored: Sequence[Scored], query: Query
) -> tuple[float, ...]:
    """The features of FEATURES, each from 0 to 1 or nearly so: how near the best unit's passage is to the
    question, how many of its names no chosen unit expresses (two or more are 1), whether rows about a name
    of the question have something in the columns asked for."""
    best = chosen[0].unit.hit
    credits = [max(column) for column in zip(*(scored.credits for scored in chosen), strict=True)]
    missing = sum(c.is_name and credit < 1 for c, credit in zip(query.concepts, credits, strict=True))
    told = any(s.told for s in chosen)
    empty = not told and any(_is_empty(s, query) for s in scored)
    return (1.0, best.scores["dense"], min(2, missing) / 2, float(empty), float(told))


def _is_empty(scored: Scored, query: Query) -> bool:
    """Whether a row about a name of the question has nothing in the columns that are asked."""
    named = (concept for concept in query.concepts if concept.is_name)
    return scored.told is False and any(names_row(scored.unit.block, concept) for concept in named)
