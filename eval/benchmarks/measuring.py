"""Measuring a system: its build, cold questions, warm questions, each in processes of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.errors import MedfmError
from eval.benchmarks.processes import run
from eval.benchmarks.results import Cost, Result
from eval.benchmarks.worker import WARM_UP, file_size
from eval.questions import Split
from eval.systems.registry import OURS, SystemMissing, find_system

COLD_RUNS = 3
_WORKER = ("-m", "eval.benchmarks.worker")
_ABSTAINED = 1
"""The exit code of `medfm ask` that found no answer, which costs as much as one."""

Report = Callable[[str], None]


def measure(system: str, split: Split, report: Report) -> Result:
    """Measure `system`. What goes wrong is in the result, so that the others are measured all the same."""
    try:
        find_system(system)
        with TemporaryDirectory(prefix="medfm-benchmark-") as folder:
            return _measure(system, split, Path(folder), report)
    except MedfmError as error:
        return Result(system, problem=str(error), missing=isinstance(error, SystemMissing))


def _measure(system: str, split: Split, home: Path, report: Report) -> Result:
    report(f"{system}: building the index")
    build = run((*_WORKER, "build", system, str(home)), home)
    size = file_size(home)
    cold = []
    for number in range(1, COLD_RUNS + 1):
        report(f"{system}: cold question {number} of {COLD_RUNS}")
        cold.append(_cold(system, home))
    report(f"{system}: warm questions")
    searched, search_cost = _phase("search", system, split, home)
    answered, answer_cost = _phase("answer", system, split, home)
    return Result(
        system,
        build=build,
        cold=tuple(cold),
        warm=answer_cost if answered["answer_ms"] else search_cost,
        index_bytes=size,
        **searched,
        **answered,
    )


def _cold(system: str, home: Path) -> Cost:
    """A question to a fresh process; for us, the command that users type."""
    if system == OURS:
        return run(("-m", "assistant", "ask", WARM_UP), home, accepted=(0, _ABSTAINED))
    return run((*_WORKER, "ask", system, str(home), "--question", WARM_UP), home)


def _phase(phase: str, system: str, split: Split, home: Path) -> tuple[dict[str, Any], Cost]:
    file = home / f"{phase}.json"
    cost = run((*_WORKER, phase, system, str(home), "--questions", split, "--out", str(file)), home)
    return json.loads(file.read_text(encoding="utf-8")), cost
