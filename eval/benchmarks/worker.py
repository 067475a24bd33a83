"""`python -m eval.benchmarks.worker PHASE …`: one phase of one system, in a process of its own.

So that memory and imports of one system are never counted for another. `ask` prints what a user would see;
the other phases write JSON to the file that they are given.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from corpus import load_corpus
from corpus.errors import MedfmError
from eval.benchmarks.results import FIRST
from eval.questions import EvalQuestion, Split, load_questions
from eval.systems import Answerer, System, load_system

WARM_UP = "What are medical foundation models?"


def build(system: System) -> None:
    """Build the index of the corpus."""
    system.build(load_corpus())


def ask(system: System, question: str) -> None:
    """One question, answered where the system does so, else the places of its passages."""
    if isinstance(system, Answerer):
        sys.stdout.write(system.answer(question) + "\n")
        return
    for found in system.search(question, system.default_k):
        sys.stdout.write(f"{found.document} {found.spans}\n")


def search(system: System, questions: Sequence[EvalQuestion]) -> dict[str, object]:
    """Times of every question, and ranks of the first gold passage of the answerable ones."""
    from eval.metrics.matching import first_gold  # here, because no system needs it to answer

    count = max(FIRST, system.default_k)
    system.search(WARM_UP, count)
    times, ranks = {}, {}
    for question in questions:
        started = perf_counter()
        places = system.search(question.question, count)
        times[question.id] = (perf_counter() - started) * 1000
        if question.answerable:
            ranks[question.id] = first_gold(question, ((place.document, place.spans) for place in places))
    return {
        "search_ms": times,
        "ranks": ranks,
        "default_k": system.default_k,
        "shipped_bytes": _shipped(system),
    }


def answer(system: System, questions: Sequence[EvalQuestion]) -> dict[str, object]:
    """Times of every whole answer; none for a system that writes none."""
    if not isinstance(system, Answerer):
        return {"answer_ms": {}}
    system.answer(WARM_UP)
    times = {}
    for question in questions:
        started = perf_counter()
        system.answer(question.question)
        times[question.id] = (perf_counter() - started) * 1000
    return {"answer_ms": times}


def _shipped(system: System) -> int:
    texts = sum(len(document.text.encode()) for document in load_corpus())
    return texts + sum(file_size(folder) for folder in system.models)


def file_size(folder: Path) -> int:
    """Bytes of all files under `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


PHASES: dict[str, Callable[[System, Sequence[EvalQuestion]], dict[str, object]]] = {
    "search": search,
    "answer": answer,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one phase; 2, and one line on stderr, when something needs mending."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.worker", description=__doc__)
    parser.add_argument("phase", choices=("build", "ask", *PHASES))
    parser.add_argument("system")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--question", default=WARM_UP)
    parser.add_argument("--questions", choices=("dev", "test"), default="dev")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    try:
        _run(options, load_system(options.system, options.folder))
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _run(options: argparse.Namespace, system: System) -> None:
    if options.phase == "build":
        build(system)
    elif options.phase == "ask":
        ask(system, options.question)
    else:
        split: Split = options.questions
        found = PHASES[options.phase](system, load_questions(split))
        options.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
