"""SQuAD-style files (Rajpurkar et al. 2016, 2018), such as XQuAD (Artetxe et al. 2020)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Span
from eval.adapters.files import read_json
from eval.errors import EvalError
from eval.questions import EvalQuestion, GoldQuote
from indexing.analysis import is_chinese


@dataclass(frozen=True)
class SquadSet:
    """Questions with gold in paragraphs, which are the documents; ids are unique."""

    questions: tuple[EvalQuestion, ...]
    paragraphs: dict[str, str]


def load_squad(path: Path) -> SquadSet:
    """Questions and paragraphs of a file. A question without answers is one that can't be answered.

    Raises EvalError when the file is malformed, or an answer is not where it says.
    """
    paragraphs: dict[str, str] = {}
    questions: dict[str, EvalQuestion] = {}
    try:
        for article in read_json(path)["data"]:
            for paragraph in article["paragraphs"]:
                name = f"{path.name.split('.')[0]}:{len(paragraphs):04d}"
                paragraphs[name] = paragraph["context"]
                for question in _questions(paragraph, name):
                    if question.id in questions:
                        raise EvalError(f"{path}: the id {question.id} stands twice.")
                    questions[question.id] = question
    except (KeyError, TypeError) as error:
        raise EvalError(f"{path} is not in the form of SQuAD: {error!r}.") from error
    return SquadSet(tuple(questions.values()), paragraphs)


def _questions(paragraph: dict[str, Any], name: str) -> Iterator[EvalQuestion]:
    for record in paragraph["qas"]:
        answers = [] if record.get("is_impossible") else record["answers"]
        quotes = tuple(_quote(answer, paragraph["context"], name, record["id"]) for answer in answers)
        yield EvalQuestion(
            id=str(record["id"]),
            split="test",
            language="zh" if is_chinese(record["question"]) else "en",
            kind="factoid" if quotes else "unanswerable",
            question=record["question"],
            answerable=bool(quotes),
            reason=None if quotes else "not-in-texts",
            answer=quotes[0].quote if quotes else "",
            facts=(tuple(dict.fromkeys(quote.quote for quote in quotes)),) if quotes else (),
            gold=(quotes,) if quotes else (),
        )


def _quote(answer: dict[str, Any], context: str, name: str, id: object) -> GoldQuote:
    start, text = int(answer["answer_start"]), str(answer["text"])
    if context[start : start + len(text)] != text:
        raise EvalError(f"{id}: the answer is not at {start} of its paragraph.")
    return GoldQuote(name, text, Span(start, start + len(text)))
