"""`python -m eval.conflicts`: are sources that differ shown with both sides, and no others?

The cases were found by reading the texts. Those of the part `development` may be tuned on, those `set aside`
may not. Ordinary questions are development questions spread evenly over those that can be answered.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, Conflict
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import load_settings
from eval.questions import EvalQuestion, load_questions

CASES = Path(__file__).with_name("conflict_cases.jsonl")
ORDINARY = 40


@dataclass(frozen=True)
class Case:
    """A conflict of the texts: questions that meet it in both languages, and for each side the ways in which
    a text writes it."""

    id: str
    part: str
    questions: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    note: str


def load_cases(file: Path = CASES) -> tuple[Case, ...]:
    """The conflicts that were found, in the file's order."""
    values = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Case(v["id"], v["part"], tuple(v["questions"]), tuple(map(tuple, v["sides"])), v["note"])
        for v in values
    )


def shows(answer: Answer, case: Case) -> bool:
    """Whether one conflict of the answer has all sides of the case."""
    return any(all(_has(conflict, forms) for forms in case.sides) for conflict in answer.conflicts)


def _has(conflict: Conflict, forms: Iterable[str]) -> bool:
    said = [_bare(side.value) for side in conflict.sides]
    return any(_bare(form) in value for form in forms for value in said)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def ordinary_questions(cases: Sequence[Case], count: int = ORDINARY) -> tuple[EvalQuestion, ...]:
    """`count` answerable development questions about nothing that the texts are known to differ on."""
    differing = [_bare(form) for case in cases for forms in case.sides for form in forms]
    plain = [
        question
        for question in load_questions("dev")
        if question.answerable
        and question.kind != "conflict"
        and not question.history
        and not any(_bare(form) in differing for forms in question.facts for form in forms)
    ]
    return tuple(plain[len(plain) * n // count] for n in range(count))


def main() -> int:
    """Print each case and each ordinary question with a conflict, then the figures."""
    assistant = Assistant.open(load_settings({}))
    cases = load_cases()
    shown: dict[str, list[float]] = {}
    for case in cases:
        found = [shows(assistant.ask(make_question(question)), case) for question in case.questions]
        shown.setdefault(case.part, []).append(sum(found) / len(found))
        for question, both in zip(case.questions, found, strict=True):
            verdict = "both sides" if both else "NOT SHOWN"
            sys.stdout.write(f"{case.part}: {case.id}: {question} -> {verdict}\n")
    false = 0
    for plain in ordinary_questions(cases):
        answer = assistant.ask(make_question(plain.question))
        for conflict in answer.conflicts:
            sides = " / ".join(side.value for side in conflict.sides)
            sys.stdout.write(f"ordinary: {plain.id} {plain.question} -> {conflict.about}: {sides}\n")
        false += bool(answer.conflicts)
    for part, values in shown.items():
        sys.stdout.write(f"{part}: {sum(values):g} of {len(values)} shown with both sides\n")
    sys.stdout.write(f"ordinary: {false} of {ORDINARY} with a conflict\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
