"""Where in a passage a claim stands: the smallest run of sentences, or the table row, that carries it.

Units are ranked by likeness first (words shared, and tokens, which also compare across languages), because a
judge is too slow to read every run of every passage.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.unittokens import UnitTokens
from assistant.judging.protocol import THRESHOLD, Judge
from assistant.judging.wording import denies, read_wording
from corpus import Span
from indexing.analysis import terms
from indexing.passages import Filter, Hit

TRIED = 3
"""How many of the likeliest units of a passage are looked at."""
LONGEST_RUN = 4
"""Sentences that a quote has at most."""
_OF_LIKENESS = 0.5
"""What likeness of meaning counts beside the share of words."""


@dataclass(frozen=True)
class Located:
    """A place in a source and how well it supports the claim."""

    unit: Unit
    support: float


class Locator:
    """Looks for claims in passages. Raises JudgeError when its judge fails."""

    def __init__(self, reader: EvidenceReader, tokens: UnitTokens, judge: Judge) -> None:
        self.reader = reader
        self.tokens = tokens
        self.judge = judge

    def ranked(self, claim: str, hits: Sequence[Hit], only: Filter) -> list[Unit]:
        """The units of `hits`, the likeliest to carry the claim first."""
        units = self.reader.units(hits, only)
        if not units:
            return []
        wanted = terms(claim)
        near = self.tokens.nearness(units, claim)
        scored = [
            (_OF_LIKENESS * meaning + _share(wanted, unit), unit)
            for meaning, unit in zip(near, units, strict=True)
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].block.id, pair[1].order))
        return [unit for _, unit in scored]

    def locate(self, claim: str, hit: Hit, only: Filter) -> Located | None:
        """The smallest run of the passage that supports `claim`; where none does, the likeliest unit.

        None for a passage without units.
        """
        ranked = self.ranked(claim, [hit], only)
        if not ranked:
            return None
        best = Located(ranked[0], self.support(claim, ranked[0]))
        for unit in ranked[1:TRIED]:
            if best.support >= THRESHOLD:
                return best
            found = Located(unit, self.support(claim, unit))
            best = found if found.support >= THRESHOLD else best
        if best.support < THRESHOLD:
            best = next(
                (
                    found
                    for found in self._runs(claim, ranked[:TRIED], hit, only)
                    if found.support >= THRESHOLD
                ),
                best,
            )
        return best

    def denied(self, claim: str, hits: Sequence[Hit], only: Filter) -> bool:
        """Whether one of the likeliest units of `hits` says the claim's words but for a negation. Then other
        places that it may be read into don't support it either."""
        wording = read_wording(claim)
        likely = self.ranked(claim, hits, only)[:TRIED]
        return any(denies(wording, read_wording(unit.text)) for unit in likely)

    def support(self, claim: str, unit: Unit) -> float:
        """How well a unit supports `claim`."""
        return self.judge.support(claim, source_text(unit))

    def _runs(self, claim: str, likely: Sequence[Unit], hit: Hit, only: Filter) -> Iterator[Located]:
        """Runs of two sentences around the likely ones, then of three, and so on."""
        units = self.reader.units([hit], only)
        places = [place for unit in likely for place, other in enumerate(units) if other == unit]
        for length in range(2, LONGEST_RUN + 1):
            tried: set[int] = set()
            for start in (place - back for place in places for back in range(length)):
                run = units[max(start, 0) : start + length]
                if start in tried or start < 0 or len(run) < length or not _together(run):
                    continue
                tried.add(start)
                joined = self._joined(run)
                yield Located(joined, self.support(claim, joined))

    def _joined(self, run: Sequence[Unit]) -> Unit:
        """Sentences that follow each other as one unit."""
        text = self.reader.documents[run[0].document].text
        spans: list[Span] = []
        for span in (span for unit in run for span in unit.spans):
            if spans and not text[spans[-1].end : span.start].strip():
                spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
            else:
                spans.append(span)
        gap = "" if run[0].language == "zh" else " "
        found = frozenset(term for unit in run for term in unit.terms)
        return replace(run[0], text=gap.join(unit.text for unit in run), spans=tuple(spans), terms=found)


def source_text(unit: Unit) -> str:
    """What a claim is checked against: the quote as it reads, for a row with its table's caption."""
    return f"{unit.text} {unit.hit.passage.context}" if unit.is_row else unit.text


def _together(run: Sequence[Unit]) -> bool:
    return all(unit.block.id == run[0].block.id and not unit.is_row for unit in run)


def _share(wanted: Sequence[str], unit: Unit) -> float:
    """The share of the claim's terms that the unit has; a number counts three times, as it is rarely shared
    by chance."""
    weights = {term: 3.0 if re.search(r"\d", term) else 1.0 for term in wanted}
    return sum(weight for term, weight in weights.items() if term in unit.terms) / max(
        1.0, sum(weights.values())
    )
