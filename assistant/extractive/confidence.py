"""How likely the chosen units answer the question at all: what the assistant refuses by.

A logistic model over a few features that can be read. Its weights were fitted by `python -m eval.calibrate`
on development questions, nearly half of which the texts don't answer, and on near misses.
"""

import math
from collections.abc import Sequence

from assistant.extractive.answertype import lacks_type
from assistant.extractive.rereading import odds_of_answer
from assistant.extractive.rows import is_named, names_row, told_cells
from assistant.extractive.scoring import IN_SECTION, Scored, share
from indexing.analysis import is_chinese
from indexing.blocks import BlockKind
from indexing.query import Query

FEATURES = (
    "bias",
    "passage",
    "names lacking",
    "row is empty",
    "type lacking",
    "covered",
    "read",
    "best read",
)
WEIGHTS = (2.56, 2.47, -3.42, -1.02, -2.92, 0.92, 4.02, 0.96)
"""As fitted but for the bias, raised from 1.88 so that at 0.5 one in twelve of the development questions
that can be answered is refused."""

ODDS, UNREAD = 5.0, 0.0
"""Log odds that are as sure as can be, and what counts where nothing was read."""
LITTLE = 0.5
COMPARED = 0.8
"""Confidence in rows that answer for every name of the question: likeness can't tell more than they do."""


def confidence(chosen: Sequence[Scored], scored: Sequence[Scored], query: Query, likeness: float) -> float:
    """The probability, from 0 to 1, that the `chosen` of all `scored` units answer the question; `likeness`
    is that of the best one's passage with the question."""
    found = features(chosen, scored, query, likeness)
    total = sum(w * f for w, f in zip(WEIGHTS, found, strict=True))
    likely = 1 / (1 + math.exp(-total))
    return max(likely, COMPARED) if _compares(chosen, query) else likely


def _compares(chosen: Sequence[Scored], query: Query) -> bool:
    """Whether each of several names asked about has a row of its own that tells what is asked."""
    names = [concept for concept in query.concepts if concept.is_name]
    rows = [s.unit.block for s in chosen if s.told]
    return len(names) > 1 and all(any(names_row(row, name) for row in rows) for name in names)


def features(
    chosen: Sequence[Scored], scored: Sequence[Scored], query: Query, likeness: float
) -> tuple[float, ...]:
    """The features of FEATURES, each from 0 to 1 or nearly so.

    How near the best unit's passage is to the question; how many of its names the chosen units lack (two or
    more are 1; a row must hold them itself); whether rows about a name of the question are empty in the
    columns asked for; whether the type of answer asked for is lacking; how much of it the best unit covers;
    what reading the likeliest together with the question tells, and reading the best one.
    """
    best = chosen[0]
    told = any(s.told and _is_named(s, query) for s in chosen)
    empty = not told and (_is_beside_the_point(best, query) or any(_is_empty(s, query) for s in scored))
    # Of a row the cells alone that are told, as column names answer nothing.
    cells = [cell for s in chosen if s.unit.is_row for cell in told_cells(s.unit.block, query.text)]
    texts = [s.unit.text for s in chosen if not s.unit.is_row]
    evidence = " ; ".join([*texts, *(cell.value or "" for cell in cells)])
    labels = " ; ".join(cell.column for cell in cells)
    return (
        1.0,
        likeness,
        min(2, _names_lacking(chosen, query)) / 2,
        float(empty),
        float(lacks_type(query.text, evidence, labels)),
        best.coverage,
        # Beside an entry of a bibliography, which is not read, what was read tells nothing.
        _read(None if best.unit.block.kind is BlockKind.REFERENCE else odds_of_answer(scored)),
        _read(best.odds),
    )


def _read(odds: float | None) -> float:
    """Log odds of an answer, from -1 to 1."""
    return UNREAD if odds is None else max(-1.0, min(1.0, odds / ODDS))


def _names_lacking(chosen: Sequence[Scored], query: Query) -> int:
    """How many names of the question nothing chosen tells of. Beside a row, another row tells of a name only
    if it is about it: a metric that stands in another model's row is no sign of an answer."""
    best = chosen[0]
    lacking = 0
    for position, concept in enumerate(query.concepts):
        told = best.credits[position] >= IN_SECTION or any(
            names_row(s.unit.block, concept) if best.told else s.credits[position] >= IN_SECTION
            for s in chosen[1:]
        )
        lacking += concept.is_name and not told
    return lacking


def _is_empty(scored: Scored, query: Query) -> bool:
    return scored.told is False and _is_named(scored, query)


def _is_beside_the_point(scored: Scored, query: Query) -> bool:
    """Whether a row has the name asked about and little else of the question."""
    words = [
        (concept, credit)
        for concept, credit in zip(query.concepts, scored.credits, strict=True)
        # Characters that no text has side by side mostly belong to two words of the question.
        if not concept.is_name and (concept.known or not is_chinese(concept.surface))
    ]
    if not scored.unit.is_row or not words:
        return False
    return share([concept for concept, _ in words], [credit for _, credit in words]) < LITTLE


def _is_named(scored: Scored, query: Query) -> bool:
    """Whether a row is about a name of the question."""
    return scored.unit.is_row and is_named(scored.unit.block, query.concepts)
