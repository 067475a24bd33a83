"""ragas' dataset columns, in and out: `user_input`, `response`, `retrieved_contexts`, `reference`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.files import read_lines
from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.replies import Passage, Reply, Sentence
from eval.running.folder import Answered
from eval.texts import plain, sentences
from indexing.analysis import is_chinese


@dataclass(frozen=True)
class Sample:
    """A row of a ragas dataset."""

    user_input: str
    response: str
    retrieved_contexts: tuple[str, ...]
    reference: str = ""


def load_samples(path: Path) -> Iterator[Sample]:
    """The samples of a JSON Lines file as ragas' `to_jsonl` writes it; other columns are left alone.

    Raises EvalError naming the line that is malformed.
    """
    for number, record in read_lines(path):
        contexts = record.get("retrieved_contexts") or []
        texts = [record.get("user_input"), record.get("response"), record.get("reference") or "", *contexts]
        if not isinstance(contexts, list) or not all(isinstance(text, str) for text in texts):
            raise EvalError(f"{path}:{number} lacks user_input or response, or holds what is no text.")
        yield Sample(record["user_input"], record["response"], tuple(contexts), record.get("reference") or "")


def write_samples(samples: Iterable[Sample], path: Path) -> None:
    """Write samples as ragas' `EvaluationDataset.from_jsonl` reads them."""
    rows = [json.dumps(_row(sample), ensure_ascii=False) + "\n" for sample in samples]
    path.write_text("".join(rows), encoding="utf-8", newline="\n")


def sample_of(answered: Answered) -> Sample:
    """A question of a run with its answer; a question that failed has an empty response."""
    answer = answered.answer or {"answer": "", "passages": []}
    return Sample(
        answered.question.question,
        plain(answer["answer"]),
        tuple(passage["text"] for passage in answer["passages"]),
        answered.question.answer,
    )


def reply_of(sample: Sample) -> Reply:
    """A sample as a reply whose faithfulness can be judged; nothing in it is cited."""
    said = tuple(Sentence(text, (), None) for text in sentences(sample.response))
    return Reply(
        language="zh" if is_chinese(sample.user_input) else "en",
        text=sample.response,
        abstained=not said,
        sentences=said,
        citations=(),
        passages=tuple(Passage("", (), text, text) for text in sample.retrieved_contexts),
        conflicts=0,
        confidence=None,
        forced=sample.response,
    )


def question_of(sample: Sample, number: int) -> EvalQuestion:
    """A sample as a question with a reference answer and no gold."""
    return EvalQuestion(
        id=f"sample-{number:04d}",
        split="test",
        language="zh" if is_chinese(sample.user_input) else "en",
        kind="factoid",
        question=sample.user_input,
        answerable=True,
        reason=None,
        answer=sample.reference,
        facts=(),
        gold=(),
    )


def _row(sample: Sample) -> dict[str, object]:
    return {
        "user_input": sample.user_input,
        "response": sample.response,
        "retrieved_contexts": list(sample.retrieved_contexts),
        "reference": sample.reference,
    }
