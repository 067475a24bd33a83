"""Scores of every question, and figures of every slice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from eval.metrics import METRICS, Case, Metric, Unscored, Value
from eval.questions import EvalQuestion
from eval.replies import Json, Reply
from eval.statistics import Interval, interval, set_interval

ALL = "all"
_DECIMALS = 6


@dataclass(frozen=True)
class Scored:
    """A question with its values by metric; unscored metrics are named, what doesn't apply is in neither.

    `problems` says why metrics are unscored.
    """

    question: EvalQuestion
    values: dict[str, Value]
    unscored: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A metric over a slice. `n` counts every question that it applies to, unscored ones too; `low` and
    `high` allow for any value that these could have had."""

    metric: Metric
    slice: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    unscored: int

    def json(self) -> Json:
        return {
            "name": self.metric.name,
            "slice": self.slice,
            "n": self.n,
            "value": _rounded(self.value),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "unscored": self.unscored,
            "direction": self.metric.direction,
        }


def score(case: Case, timed: bool) -> Scored:
    """The values of all metrics, or of those that are timed."""
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for metric in METRICS.values():
        tried = not metric.condition or metric.condition in case.tried
        if metric.timed is timed and tried and metric.applies(case.question, case.reply):
            try:
                values[metric.name] = _exact(metric.score(case))
            except Unscored as problem:
                problems[metric.name] = str(problem)
    return Scored(case.question, values, tuple(problems), problems)


def _exact(value: Value) -> Value:
    """As it is stored, so that figures are the same whether scores were just made or read again."""
    if isinstance(value, tuple):
        return tuple((round(a, _DECIMALS), round(b, _DECIMALS)) for a, b in value)
    return round(float(value), _DECIMALS)


def unscored(question: EvalQuestion, problem: str) -> Scored:
    """Of a question whose answer failed: every metric that applies, or might, is unscored."""
    reply: Reply | None = None
    asked = [m for m in METRICS.values() if not m.timed and not m.condition]
    names = [m.name for m in asked if m.applies(question, reply)]
    return Scored(question, {}, tuple(names), dict.fromkeys(names, problem))


def scored_json(scored: Scored) -> Json:
    """A line of scores.jsonl."""
    numbers = {name: _rounded(v) for name, v in scored.values.items() if isinstance(v, float)}
    pairs = {
        name: [[_rounded(x) for x in pair] for pair in value]
        for name, value in scored.values.items()
        if isinstance(value, tuple)
    }
    return {
        "id": scored.question.id,
        "language": scored.question.language,
        "kind": scored.question.kind,
        "reason": scored.question.reason,
        "scores": {name: numbers.get(name) for name in METRICS if name in numbers or name in scored.unscored},
        "unscored": list(scored.unscored),
        "pairs": pairs,
        "problems": scored.problems,
    }


def read_scored(record: Json, question: EvalQuestion) -> Scored:
    """What `scored_json` wrote."""
    values: dict[str, Value] = {k: float(v) for k, v in record["scores"].items() if v is not None}
    values |= {name: tuple((a, b) for a, b in pairs) for name, pairs in record["pairs"].items()}
    return Scored(question, values, tuple(record["unscored"]), dict(record["problems"]))


def figures(scored: Sequence[Scored], timed: bool = False) -> Iterator[Figure]:
    """The figures of every slice that a metric applies to, by slice."""
    for name, part in slices(scored).items():
        for metric in METRICS.values():
            if metric.timed is timed and (figure := figure_of(metric, name, part)):
                yield figure


def slices(scored: Sequence[Scored]) -> Mapping[str, list[Scored]]:
    """All, then by language, kind, and reason why there is no answer."""
    found: dict[str, list[Scored]] = {ALL: list(scored)}
    for key in ("language", "kind", "reason"):
        values = sorted({getattr(s.question, key) for s in scored if getattr(s.question, key)})
        for value in values:
            found[f"{key}={value}"] = [s for s in scored if getattr(s.question, key) == value]
    return found


def figure_of(metric: Metric, slice: str, scored: Sequence[Scored]) -> Figure | None:
    """A metric over these questions; None where it applies to none of them."""
    values = [s.values[metric.name] for s in scored if metric.name in s.values]
    left = sum(metric.name in s.unscored for s in scored)
    if not values and not left:
        return None
    value = metric.summary(values) if values else None
    found = _interval(metric, values, left)
    return Figure(metric, slice, len(values) + left, value, found.low, found.high, left)


def _interval(metric: Metric, values: Sequence[Value], left: int) -> Interval:
    """The interval, as wide as the unscored can make it."""
    if any(isinstance(value, tuple) for value in values) or not values:
        if left:
            return Interval(*metric.bounds)
        return set_interval(len(values), partial(_summary, metric, values))
    numbers = [value for value in values if isinstance(value, float)]
    if metric.timed:
        return set_interval(len(values), partial(_summary, metric, values))
    lowest, highest = metric.bounds if metric.bounds[1] < float("inf") else (min(numbers), max(numbers))
    low = interval([*numbers, *[lowest] * left])
    high = interval([*numbers, *[highest] * left]) if left else low
    return Interval(low.low, high.high)


def _summary(metric: Metric, values: Sequence[Value], places: Sequence[int]) -> float:
    return metric.summary([values[place] for place in places])


def _rounded(value: float | None) -> float | None:
    return None if value is None or value in (float("inf"), float("-inf")) else round(value, _DECIMALS)
