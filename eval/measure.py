"""`python -m eval.measure [--split dev|test]`: the figures of the built-in answer on our own questions.

Development questions (`dev`) are for tuning; figures are reported on `test`, which nothing was tuned on.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Question
from assistant.cli.jsonout import answer_text
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from corpus import quote
from eval.metrics.matching import facts_found, first_gold, groups_at
from eval.questions import EvalQuestion, check_gold, load_questions

FIRST = 5
"""Passages looked at for a gold one."""


@dataclass(frozen=True)
class Outcome:
    """A question, its answer, and what the measures say of it; None where a measure doesn't apply."""

    question: EvalQuestion
    answer: Answer
    gold_found: float | None
    facts: float | None
    cited: float | None
    quotes_exact: float | None
    refused: float


def measure(assistant: Assistant, question: EvalQuestion, count: int) -> Outcome:
    """Ask one question and score the answer. A refused answerable question has no facts and cites nothing."""
    answer = assistant.ask(Question(question.question, question.language, count=count))
    exact = [
        c.quote == quote(assistant.reader.documents[c.document].text, c.spans) for c in answer.citations
    ]
    rank = first_gold(question, ((hit.passage.document, hit.passage.spans) for hit in answer.hits))
    answerable = question.answerable
    return Outcome(
        question=question,
        answer=answer,
        gold_found=float(rank is not None and rank <= FIRST) if answerable else None,
        facts=_facts(question, answer) if answerable else None,
        cited=_cited(question, answer) if answerable else None,
        quotes_exact=sum(exact) / len(exact) if exact else None,
        refused=float(answer.abstained),
    )


def _cited(question: EvalQuestion, answer: Answer) -> float:
    return float(any(groups_at(question, c.document, c.spans) for c in answer.citations))


def _facts(question: EvalQuestion, answer: Answer) -> float:
    return 0.0 if answer.abstained else facts_found(question, answer_text(answer))


Figure = tuple[str, Callable[[Outcome], float | None]]
FIGURES: tuple[Figure, ...] = (
    ("gold passage in first 5", lambda o: o.gold_found),
    ("key facts in the answer", lambda o: o.facts),
    ("citation overlaps gold", lambda o: o.cited),
    ("quotes exact", lambda o: o.quotes_exact),
    ("answerable, refused", lambda o: o.refused if o.question.answerable else None),
    ("not answerable, refused", lambda o: None if o.question.answerable else o.refused),
)


def table(outcomes: Sequence[Outcome]) -> str:
    """The figures over all questions, by language and by kind, each with the number of questions."""
    slices: list[tuple[str, list[Outcome]]] = [("all", list(outcomes))]
    for key in ("language", "kind"):
        values = sorted({str(getattr(o.question, key)) for o in outcomes})
        slices += [(v, [o for o in outcomes if str(getattr(o.question, key)) == v]) for v in values]
    lines = ["| questions | " + " | ".join(name for name, _ in FIGURES) + " |"]
    lines.append("|---" * (len(FIGURES) + 1) + "|")
    for name, part in slices:
        lines.append(f"| {name} ({len(part)}) | " + " | ".join(_mean(part, f) for _, f in FIGURES) + " |")
    return "\n".join(lines)


def _mean(outcomes: Iterable[Outcome], figure: Callable[[Outcome], float | None]) -> str:
    values = [value for outcome in outcomes if (value := figure(outcome)) is not None]
    return f"{sum(values) / len(values):.2f} ({len(values)})" if values else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with `--show`, every question that fell short before it."""
    parser = argparse.ArgumentParser(prog="python -m eval.measure", description=__doc__)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--show", action="store_true", help="print each question and its answer (dev only)")
    options = parser.parse_args(arguments)
    settings = load_settings({})
    assistant = Assistant.open(settings)
    outcomes = []
    for question in load_questions(options.split):
        check_gold(question, assistant.reader.documents)
        outcomes.append(measure(assistant, question, settings.k))
    if options.show and options.split == "dev":
        sys.stdout.write("\n".join(map(_shown, outcomes)) + "\n")
    sys.stdout.write(table(outcomes) + "\n")
    return 0


def _shown(outcome: Outcome) -> str:
    question = outcome.question
    verdict = " · ".join(f"{name} {figure(outcome)}" for name, figure in FIGURES)
    return (
        f"## {question.id} {question.kind}: {question.question}\n{verdict}\n{answer_text(outcome.answer)}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
