"""The directory of a run, and what stands in it.

    run.json       system, set, settings, versions, when
    answers.jsonl  a line a question: {"id", "key", "question", "answer" | null, "error" | null}
    timings.jsonl  a line a question: {"id", "ms", "parts"}
    trials.jsonl   answers under the conditions of eval.robustness, if these were asked for
    scores.jsonl   a line a question: {"id", "language", "kind", "scores", "unscored", "pairs"}
    summary.json   figures with intervals, by slice
    timings.json   the figures that differ from run to run

Same inputs, same bytes: all that changes from run to run stands in run.json, timings.jsonl and timings.json.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.questions import EvalQuestion, read_question
from eval.replies import Json

RUN, SUMMARY, TIMED = "run.json", "summary.json", "timings.json"
ANSWERS, SCORES, TIMINGS = "answers.jsonl", "scores.jsonl", "timings.jsonl"
TRIALS = "trials.jsonl"
COMMITTED = Path(__file__).parents[1] / "runs"


@dataclass(frozen=True)
class Answered:
    """A question with what a system answered, or the error that kept it from doing so.

    `key` names all that the answer hangs on: it holds for another run as long as the key is the same.
    """

    question: EvalQuestion
    key: str
    answer: Json | None
    error: str | None


class RunFolder:
    """Reads and writes one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        return self.path.name

    def run(self) -> Json:
        """What run.json says. Raises EvalError when this is no run."""
        return self._json(RUN)

    def summary(self) -> Json:
        """The figures. Raises EvalError when there are none yet."""
        return self._json(SUMMARY)

    def timed(self) -> Json:
        """The figures that differ from run to run."""
        return self._json(TIMED)

    def write(self, file: str, value: Json) -> None:
        """Write a JSON file anew, whole or not at all."""
        self._replace(file, json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def write_lines(self, file: str, records: Iterable[Json]) -> None:
        """Write a file of JSON lines anew, whole or not at all."""
        self._replace(file, "".join(map(line_of, records)))

    def append(self, file: str, record: Json) -> None:
        """Add a line that is there for good before this returns."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / file).open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(line_of(record))
            opened.flush()
            os.fsync(opened.fileno())

    def lines(self, file: str) -> Iterator[Json]:
        """The records of a file; none where it is missing. A last line that a crash cut off is left out.

        Raises EvalError for any other line that is no JSON.
        """
        path = self.path / file
        found = path.read_text(encoding="utf-8").split("\n") if path.exists() else [""]
        for number, line in enumerate(found[:-1], 1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise EvalError(f"{path}:{number} is not JSON.", "Run it under another name.") from error

    def answers(self) -> Iterator[Answered]:
        """What is answered so far, in the order of the file."""
        for record in self.lines(ANSWERS):
            where = f"{self.path / ANSWERS}: {record.get('id')}"
            question = read_question(record["question"], where)
            yield Answered(question, record["key"], record["answer"], record["error"])

    def cut_torn_line(self) -> None:
        """Take away what a crash left of a line, so that the next one begins where a line begins."""
        for file in (ANSWERS, TIMINGS, TRIALS):
            path = self.path / file
            if path.exists() and (data := path.read_bytes()) and not data.endswith(b"\n"):
                path.write_bytes(data[: data.rfind(b"\n") + 1])

    def clear(self) -> None:
        """Take away what an earlier run left."""
        for file in (RUN, SUMMARY, TIMED, ANSWERS, SCORES, TIMINGS, TRIALS):
            (self.path / file).unlink(missing_ok=True)

    def _json(self, file: str) -> Json:
        path = self.path / file
        try:
            value: Any = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise EvalError(f"{self.path} has no {file}.", "Make one: medfm eval run") from error
        except json.JSONDecodeError as error:
            raise EvalError(f"{path} is not JSON.", "Make it anew: medfm eval run") from error
        if not isinstance(value, dict):
            raise EvalError(f"{path} is no run.", "Make one: medfm eval run")
        return value

    def _replace(self, file: str, text: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        aside = self.path / f".{file}.new"
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(self.path / file)


def answered_json(answered: Answered) -> Json:
    """A line of answers.jsonl."""
    question = asdict(answered.question)
    question["gold"] = [
        [{"document": q.document, "quote": q.quote, "start": q.span.start, "end": q.span.end} for q in group]
        for group in answered.question.gold
    ]
    return {
        "id": answered.question.id,
        "key": answered.key,
        "question": question,
        "answer": answered.answer,
        "error": answered.error,
    }


def line_of(record: Json) -> str:
    """A record as a line. Separators of lines that aren't line feeds are written as escapes."""
    text = json.dumps(record, ensure_ascii=False)
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text + "\n"


def find_run(name: str, home: Path) -> RunFolder:
    """The run of that name under `home`, the committed one, or the directory of that path.

    Raises EvalError when there is none.
    """
    for path in (home / "runs" / name, COMMITTED / name, Path(name)):
        if (path / RUN).exists():
            return RunFolder(path)
    raise EvalError(f"There is no run {name!r}.", "Make one: medfm eval run --name " + name)
