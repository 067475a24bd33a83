"""Runs as tables in Markdown."""

import re
from collections.abc import Mapping, Sequence

from eval.metrics import METRICS, Metric
from eval.replies import Json
from eval.running.folder import RunFolder
from eval.running.scoring import ALL

BEGIN, END = "<!-- evaluation:begin -->", "<!-- evaluation:end -->"
"""The marks between which README includes the table."""
COMMITTED_RUNS = ("medfm", "langchain-quickstart", "txtai", "bm25")
"""Under eval/runs, all of the test questions."""
NONE = "–"
HEADLINE = (
    "facts",
    "faithfulness",
    "citation_recall",
    "citation_precision",
    "gold_cited",
    "right_refusals",
    "wrong_refusals",
    "made_up",
    "found@5",
    "aurc",
)
"""What README shows; nothing in it changes from run to run."""
_BETWEEN = re.compile(rf"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)


def run_table(run: RunFolder) -> str:
    """Every metric of one run: all questions, and by language."""
    figures = [*run.summary()["metrics"], *run.timed()["metrics"]]
    found = {(figure["name"], figure["slice"]): figure for figure in figures}
    columns = [ALL, "language=en", "language=zh"]
    lines = [_row([f"{run.name}: {run.summary()['set']}", *columns]), "|---" * (len(columns) + 1) + "|"]
    for metric in METRICS.values():
        cells = [found.get((metric.name, slice)) for slice in columns]
        if any(cells):
            lines.append(_row([metric.title, *(cell_text(metric, cell) for cell in cells)]))
    return "\n".join(lines)


def systems_table(runs: Sequence[RunFolder], names: Sequence[str] = HEADLINE) -> str:
    """Runs side by side, over all questions."""
    figures = [figures_of(run.summary()) for run in runs]
    systems = [str(run.run()["system"]) for run in runs]
    columns = systems if len(set(systems)) == len(systems) else [run.name for run in runs]
    lines = [_row(["", *columns]), "|---" * (len(runs) + 1) + "|"]
    for metric in (METRICS[name] for name in names):
        cells = [cell_text(metric, found.get(metric.name)) for found in figures]
        lines.append(_row([f"{metric.title} {arrow(metric)}", *cells]))
    return "\n".join(lines)


def figures_of(summary: Json, slice: str = ALL) -> Mapping[str, Json]:
    """The figures of a slice by metric."""
    return {figure["name"]: figure for figure in summary["metrics"] if figure["slice"] == slice}


def cell_text(metric: Metric, figure: Json | None) -> str:
    """`0.87 [0.81, 0.92] (120)`, with what is unscored."""
    if figure is None:
        return NONE
    shown = "?" if figure["value"] is None else number(metric, figure["value"])
    bounds = [NONE if figure[side] is None else number(metric, figure[side]) for side in ("low", "high")]
    left = f", {figure['unscored']} unscored" if figure["unscored"] else ""
    return f"{shown} [{bounds[0]}, {bounds[1]}] ({figure['n']}{left})"


def number(metric: Metric, value: float) -> str:
    """Two decimals for shares, three digits for what is counted."""
    unit = f" {metric.unit}" if metric.unit else ""
    return f"{value:.2f}" if metric.bounds[1] == 1 else f"{value:.4g}{unit}"


def arrow(metric: Metric) -> str:
    """Which way is better."""
    return "↑" if metric.direction == "higher" else "↓"


def included(page: str, table: str) -> str:
    """The page with `table` between the marks."""
    return _BETWEEN.sub(lambda _: f"{BEGIN}\n{table}\n{END}", page)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
