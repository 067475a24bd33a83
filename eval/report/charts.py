"""The plots of a report."""

from collections.abc import Iterator, Sequence

from assistant.judging.measures import bins
from eval.metrics.calibration import risk_coverage
from eval.report.data import RunData
from eval.report.plots import Bar, Series, bar_plot, calibration_plot, line_plot

_SURE = "kind="


def charts(runs: Sequence[RunData]) -> Iterator[str]:
    """Faithfulness by kind, risk over coverage, calibration of support, latency."""
    names = [run.name for run in runs]
    yield bar_plot("Faithfulness by kind", "share supported", list(_by_kind(runs, "faithfulness")), names)
    yield bar_plot("Key facts by kind", "share stated", list(_by_kind(runs, "facts")), names)
    curves = [Series(run.name, risk_coverage(_values(run, "aurc"))) for run in runs]
    drawn = [curve for curve in curves if curve.points]
    yield line_plot("Risk over coverage", "share answered", "share of facts missed", drawn)
    for run in runs:
        pairs = [pair for value in _values(run, "support_error") for pair in value]
        if pairs:
            yield calibration_plot(bins(pairs), f"Calibration of support, {run.name}")
    yield _latency(runs)


def _by_kind(runs: Sequence[RunData], metric: str) -> Iterator[Bar]:
    for number, run in enumerate(runs):
        for figure in run.summary["metrics"]:
            named = figure["name"] == metric and figure["slice"].startswith(_SURE)
            if named and figure["value"] is not None:
                group = figure["slice"].removeprefix(_SURE)
                yield Bar(group, number, figure["value"], figure["low"], figure["high"])


def _values(run: RunData, metric: str) -> list[tuple[tuple[float, float], ...]]:
    found = [scored.values.get(metric) for scored in run.scores.values()]
    return [value for value in found if isinstance(value, tuple)]


def _latency(runs: Sequence[RunData]) -> str:
    """The share of questions over the milliseconds in which they were answered."""
    longest = max((run.milliseconds[-1] for run in runs if run.milliseconds), default=1.0)
    series = [
        Series(
            f"{run.name}",
            [(n / len(run.milliseconds), ms) for n, ms in enumerate(run.milliseconds, 1)],
        )
        for run in runs
        if run.milliseconds
    ]
    return line_plot("Latency", "share of the questions", "ms, at most", series, longest)
