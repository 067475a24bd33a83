"""The nouns of a benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

FIRST = 5
"""Passages looked at for a gold one."""


@dataclass(frozen=True)
class Cost:
    """A process: its wall time, and where the platform tells them its peak resident memory in bytes and the
    seconds that processors worked for it, which other processes make little longer."""

    seconds: float
    peak: int | None
    processor: float | None = None


@dataclass(frozen=True)
class Result:
    """What was measured of one system. Times are in milliseconds, ranks count from 1, both by question id.

    `problem` says, with the remedy, why nothing was; `missing` that it is because of packages not installed.
    """

    system: str
    problem: str = ""
    missing: bool = False
    default_k: int = FIRST
    build: Cost = Cost(0.0, None)
    cold: tuple[Cost, ...] = ()
    warm: Cost = Cost(0.0, None)
    search_ms: dict[str, float] = field(default_factory=dict)
    answer_ms: dict[str, float] = field(default_factory=dict)
    ranks: dict[str, int | None] = field(default_factory=dict)
    index_bytes: int = 0
    shipped_bytes: int = 0

    @property
    def cold_cost(self) -> Cost:
        """The median times and the highest peak."""
        worked = [cost.processor for cost in self.cold if cost.processor is not None]
        return Cost(
            seconds=median(cost.seconds for cost in self.cold),
            peak=highest(self.cold),
            processor=median(worked) if worked else None,
        )

    @property
    def peak(self) -> int | None:
        """The highest peak of all processes."""
        return highest((self.build, self.warm, *self.cold))

    @property
    def warm_ms(self) -> dict[str, float]:
        """Times of whole questions: with the answer, where the system writes one."""
        return self.answer_ms or self.search_ms


def highest(costs: Sequence[Cost]) -> int | None:
    """The highest known peak."""
    return max((cost.peak for cost in costs if cost.peak is not None), default=None)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of `values` that at least `percent` of them don't exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(ceil(percent / 100 * len(ordered)), 1) - 1]
