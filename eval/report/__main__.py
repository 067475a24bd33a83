"""`python -m eval.report RUN…`: keep these runs under eval/runs, and write their figures into README.

What is kept is thin: of a passage that was read, its beginning.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import load_settings
from corpus.errors import MedfmError
from eval.replies import Json
from eval.report.markdown import COMMITTED_RUNS, included, systems_table
from eval.running.folder import (
    ANSWERS,
    COMMITTED,
    RUN,
    SCORES,
    SUMMARY,
    TIMED,
    TIMINGS,
    RunFolder,
    find_run,
)

README = Path(__file__).parents[2] / "README.md"
_BEGINNING = 300


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep the runs, if any are named, and put the table between README's marks."""
    parser = argparse.ArgumentParser(prog="python -m eval.report", description=__doc__)
    parser.add_argument("runs", nargs="*", metavar="RUN", help=", ".join(COMMITTED_RUNS))
    options = parser.parse_args(arguments)
    try:
        for name in options.runs:
            keep(find_run(name, load_settings().home), COMMITTED / name)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    table = systems_table([RunFolder(COMMITTED / name) for name in COMMITTED_RUNS])
    README.write_text(included(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    return 0


def keep(run: RunFolder, place: Path) -> None:
    """Copy a finished run, thinned."""
    kept = RunFolder(place)
    for file, value in ((RUN, run.run()), (SUMMARY, run.summary()), (TIMED, run.timed())):
        kept.write(file, value)
    kept.write_lines(ANSWERS, map(_thin, run.lines(ANSWERS)))
    for file in (SCORES, TIMINGS):
        kept.write_lines(file, run.lines(file))


def _thin(record: Json) -> Json:
    answer = record["answer"]
    if answer is None:
        return record
    passages = [
        {**passage, "text": passage["text"][:_BEGINNING], "context": None, "cells": None}
        for passage in answer["passages"]
    ]
    return {**record, "answer": {**answer, "passages": passages}}


if __name__ == "__main__":
    sys.exit(main())
