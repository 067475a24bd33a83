"""The likeliest units are read together with the question, which tells whether they answer it.

Likeness finds them: it asks what a unit speaks of, not whether it says what is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.evidence import Unit
from assistant.extractive.scoring import Scored
from assistant.joint.meeting import Part
from indexing.blocks import BlockKind

READ = 8
"""How many units are read."""
WEIGHT = 0.04
"""What a unit of log odds counts beside likeness, chosen on questions about places held out in training."""
TOLD_BY = 3
"""How many of the likeliest answers tell whether there is one at all."""


class AnswerReader(Protocol):
    """Reads a question together with parts of texts that may answer it."""

    def answering(self, question: str, parts: Sequence[Part]) -> list[float]:
        """The log odds that each part answers `question`."""


def reread(
    scored: Sequence[Scored],
    question: str,
    reader: AnswerReader,
    parts: Callable[[Sequence[Unit]], Sequence[Part]],
) -> list[Scored]:
    """The units of `scored` (best first) in a new order: the less likely each of the first is to answer
    `question`, beside the likeliest, the more its score falls. Entries of a bibliography, which the reader
    never learned to read, keep their score. `parts` gives the units as the reader takes them."""
    found = [s for s in scored[:READ] if s.unit.block.kind is not BlockKind.REFERENCE]
    if not found:
        return list(scored)
    odds = reader.answering(question, parts([s.unit for s in found]))
    read = {id(s): told for s, told in zip(found, odds, strict=True)}
    most, least = max(read.values()), min(read.values())
    told = [_told(s, read.get(id(s)), most, least) for s in scored]
    told.sort(key=lambda s: (-s.score, s.unit.document, s.unit.spans))
    return told


def _told(scored: Scored, odds: float | None, most: float, least: float) -> Scored:
    if scored.unit.block.kind is BlockKind.REFERENCE:
        return scored
    # What was not read is taken for no likelier than the unlikeliest that was.
    fall = WEIGHT * (most - (least if odds is None else odds))
    return replace(scored, score=scored.score - fall, odds=odds)


def odds_of_answer(scored: Sequence[Scored]) -> float | None:
    """The mean log odds of the units likeliest to answer, which tells more than the best alone; None if none
    was read."""
    read = sorted((s.odds for s in scored if s.odds is not None), reverse=True)[:TOLD_BY]
    return sum(read) / len(read) if read else None
