"""`python -m eval.benchmarks`: what answers cost and what is found, for us and what else one would pick.

Everything is measured in one run on one machine, offline, each system in processes of its own. Tables go to
stdout, progress to stderr. A system whose packages are missing says what to install, and the run goes on.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.errors import MedfmError
from eval.benchmarks.measuring import measure
from eval.benchmarks.report import render
from eval.questions import load_questions
from eval.systems.registry import SYSTEMS, SystemMissing, find_system

BUSY = 0.5
"""Of the cores: with more of them taken by others, times say little."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; 0 when every installed system was measured, 2 when something needs mending."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"Systems: {', '.join(SYSTEMS)}; module:Class names one of your own.",
    )
    parser.add_argument("--questions", choices=("dev", "test"), default="test", help="default: test")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="this system (may be given several times)"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every value to this file too")
    options = parser.parse_args(arguments)
    try:
        return _run(options.only or list(SYSTEMS), options)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _run(names: Sequence[str], options: argparse.Namespace) -> int:
    for name in names:
        try:
            find_system(name)
        except SystemMissing as error:
            _say(str(error))
    load = _load()
    results = [measure(name, options.questions, _say) for name in names]
    questions = load_questions(options.questions)
    sys.stdout.write(render(results, questions, options.questions, load))
    if options.json is not None:
        values = [asdict(result) for result in results]
        record = {"questions": options.questions, "load": load, "results": values}
        options.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    failed = [result for result in results if result.problem and not result.missing]
    for result in failed:
        _say(f"{result.system}: {result.problem}")
    return 2 if failed else 0


def _load() -> float:
    """How many processes wanted a core in the last minute; 0 where the platform doesn't say."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load > BUSY * (os.cpu_count() or 1):
        _say(f"The machine is busy (load {load:.1f}): times will be too long.")
    return load


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
