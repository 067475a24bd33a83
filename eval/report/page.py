"""One self-contained page of HTML: figures, plots and every question of some runs. It loads nothing."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.compare import compare
from eval.metrics import METRICS
from eval.report.charts import charts
from eval.report.cited import judge_note
from eval.report.data import RunData, read_runs
from eval.report.markdown import HEADLINE, arrow, number
from eval.report.questions import filters, question_cards
from eval.running.folder import RunFolder
from eval.running.scoring import ALL

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_SLICED = (
    "facts",
    "faithfulness",
    "citation_recall",
    "citation_precision",
    "right_refusals",
    "wrong_refusals",
)
_MORE = [name for name in METRICS if name not in HEADLINE]


def page(folders: Sequence[RunFolder], home: Path) -> str:
    """The report of runs of the same questions; the first is the one that others are compared with.

    Raises EvalError when a run isn't finished, or their questions differ.
    """
    runs = read_runs(folders)
    about = runs[0].about
    parts = [
        f"<h1>Evaluation: {escape(about['set'])}, {about['n']} questions</h1>",
        _note(runs),
        judge_note(str(about["judge"]), home),
        "<h2>Figures</h2>",
        _table(runs, HEADLINE),
        f"<details><summary>All other metrics</summary>{_table(runs, _MORE)}</details>",
        *_differences(folders),
        "<h2>Plots</h2>",
        f'<div class="plots">{"".join(f"<figure>{chart}</figure>" for chart in charts(runs))}</div>',
        "<h2>By language, kind and reason</h2>",
        *(_slices(runs, name) for name in _SLICED),
        "<h2>Questions</h2>",
        filters(runs),
        *question_cards(runs),
    ]
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>MedFM Assistant: evaluation</title><style>{style}</style></head><body>\n"
        + "\n".join(parts)
        + f"\n<script>{script}</script></body></html>\n"
    )


def _note(runs: Sequence[RunData]) -> str:
    told = "; ".join(
        f"{escape(run.name)}: {escape(str(run.about['identity'].get('generator') or run.about['system']))}"
        for run in runs
    )
    return (
        f'<p class="soft">{told}. In brackets the 95 % interval (bootstrap over questions, seeded), then how '
        "many questions the figure is of. What could not be scored is counted and widens the interval.</p>"
    )


def _table(runs: Sequence[RunData], names: Sequence[str]) -> str:
    head = "".join(f'<th class="n">{escape(run.name)}</th>' for run in runs)
    rows = []
    for name in names:
        cells = [_cell(run, name, ALL) for run in runs]
        if any(cell != _NONE for cell in cells):
            metric = METRICS[name]
            title = f'<td title="{escape(metric.about, quote=True)}">{escape(metric.title)} {arrow(metric)}'
            rows.append(f"<tr>{title}<small>{escape(metric.reference)}</small></td>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'


_NONE = '<td class="n">–</td>'


def _cell(run: RunData, name: str, slice: str) -> str:
    figure = run.figure(name, slice)
    if figure is None:
        return _NONE
    metric = METRICS[name]
    value = "?" if figure["value"] is None else number(metric, figure["value"])
    sides = ["–" if figure[s] is None else number(metric, figure[s]) for s in ("low", "high")]
    left = f' <span class="unscored">{figure["unscored"]} unscored</span>' if figure["unscored"] else ""
    return f'<td class="n">{value}<small>[{sides[0]}, {sides[1]}] n = {figure["n"]}{left}</small></td>'


def _differences(folders: Sequence[RunFolder]) -> list[str]:
    """How the first run does against each other one, on the questions that both can be scored on."""
    if len(folders) < 2:
        return []
    comparisons = [compare(other, folders[0]) for other in folders[1:]]
    head = "".join(f'<th class="n">{escape(c.first)}</th>' for c in comparisons)
    rows = []
    for name in HEADLINE:
        cells = []
        for comparison in comparisons:
            found = [r for r in comparison.rows if r.metric.name == name and r.slice == ALL]
            cells.append(
                "".join(
                    f'<td class="n {escape(r.outcome, quote=True)}">'
                    f"{_signed(r.difference.value)} {escape(r.outcome)}<small>"
                    f"[{_signed(r.difference.low)}, {_signed(r.difference.high)}] n = {r.n}</small></td>"
                    for r in found
                )
                or _NONE
            )
        rows.append(f"<tr><td>{escape(METRICS[name].title)}</td>{''.join(cells)}</tr>")
    return [
        f"<h2>{escape(folders[0].name)} against the others</h2>",
        '<p class="soft">Paired bootstrap; p values corrected after Benjamini and Hochberg over all metrics '
        "and slices.</p>",
        f'<div class="scroll"><table><tr><th></th>{head}</tr>{"".join(rows)}</table></div>',
    ]


def _signed(value: float) -> str:
    """With its sign, but nothing is not less than nothing."""
    return f"{round(value, 2) + 0.0:+.2f}"


def _slices(runs: Sequence[RunData], name: str) -> str:
    slices = [f["slice"] for f in runs[0].summary["metrics"] if f["name"] == name]
    if not slices:
        return ""
    head = "".join(f'<th class="n">{escape(run.name)}</th>' for run in runs)
    rows = "".join(
        f"<tr><td>{escape(slice.partition('=')[2] or slice)}</td>"
        f"{''.join(_cell(run, name, slice) for run in runs)}</tr>"
        for slice in slices
    )
    title = f"<summary>{escape(METRICS[name].title)} {arrow(METRICS[name])}</summary>"
    table = f'<div class="scroll"><table><tr><th></th>{head}</tr>{rows}</table></div>'
    return f"<details>{title}{table}</details>"
