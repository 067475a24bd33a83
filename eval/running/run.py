"""Making a run: answers as they come, then scores, then figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from corpus.errors import MedfmError
from eval.judging.verdicts import Jury
from eval.metrics import Case, Tried
from eval.questions import EvalQuestion
from eval.replies import Json, read_reply
from eval.robustness.conditions import RESTATED, Trial
from eval.running.folder import (
    ANSWERS,
    RUN,
    SCORES,
    SUMMARY,
    TIMED,
    TIMINGS,
    Answered,
    RunFolder,
    answered_json,
)
from eval.running.identity import answer_key, versions
from eval.running.progress import Note, Progress
from eval.running.scoring import Scored, figures, score, scored_json, unscored
from eval.running.trying import try_all
from eval.systems.answering import Answering


@dataclass(frozen=True)
class Plan:
    """Which system is asked what, who judges, and where the run is kept."""

    system: Answering
    set: str
    questions: Sequence[EvalQuestion]
    settings: Mapping[str, object]
    jury: Jury
    folder: RunFolder
    note: Note
    robust: bool = False
    """Whether questions are also tried under the conditions of eval.robustness."""
    fresh: bool = False
    """Whether everything is asked again, whatever is answered already."""


def run(plan: Plan) -> Json:
    """Ask, score and sum up; gives the summary.

    What the same folder has answered counts where question, settings, index, prompts and code are the same: a
    run that was stopped goes on, and one that is judged anew need not ask. A question that fails is recorded
    with its error, and the run goes on.
    """
    started = _open(plan)
    answered = _answer(plan)
    tried = try_all(plan.system, plan.questions, plan.folder, plan.note) if plan.robust else {}
    plan.note(f"Judging by {plan.jury.judge.name}.")
    replies = {item.question.id: (item.question, item.answer) for item in answered}
    scored = [_score(plan, item, tried.get(item.question.id, {}), replies) for item in answered]
    plan.folder.write_lines(ANSWERS, map(answered_json, answered))
    plan.folder.write_lines(SCORES, map(scored_json, scored))
    summary = _summary(plan, scored)
    plan.folder.write(SUMMARY, summary)
    plan.folder.write(TIMED, _summary(plan, _timed(plan, answered), timed=True))
    plan.folder.write(RUN, _about(plan, started) | {"finished": _now()})
    return summary


def _open(plan: Plan) -> str:
    """Make the folder ready; gives when the run was started."""
    folder = plan.folder
    former = folder.run() if (folder.path / RUN).exists() else {}
    same = former.get("system") == plan.system.name
    if plan.fresh or not same:
        folder.clear()
    folder.cut_torn_line()
    stopped = same and not plan.fresh and former.get("finished") is None
    started = str(former["started"]) if stopped else _now()
    folder.write(RUN, _about(plan, started) | {"finished": None})
    return started


def _answer(plan: Plan) -> list[Answered]:
    """The answers in the set's order, those of an unfinished run where they still hold."""
    identity = plan.system.identity
    keys = {question.id: answer_key(question, identity) for question in plan.questions}
    known = {
        item.question.id: item
        for item in plan.folder.answers()
        if item.error is None and item.key == keys.get(item.question.id)
    }
    progress = Progress(len(plan.questions), plan.note)
    if known:
        plan.note(f"{len(known)} of {len(plan.questions)} are answered already; --fresh asks again.")
        progress.skip(len(known))
    for question in plan.questions:
        if question.id not in known:
            known[question.id] = _ask(plan, question, keys[question.id])
            progress.step(question.id + (" failed" if known[question.id].error else ""))
    return [known[question.id] for question in plan.questions]


def _ask(plan: Plan, question: EvalQuestion, key: str) -> Answered:
    answer: Json | None = None
    error: str | None = None
    started = perf_counter()
    try:
        answer = plan.system.answer(question)
    except MedfmError as problem:
        error = str(problem)
    except Exception as problem:  # one question's bug must not cost the others, and is told
        error = f"{type(problem).__name__}: {problem}"
    milliseconds = (perf_counter() - started) * 1000
    parts = answer.pop("timings_ms", None) if answer else None
    answered = Answered(question, key, answer, error)
    # What the system itself counts leaves out what is only asked to measure it.
    total = parts["total"] if parts else round(milliseconds, 2)
    plan.folder.append(TIMINGS, {"id": question.id, "ms": total, "parts": parts})
    plan.folder.append(ANSWERS, answered_json(answered))
    return answered


def _score(
    plan: Plan,
    item: Answered,
    tried: Mapping[str, tuple[Tried, ...]],
    replies: Mapping[str, tuple[EvalQuestion, Json | None]],
) -> Scored:
    if item.answer is None:
        return unscored(item.question, item.error or "")
    reply = read_reply(item.answer)
    if item.question.same_as in replies:
        other, said = replies[item.question.same_as]
        restated = Tried(Trial(RESTATED, other), None if said is None else read_reply(said))
        tried = {**tried, RESTATED: (restated,)}
    verdicts = plan.jury.verdicts(reply)
    return score(Case(item.question, reply, plan.system.sources, verdicts, tried=tried), timed=False)


def _timed(plan: Plan, answered: Sequence[Answered]) -> list[Scored]:
    """Only the last time of each counts, when a question was asked again; the others are taken away."""
    last = {record["id"]: record for record in plan.folder.lines(TIMINGS)}
    plan.folder.write_lines(TIMINGS, [last[a.question.id] for a in answered if a.question.id in last])
    times = {id: float(record["ms"]) for id, record in last.items()}
    return [
        score(
            Case(
                item.question,
                read_reply(item.answer),
                plan.system.sources,
                milliseconds=times.get(item.question.id),
            ),
            timed=True,
        )
        for item in answered
        if item.answer is not None
    ]


def _summary(plan: Plan, scored: Sequence[Scored], timed: bool = False) -> Json:
    return {
        "system": plan.system.name,
        "set": plan.set,
        "n": len(plan.questions),
        "judge": plan.jury.judge.name,
        "metrics": [figure.json() for figure in figures(scored, timed)],
    }


def _about(plan: Plan, started: str) -> Json:
    return {
        "system": plan.system.name,
        "set": plan.set,
        "n": len(plan.questions),
        "settings": {name: str(value) for name, value in plan.settings.items()},
        "identity": dict(plan.system.identity),
        "judge": plan.jury.judge.name,
        "threshold": plan.jury.threshold,
        "versions": versions(),
        "started": started,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
