"""Question sets: schema-checked, each question for good in one split."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from corpus import Document, Span
from eval.errors import EvalError
from indexing.blocks import Language

Split = Literal["dev", "test"]
Kind = Literal[
    "factoid",
    "list",
    "definition",
    "comparison",
    "table",
    "why-how",
    "cross-language",
    "bibliography",
    "several-documents",
    "conflict",
    "follow-up",
    "unanswerable",
]
Reason = Literal[
    "not-in-texts",
    "never-mentioned",
    "attribute-not-given",
    "false-premise",
    "medical-advice",
    "out-of-domain",
    "injection",
]
FOLDER = Path(__file__).parent / "questions"
_KEYS = frozenset("id split language kind question answerable reason answer facts gold note".split())
_OPTIONAL = frozenset({"history", "same_as"})


@dataclass(frozen=True)
class GoldQuote:
    """Characters of a source that answer a question: `text[start:end]` is `quote`."""

    document: str
    quote: str
    span: Span


@dataclass(frozen=True)
class EvalQuestion:
    """A question with what a right answer must hold.

    `facts`: each a tuple of accepted forms in both languages. `gold`: each group a tuple of alternative
    quotes any of which is evidence enough for one part of the answer; empty when not answerable. `reason`
    says why a question can't be answered: `not-in-texts` where nobody said which of the finer reasons
    (a model never mentioned, an attribute not given, a false premise) it is. `history`: the questions asked
    before a follow-up, oldest first. `same_as`: the id of the question, of the same split, that asks the same
    in other words or in the other language.
    """

    id: str
    split: Split
    language: Language
    kind: Kind
    question: str
    answerable: bool
    reason: str | None
    answer: str
    facts: tuple[tuple[str, ...], ...]
    gold: tuple[tuple[GoldQuote, ...], ...]
    note: str = ""
    history: tuple[str, ...] = ()
    same_as: str = ""


def load_questions(split: Split, folder: Path = FOLDER) -> tuple[EvalQuestion, ...]:
    """All questions of `split` in the folder's `*.jsonl` files, by id.

    Raises EvalError naming file and line when one is malformed or an id stands twice.
    """
    questions = _read(sorted(folder.glob("*.jsonl")))
    found = {id: question for id, question in sorted(questions.items()) if question.split == split}
    for question in found.values():
        if question.same_as and (question.same_as == question.id or question.same_as not in found):
            raise EvalError(f"{question.id}: same_as names no other question of {split}.")
    return tuple(found.values())


def load_file(path: Path) -> tuple[EvalQuestion, ...]:
    """All questions of one file, by id. Raises EvalError when it can't be read or is malformed."""
    return tuple(question for _, question in sorted(_read([path]).items()))


def _read(paths: Iterable[Path]) -> dict[str, EvalQuestion]:
    questions: dict[str, EvalQuestion] = {}
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise EvalError(f"{path} can't be read as a file of questions.", "Is the name right?") from error
        for number, line in enumerate(lines, 1):
            question = _parse(line, f"{path.name}:{number}")
            if question.id in questions:
                raise EvalError(f"{path.name}:{number}: the id {question.id} stands twice.")
            questions[question.id] = question
    return questions


def check_gold(question: EvalQuestion, documents: dict[str, Document]) -> None:
    """Raise EvalError unless every gold quote of the question is exactly where it says."""
    for quote in (quote for group in question.gold for quote in group):
        document = documents.get(quote.document)
        if document is None or document.text[slice(*quote.span)] != quote.quote:
            raise EvalError(f"{question.id}: a gold quote is not at {quote.document} {quote.span}.")


def _parse(line: str, where: str) -> EvalQuestion:
    try:
        record: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvalError(f"{where}: not JSON ({error.msg}).") from error
    return read_question(record, where)


def read_question(record: dict[str, Any], where: str) -> EvalQuestion:
    """The question in a record of a set or of a run. Raises EvalError, with `where`, when it is malformed."""
    record = dict(record)
    if wrong := _KEYS - set(record) | set(record) - _KEYS - _OPTIONAL:
        raise EvalError(f"{where}: missing or unknown keys {sorted(wrong)}.")
    for key, allowed in (("split", Split), ("kind", Kind), ("language", Language)):
        if record[key] not in get_args(allowed):
            raise EvalError(f"{where}: {key} is {record[key]!r}, not one of {get_args(allowed)}.")
    for problem in _contradictions(record):
        raise EvalError(f"{where}: {problem}.")
    record["history"] = tuple(record.get("history", ()))
    facts = tuple(tuple(forms) for forms in record.pop("facts"))
    gold = tuple(tuple(_gold(quote) for quote in group) for group in record.pop("gold"))
    return EvalQuestion(**record, facts=facts, gold=gold)


def _contradictions(record: dict[str, Any]) -> Iterator[str]:
    """What in a record can't go together."""
    answerable, reason = record["answerable"], record["reason"]
    if answerable != bool(record["facts"] and record["gold"]):
        yield "an answerable question has facts and gold, another has none"
    if answerable == (record["kind"] == "unanswerable"):
        yield "kind is 'unanswerable' where a question is not answerable, and only there"
    if reason not in ((None,) if answerable else get_args(Reason)):
        yield f"reason is {reason!r}: one of {get_args(Reason)} where not answerable, else null"
    history = record.get("history", [])
    if not isinstance(history, list) or not all(isinstance(asked, str) and asked for asked in history):
        yield "history is a list of questions"
    if record["kind"] == "follow-up" and not history:
        yield "a follow-up has a history"


def _gold(quote: dict[str, Any]) -> GoldQuote:
    return GoldQuote(quote["document"], quote["quote"], Span(quote["start"], quote["end"]))
