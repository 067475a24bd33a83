"""A metric is a declaration plus a function; what it is computed from is a case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal

from corpus import Document
from eval.judging.verdicts import Verdict
from eval.questions import EvalQuestion
from eval.replies import Reply
from eval.robustness.conditions import Trial

Direction = Literal["higher", "lower"]


class Unscored(Exception):
    """A case couldn't be scored though the metric applies to it. It is counted and shown, never dropped."""


@dataclass(frozen=True)
class Tried:
    """A trial of robustness and the reply; None where the system failed."""

    trial: Trial
    reply: Reply | None


@dataclass(frozen=True)
class Case:
    """A question, what a system replied, and what a judge said of the reply's sentences.

    `verdicts` is None where no judge was asked. `milliseconds` is how long the answer took. `tried` is what
    came of the trials of each condition that the question was put under; the question that this one restates
    stands there as a trial too, if it was asked.
    """

    question: EvalQuestion
    reply: Reply
    sources: Mapping[str, Document]
    verdicts: tuple[Verdict, ...] | None = None
    milliseconds: float | None = None
    tried: Mapping[str, tuple[Tried, ...]] = field(default_factory=dict)


Value = float | tuple[tuple[float, float], ...]
"""What a case scores: a number, or pairs (what was foretold, what came of it) for metrics of a whole set."""


@dataclass(frozen=True)
class Metric:
    """What is measured, on which cases, and how; `summary` makes one figure of the cases' values.

    `best` and `worst` bound the values: an unscored case could have had any between them.
    """

    name: str
    title: str
    about: str
    reference: str
    direction: Direction
    applies: Callable[[EvalQuestion, Reply | None], bool]
    score: Callable[[Case], Value]
    bounds: tuple[float, float] = (0.0, 1.0)
    summary: Callable[[Sequence[Value]], float] = lambda values: fmean(
        value for value in values if isinstance(value, float)
    )
    condition: str = ""
    """Applies only where the question was tried under this condition; see eval.robustness."""
    timed: bool = False
    """Differs from run to run, and is kept apart from what doesn't."""
    unit: str = ""

    @property
    def worst(self) -> float:
        return self.bounds[0] if self.direction == "higher" else self.bounds[1]


def of_all(question: EvalQuestion, reply: Reply | None) -> bool:
    """Every question."""
    return True


def of_answerable(question: EvalQuestion, reply: Reply | None) -> bool:
    """What the texts answer, whether the system did or not."""
    return question.answerable


def of_unanswerable(question: EvalQuestion, reply: Reply | None) -> bool:
    """What the texts don't answer."""
    return not question.answerable


def of_answered(question: EvalQuestion, reply: Reply | None) -> bool:
    """What the system answered; where it failed, it might have."""
    return reply is None or not reply.abstained
