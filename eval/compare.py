"""Whether the second of two runs is better: differences paired by question, corrected for being many.

A figure is "better" or "worse" when the interval of its difference doesn't hold 0 and the p value, corrected
after Benjamini and Hochberg over all that is compared, is below the level. Anything else is "can't tell", and
so is whatever rests on less than LEAST questions, of which a bootstrap says too much. Costs are compared over
all questions only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from eval.errors import EvalError
from eval.metrics import METRICS, Metric, Value
from eval.replies import Json
from eval.running.folder import SCORES, RunFolder
from eval.running.scoring import ALL, Scored, read_scored, slices
from eval.statistics import LEVEL, Difference, benjamini_hochberg, difference, set_difference

Outcome = Literal["better", "worse", "can't tell"]
LEAST = 10
FLIPS = ("facts", "right_refusals", "wrong_refusals", "citation_recall", "faithfulness")
"""Metrics of which single questions are told that changed."""


@dataclass(frozen=True)
class Row:
    """A metric over a slice in both runs, on the `n` questions that both could score; `unscored` are left in
    either."""

    metric: Metric
    slice: str
    n: int
    unscored: int
    first: float
    second: float
    difference: Difference
    outcome: Outcome = "can't tell"

    @property
    def gain(self) -> float:
        """How much better the second run is, in the metric's direction."""
        return self.difference.value * (1 if self.metric.direction == "higher" else -1)


@dataclass(frozen=True)
class Flip:
    """A question whose value changed."""

    id: str
    metric: str
    first: float
    second: float


@dataclass(frozen=True)
class Comparison:
    first: str
    second: str
    rows: tuple[Row, ...]
    flips: tuple[Flip, ...]

    def json(self) -> Json:
        """As `compare --json` gives it."""
        return {
            "first": self.first,
            "second": self.second,
            "rows": [_row_json(row) for row in self.rows],
            "flips": [vars(flip) for flip in self.flips],
        }


def compare(first: RunFolder, second: RunFolder) -> Comparison:
    """Compare two finished runs of the same questions. Raises EvalError when they are not."""
    one, other = scores_of(first), scores_of(second)
    if one.keys() != other.keys():
        raise EvalError(
            f"{first.name} and {second.name} were asked different questions.", "Compare runs of the same set."
        )
    for name, former in one.items():
        if former.question != other[name].question:
            raise EvalError(f"{name} is another question in {second.name}.", "Run the older one again.")
    rows = list(_rows(list(one.values()), other))
    corrected = benjamini_hochberg([row.difference.p for row in rows])
    judged = [replace(row, outcome=_outcome(row, p)) for row, p in zip(rows, corrected, strict=True)]
    return Comparison(first.name, second.name, tuple(judged), tuple(_flips(one, other)))


def scores_of(folder: RunFolder) -> dict[str, Scored]:
    """Scores by question id. Raises EvalError when the run isn't finished."""
    questions = {item.question.id: item.question for item in folder.answers()}
    found = {r["id"]: read_scored(r, questions[r["id"]]) for r in folder.lines(SCORES)}
    if not found or found.keys() != questions.keys():
        raise EvalError(f"The run {folder.name} is not finished.", "Give its command again.")
    return found


def gate(comparison: Comparison, margin: float) -> list[str]:
    """Why the second run may not replace the first: each share that is worse by more than `margin`, of all
    questions or a slice, and every metric with unscored questions. Costs are left to the reader."""
    problems = []
    for row in comparison.rows:
        shown = f"{row.metric.title}, {row.slice}"
        if row.outcome == "worse" and -row.gain > margin and row.metric.bounds[1] == 1:
            problems.append(f"Worse: {shown}: {row.first:.3f} → {row.second:.3f}.")
        if row.unscored and row.slice == ALL:
            problems.append(f"Unscored: {shown}: {row.unscored} questions.")
    return problems


def comparison_text(comparison: Comparison) -> str:
    """What `compare` prints."""
    lines = [f"{comparison.first} → {comparison.second}", ""]
    shown = [row for row in comparison.rows if row.slice == ALL or row.outcome != "can't tell"]
    lines += [_line(row) for row in shown]
    hidden = len(comparison.rows) - len(shown)
    if hidden:
        lines += ["", f"{hidden} more figures of slices can't be told apart."]
    if comparison.flips:
        lines += ["", "Questions that changed:"]
        lines += [f"  {f.id}  {f.metric} {f.first:.2f} → {f.second:.2f}" for f in comparison.flips]
    return "\n".join(lines)


def _line(row: Row) -> str:
    d = row.difference
    left = f", {row.unscored} unscored" if row.unscored else ""
    return (
        f"{row.outcome:10}  {row.metric.title}, {row.slice} (n = {row.n}{left}): "
        f"{row.first:.3f} → {row.second:.3f}, {d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}]"
    )


def _rows(first: Sequence[Scored], second: dict[str, Scored]) -> Iterator[Row]:
    steady = [metric for metric in METRICS.values() if not metric.timed]
    shares = [metric for metric in steady if metric.bounds[1] < float("inf")]
    for slice, part in slices(first).items():
        for metric in steady if slice == ALL else shares:
            if row := _row(metric, slice, part, second):
                yield row


def _row(metric: Metric, slice: str, first: Sequence[Scored], second: dict[str, Scored]) -> Row | None:
    pairs = [(one, second[one.question.id]) for one in first]
    both = [
        (a.values[metric.name], b.values[metric.name])
        for a, b in pairs
        if metric.name in a.values and metric.name in b.values
    ]
    left = sum(metric.name in a.unscored or metric.name in b.unscored for a, b in pairs)
    if not both:
        return None
    ours, theirs = [a for a, _ in both], [b for _, b in both]
    if all(isinstance(value, float) for value in (*ours, *theirs)):
        found = difference(
            [a for a in ours if isinstance(a, float)], [b for b in theirs if isinstance(b, float)]
        )
    else:
        found = set_difference(
            len(both),
            partial(_summary, metric, ours),
            partial(_summary, metric, theirs),
        )
    return Row(metric, slice, len(both), left, metric.summary(ours), metric.summary(theirs), found)


def _summary(metric: Metric, values: Sequence[Value], places: Sequence[int]) -> float:
    return metric.summary([values[place] for place in places])


def _outcome(row: Row, p: float) -> Outcome:
    if row.n < LEAST or p >= LEVEL or row.difference.low <= 0 <= row.difference.high:
        return "can't tell"
    return "better" if row.gain > 0 else "worse"


def _flips(first: dict[str, Scored], second: dict[str, Scored]) -> Iterator[Flip]:
    for name in FLIPS:
        for id, one in first.items():
            before, after = one.values.get(name), second[id].values.get(name)
            if isinstance(before, float) and isinstance(after, float) and before != after:
                yield Flip(id, name, before, after)


def _row_json(row: Row) -> Json:
    return {
        "name": row.metric.name,
        "slice": row.slice,
        "n": row.n,
        "unscored": row.unscored,
        "first": row.first,
        "second": row.second,
        "difference": row.difference.value,
        "low": row.difference.low,
        "high": row.difference.high,
        "p": row.difference.p,
        "outcome": row.outcome,
    }
