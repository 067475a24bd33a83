"""`medfm eval …`: what was typed becomes a run, a comparison, a report, or the measure of a judge."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, get_args

from assistant.settings import Settings, load_settings
from eval.errors import EvalError
from eval.questions import EvalQuestion, Split, load_file, load_questions
from eval.running.folder import find_run

WORSE = 1
"""The exit code of a gate that doesn't open."""


class Console(Protocol):
    """Where results and notes go."""

    def line(self, text: str = "") -> None:
        """Write a line of the result."""

    def json(self, value: object) -> None:
        """Write a result as JSON."""

    def note(self, text: str) -> None:
        """Write a line that is no result."""


def run(parsed: Namespace, settings: Settings, console: Console) -> int:
    """Do what was typed after `medfm eval`; gives the exit code. Raises MedfmError."""
    actions: dict[str, Callable[[Namespace, Settings, Console], int]] = {
        "run": _run,
        "compare": _compare,
        "report": _report,
        "judge": _judge,
    }
    return actions[parsed.action](parsed, settings, console)


def _run(parsed: Namespace, settings: Settings, console: Console) -> int:
    from eval.judging.loading import load_bench
    from eval.judging.verdicts import Jury
    from eval.report.markdown import run_table
    from eval.running.folder import RunFolder
    from eval.running.run import Plan, run
    from eval.systems.opening import open_system

    questions = _questions(parsed.set, parsed.limit)
    bench = load_bench(settings)
    # `--judge` names who judges the answers; the judge inside the assistant has a flag of its own.
    inside = parsed.answer_judge or load_settings({"home": settings.home}, {}).judge
    answering = replace(settings, judge=inside)
    system = open_system(parsed.system, answering)
    name = parsed.name or f"{system.name}-{Path(parsed.set).stem}"
    folder = RunFolder(settings.home / "runs" / name)
    told = {key: value for key, value in vars(answering).items() if key != "home"}
    jury = Jury(bench.judge, bench.splitter)
    plan = Plan(system, parsed.set, questions, told, jury, folder, console.note, parsed.robust, parsed.fresh)
    try:
        summary = run(plan)
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt("What is answered is kept; the same command goes on.") from error
    console.note(f"Written to {folder.path}.")
    if parsed.json:
        console.json(summary)
    else:
        console.line(run_table(folder))
    return 0


def _questions(name: str, limit: int | None) -> tuple[EvalQuestion, ...]:
    if limit is not None and limit < 1:
        raise EvalError("--limit must be at least 1.", "Leave it out to ask all questions.")
    splits = {split: split for split in get_args(Split)}
    found = load_questions(splits[name]) if name in splits else load_file(Path(name))
    if not found:
        raise EvalError(f"There is no question in {name}.", "Choose test, dev or a file of questions.")
    return found[:limit]


def _compare(parsed: Namespace, settings: Settings, console: Console) -> int:
    from eval.compare import compare, comparison_text, gate

    first, second = (find_run(name, settings.home) for name in (parsed.first, parsed.second))
    comparison = compare(first, second)
    if parsed.json:
        console.json(comparison.json())
    else:
        console.line(comparison_text(comparison))
    failed = gate(comparison, parsed.margin) if parsed.gate else []
    for problem in failed:
        console.note(problem)
    return WORSE if failed else 0


def _report(parsed: Namespace, settings: Settings, console: Console) -> int:
    from eval.report.markdown import systems_table
    from eval.report.page import page

    runs = [find_run(name, settings.home) for name in parsed.runs]
    if parsed.markdown:
        console.line(systems_table(runs))
        return 0
    out = Path(parsed.out)
    out.write_text(page(runs, settings.home), encoding="utf-8")
    console.line(str(out))
    return 0


def _judge(parsed: Namespace, settings: Settings, console: Console) -> int:
    from eval.adapters.claims import load_claims
    from eval.judging.loading import load_bench
    from eval.judging.measuring import judge_table, measure_judge, write_judged

    claims = [claim for file in parsed.data for claim in load_claims(Path(file))[: parsed.limit]]
    judged = measure_judge(load_bench(settings).judge, claims, console.note)
    folder = Path(parsed.out) if parsed.out else settings.home / "judges"
    written = write_judged(judged, folder)
    console.note(f"Written to {written}.")
    if parsed.json:
        console.json(judged.json())
    else:
        console.line(judge_table(judged))
    return 0
