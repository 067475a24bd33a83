"""The tables of a benchmark, in Markdown."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from eval.benchmarks.results import FIRST, Cost, Result, percentile
from eval.questions import EvalQuestion
from eval.systems.registry import OURS

MEGABYTE = 1_000_000
NONE = "–"
_Cell = Callable[[Result], str]
_Figure = Callable[[Result], float | None]


def render(results: Sequence[Result], questions: Sequence[EvalQuestion], split: str, load: float) -> str:
    """Everything: what was measured on, what is found and what it costs, costs as multiples of ours.

    `load` is how many processes kept the machine busy before: where it isn't near 0, times are too long.
    """
    tables = [_heading(questions, split, load), _table(results, _columns(questions))]
    ours = next((result for result in results if result.system == OURS and not result.problem), None)
    others = [result for result in results if result.system != OURS and not result.problem]
    if ours is not None and others:
        tables += ["As multiples of ours:", _table(others, _ratios(ours))]
    return "\n\n".join(tables) + "\n\n" + _NOTES


_NOTES = f"""\
Found: an answerable question counts if one of its first {FIRST} passages (or of as many as the system gives
by default: own k) overlaps a gold quote. A cold question is a fresh process with the index on disk, median
of three; memory is the peak of resident memory; CPU is what processors worked, and says more than wall
time where others use the machine. Ours writes a cited answer; the others only retrieve, and
the language model that would write their answer comes on top. "Index" is what building writes, "models and
texts" what has to be there before. One MB is 1,000,000 bytes.
"""


def _heading(questions: Sequence[EvalQuestion], split: str, load: float) -> str:
    count = {language: len(_answerable(questions, language)) for language in ("en", "zh")}
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return (
        f"{len(questions)} {split} questions (answerable: {count['en']} English, {count['zh']} Chinese), "
        f"{machine}, Python {platform.python_version()}, load {load:.1f} before."
    )


def _answerable(questions: Iterable[EvalQuestion], language: str) -> list[str]:
    return [question.id for question in questions if question.answerable and question.language == language]


def _columns(questions: Sequence[EvalQuestion]) -> dict[str, _Cell]:
    english, chinese = _answerable(questions, "en"), _answerable(questions, "zh")
    return {
        f"found in {FIRST}, English": lambda r: _share(r, english, FIRST),
        f"found in {FIRST}, Chinese": lambda r: _share(r, chinese, FIRST),
        "found in own k, English": lambda r: f"{_share(r, english, r.default_k)} (k = {r.default_k})",
        "found in own k, Chinese": lambda r: f"{_share(r, chinese, r.default_k)} (k = {r.default_k})",
        "cold question, s: wall (CPU)": lambda r: _seconds(r.cold_cost),
        "cold memory, MB": lambda r: _megabytes(r.cold_cost.peak),
        "warm passages, ms: median / p95": lambda r: _times(r.search_ms),
        "warm answer, ms: median / p95": lambda r: _times(r.answer_ms),
        "index build, s: wall (CPU)": lambda r: _seconds(r.build),
        "build memory, MB": lambda r: _megabytes(r.build.peak),
        "peak memory, MB": lambda r: _megabytes(r.peak),
        "index, MB": lambda r: _megabytes(r.index_bytes),
        "models and texts, MB": lambda r: _megabytes(r.shipped_bytes),
    }


_FIGURES: dict[str, _Figure] = {
    "cold question": lambda r: r.cold_cost.seconds,
    "cold question, CPU": lambda r: r.cold_cost.processor,
    "cold memory": lambda r: r.cold_cost.peak,
    "warm passages, median": lambda r: median(r.search_ms.values()),
    "warm question (ours with its answer)": lambda r: median(r.warm_ms.values()),
    "index build": lambda r: r.build.seconds,
    "index build, CPU": lambda r: r.build.processor,
    "build memory": lambda r: r.build.peak,
    "peak memory": lambda r: r.peak,
    "index": lambda r: r.index_bytes,
    "models and texts": lambda r: r.shipped_bytes,
}


def _ratios(ours: Result) -> dict[str, _Cell]:
    def ratio(figure: _Figure) -> _Cell:
        def cell(result: Result) -> str:
            theirs, base = figure(result), figure(ours)
            return f"×{theirs / base:.2f}" if theirs is not None and base else NONE

        return cell

    return {name: ratio(figure) for name, figure in _FIGURES.items()}


def _table(results: Iterable[Result], columns: dict[str, _Cell]) -> str:
    """A row a system; one that could not be measured says why in the second column."""
    lines = [_row(["system", *columns]), "|---" * (len(columns) + 1) + "|"]
    for result in results:
        if result.problem:
            problem = result.problem.replace("|", "\\|").replace("\n", " ")
            lines.append(_row([result.system, problem, *[NONE] * (len(columns) - 1)]))
        else:
            lines.append(_row([result.system, *(cell(result) for cell in columns.values())]))
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _share(result: Result, ids: Sequence[str], k: int) -> str:
    if not ids:
        return NONE
    ranks = (result.ranks[id] for id in ids)
    return f"{sum(rank is not None and rank <= k for rank in ranks) / len(ids):.2f}"


def _seconds(cost: Cost) -> str:
    worked = NONE if cost.processor is None else f"{cost.processor:.2f}"
    return f"{cost.seconds:.2f} ({worked})"


def _times(times: dict[str, float]) -> str:
    values = list(times.values())
    return f"{median(values):.1f} / {percentile(values, 95):.1f}" if values else NONE


def _megabytes(size: int | None) -> str:
    if size is None:
        return NONE
    megabytes = size / MEGABYTE
    return f"{megabytes:.1f}" if megabytes < 10 else f"{megabytes:.0f}"
