"""Putting questions under the conditions of eval.robustness, kept as they come like any answers."""

from collections.abc import Mapping, Sequence

from corpus.errors import MedfmError
from eval.metrics import Tried
from eval.questions import EvalQuestion
from eval.replies import Json, read_reply
from eval.robustness.conditions import Trial, trials
from eval.running.folder import TRIALS, RunFolder
from eval.running.identity import answer_key
from eval.running.progress import Note, Progress
from eval.systems.answering import Answering


def try_all(
    system: Answering, questions: Sequence[EvalQuestion], folder: RunFolder, note: Note
) -> dict[str, Mapping[str, tuple[Tried, ...]]]:
    """What came of every trial, by question and condition; those kept that still hold aren't repeated.

    A trial that fails is kept with its error, and the others go on.
    """
    identity = system.identity
    planned = [(question, trial) for question in questions for trial in trials(question, questions)]
    kept = {record["key"]: record for record in folder.lines(TRIALS) if record["error"] is None}
    keys = [answer_key(trial.question, {**identity, **_named(trial)}) for _, trial in planned]
    progress = Progress(len(planned), note)
    progress.skip(sum(key in kept for key in keys))
    found: dict[str, dict[str, list[Tried]]] = {question.id: {} for question in questions}
    records = []
    for (question, trial), key in zip(planned, keys, strict=True):
        record = kept.get(key)
        if record is None:
            record = _try(system, question, trial, key)
            folder.append(TRIALS, record)
            progress.step(f"{question.id} {trial.condition}")
        records.append(record)
        reply = read_reply(record["answer"]) if record["answer"] is not None else None
        found[question.id].setdefault(trial.condition, []).append(Tried(trial, reply))
    folder.write_lines(TRIALS, records)
    return {id: {name: tuple(some) for name, some in by.items()} for id, by in found.items()}


def _try(system: Answering, question: EvalQuestion, trial: Trial, key: str) -> Json:
    answer: Json | None = None
    error: str | None = None
    try:
        answer = system.answer(trial.question, trial.world)
        answer.pop("timings_ms", None)
    except MedfmError as problem:
        error = str(problem)
    except Exception as problem:  # one trial's bug must not cost the others, and is told
        error = f"{type(problem).__name__}: {problem}"
    told = {"id": question.id, "key": key, "condition": trial.condition, "number": trial.number}
    return {**told, "asked": trial.question.question, "answer": answer, "error": error}


def _named(trial: Trial) -> dict[str, str]:
    return {"condition": trial.condition, "number": str(trial.number), "world": repr(trial.world)}
