"""How well a unit of evidence answers a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence import Unit
from assistant.extractive.columns import asked_columns
from assistant.extractive.rows import answers_column, name_cell
from assistant.intent import Intent
from indexing.analysis import terms
from indexing.blocks import BlockKind
from indexing.embedders.protocol import Embedder
from indexing.query import Concept, Query

IN_SECTION = 0.6
"""A concept that only the section path or the table's caption expresses counts for this part."""
IN_PASSAGE = 0.35
"""…and one that only the passage's other sentences express, for this."""
WEIGHTS = {"coverage": 0.5, "dense": 0.4, "passage": 0.25, "names": 0.25}
_DIGIT = re.compile(r"[0-9]|[一二三四五六七八九十百千万亿两]+[个种类次倍年天万亿]|\b(?:two|three|four|five|six|seven|ten)\b")
_DEFINES = re.compile(
    r"\b(?:is|are) (?:an?|the|defined|referred|known|called|one of)\b|\brefers? to\b|\bmeans\b|\bdenotes?\b"
    r"|\bdefined as\b|\bdescribed (?:as|by)\b|\boccurs? when\b|是一[种个类]|是指|指的是|定义|称为|即|是.{0,12}的"
)
_EXPLAINS = re.compile(
    r"\bbecause\b|\bdue to\b|\bsince\b|\btherefore\b|\bowing to\b|\bas a result\b|\bin order to\b|\bby \w+ing\b"
    r"|\bleads? to\b|因为|由于|因此|导致|从而|以便|通过|使得"
)
_ENUMERATES = re.compile(
    r"(?:\b1\)|\(1\)|①|\bi\)).+(?:\b2\)|\(2\)|②|\bii\))|(?:[^,;、；，]{2,60}[,;、；，]\s*){2,}(?:and|or|以及|和|与|等)?"
    r"|\bfollowing\b|\bas follows\b|\bnamely\b|包括|如下|以下",
    re.DOTALL,
)


@dataclass(frozen=True)
class Scored:
    """A unit with its score and what the score is made of."""

    unit: Unit
    score: float
    coverage: float
    dense: float


def score_units(
    units: Sequence[Unit], query: Query, intent: Intent, embedder: Embedder
) -> list[Scored]:
    """The units best first; ties by place, so that the same question gives the same order."""
    if not units:
        return []
    vectors = embedder.embed([unit.text for unit in units])
    dense = vectors @ embedder.embed([query.text], query=True)[0]
    best_hit = max(unit.hit.score for unit in units) or 1.0
    passages = {unit.hit.passage.id: frozenset(terms(unit.hit.passage.reading)) for unit in units}
    contexts = {unit.hit.passage.id: frozenset(terms(unit.hit.passage.context)) for unit in units}
    names = [concept for concept in query.concepts if concept.is_name and concept.known]
    scored = []
    for unit, similarity in zip(units, np.asarray(dense, dtype=float), strict=True):
        key = unit.hit.passage.id
        coverage = graded_coverage(query.concepts, unit.terms, contexts[key], passages[key])
        score = (
            WEIGHTS["coverage"] * coverage
            + WEIGHTS["dense"] * similarity
            + WEIGHTS["passage"] * unit.hit.score / best_hit
            + WEIGHTS["names"] * graded_coverage(names, unit.terms, contexts[key], passages[key])
            + fitness(unit, intent, query)
        )
        scored.append(Scored(unit, float(score), coverage, float(similarity)))
    scored.sort(key=lambda s: (-s.score, s.unit.document, s.unit.spans))
    return scored


def graded_coverage(
    concepts: Sequence[Concept], unit: frozenset[str], section: frozenset[str], passage: frozenset[str]
) -> float:
    """Share of the concepts' weight that the unit expresses, in part if only what surrounds it does."""
    total = sum(concept.weight for concept in concepts)
    got = 0.0
    for concept in concepts:
        if concept.covered_by(unit):
            got += concept.weight
        elif concept.covered_by(unit | section):
            got += IN_SECTION * concept.weight
        elif concept.covered_by(unit | section | passage):
            got += IN_PASSAGE * concept.weight
    return got / total if total else 0.0


def fitness(unit: Unit, intent: Intent, query: Query) -> float:
    """How well the unit's form suits the kind of question, in points of score."""
    text = unit.text
    points = 0.0
    if unit.is_row:
        points += _row_fitness(unit, query)
    elif intent.quantity:
        points += 0.05 if _DIGIT.search(text) else -0.08
    if intent.definition:
        points += 0.06 if _DEFINES.search(text) else 0.0
    if intent.explanation:
        points += 0.03 if _EXPLAINS.search(text) else 0.0
    if intent.listing:
        points += 0.05 if _ENUMERATES.search(text) else 0.0
    if unit.block.kind is BlockKind.CAPTION and not re.search(r"\bfig|\btable|图|表", query.text, re.IGNORECASE):
        points -= 0.08
    if text.rstrip().endswith(("?", "？")) or len(text) < 12:
        points -= 0.15
    return points


def _row_fitness(unit: Unit, query: Query) -> float:
    """A row about a name of the question that tells what is asked is the best of answers; one whose asked
    cell is empty is none."""
    asked = asked_columns(query.text, tuple(cell.column for cell in unit.block.cells))
    told = answers_column(unit.block, asked)
    if told is False:
        return -0.3
    cell = name_cell(unit.block)
    named = cell is not None and cell.value is not None and _names_row(cell.value, query)
    return 0.15 * named + 0.1 * (named and bool(told)) - 0.1 * (not named and not told)


def _names_row(name: str, query: Query) -> bool:
    present = frozenset(terms(name))
    return any(concept.covered_by(present) for concept in query.concepts if concept.is_name)
