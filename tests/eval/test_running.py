"""Runs: kept as they come, resumed, the same bytes twice; a failure costs one question."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from replying import Containing
from scripted_system import Scripted
from tiny import PRIVACY, ROBOTS, UNANSWERABLE

from eval.errors import EvalError
from eval.judging.claims import SentenceSplitter
from eval.judging.verdicts import Jury
from eval.running.folder import ANSWERS, RUN, SCORES, SUMMARY, TIMED, TIMINGS, TRIALS, RunFolder, find_run
from eval.running.progress import Progress, duration
from eval.running.run import Plan, run

QUESTIONS = (ROBOTS, PRIVACY, UNANSWERABLE)
STEADY = (ANSWERS, SCORES, SUMMARY)


def plan(folder: Path, system: Scripted, notes: list[str] | None = None, **changes: object) -> Plan:
    jury = Jury(Containing(), SentenceSplitter())
    say = notes.append if notes is not None else lambda line: None
    made = Plan(system, "dev", QUESTIONS, {"k": 8}, jury, RunFolder(folder), say)
    return replace(made, **changes)


def figure(summary, name: str, slice: str = "all"):
    [found] = [f for f in summary["metrics"] if (f["name"], f["slice"]) == (name, slice)]
    return found


def test_a_run_is_answers_scores_and_figures(tmp_path: Path) -> None:
    notes: list[str] = []
    summary = run(plan(tmp_path, Scripted(), notes))
    assert figure(summary, "facts") == {
        "name": "facts",
        "slice": "all",
        "n": 2,
        "value": 1.0,
        "low": 1.0,
        "high": 1.0,
        "unscored": 0,
        "direction": "higher",
    }
    assert figure(summary, "right_refusals", "kind=unanswerable")["n"] == 1
    assert figure(summary, "facts", "language=zh")["n"] == 1
    answers = [json.loads(line) for line in (tmp_path / ANSWERS).read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [question.id for question in QUESTIONS]
    assert all("timings_ms" not in answer["answer"] for answer in answers)
    timed = json.loads((tmp_path / TIMED).read_text("utf-8"))
    assert figure(timed, "latency")["value"] == 12.5
    about = json.loads((tmp_path / RUN).read_text("utf-8"))
    assert (about["system"], about["n"], about["settings"]) == ("scripted", 3, {"k": "8"})
    assert about["finished"] >= about["started"]
    assert [note.split()[0] for note in notes[:3]] == ["1/3", "2/3", "3/3"]


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(plan(tmp_path / name, Scripted()))
    for file in STEADY:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(plan(tmp_path / "cut", Scripted(stopping=PRIVACY.id)))
    with (tmp_path / "cut" / ANSWERS).open("a", encoding="utf-8") as torn:
        torn.write('{"id": "torn')
    system, notes = Scripted(), []
    run(plan(tmp_path / "cut", system, notes))
    assert system.asked == [PRIVACY.id, UNANSWERABLE.id]
    assert notes[0] == "1 of 3 are answered already; --fresh asks again."
    run(plan(tmp_path / "whole", Scripted()))
    for file in STEADY:
        assert (tmp_path / "cut" / file).read_bytes() == (tmp_path / "whole" / file).read_bytes()


@pytest.mark.parametrize("change", ["version", "question"])
def test_what_was_answered_otherwise_is_asked_again(tmp_path: Path, change: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(plan(tmp_path, Scripted(stopping=PRIVACY.id)))
    system = Scripted("2" if change == "version" else "1")
    asked = replace(ROBOTS, question="What else?") if change == "question" else ROBOTS
    run(plan(tmp_path, system, questions=(asked, PRIVACY)))
    assert system.asked == [ROBOTS.id, PRIVACY.id]


def test_a_finished_run_is_judged_anew_and_asks_only_when_told_to(tmp_path: Path) -> None:
    run(plan(tmp_path, Scripted()))
    system = Scripted()
    doubting = Jury(Containing(failing=["保护患者隐私"]), SentenceSplitter())
    judged = run(plan(tmp_path, system, jury=doubting))
    assert system.asked == [] and figure(judged, "citation_recall")["unscored"] == 1
    run(plan(tmp_path, system, fresh=True))
    assert len(system.asked) == 3
    assert len((tmp_path / TIMINGS).read_text("utf-8").splitlines()) == 3


def test_another_system_begins_anew(tmp_path: Path) -> None:
    class Other(Scripted):
        name = "other"

    run(plan(tmp_path, Scripted()))
    other = Other()
    run(plan(tmp_path, other))
    assert len(other.asked) == 3


def test_a_failure_is_recorded_shown_and_leaves_no_denominator(tmp_path: Path) -> None:
    notes: list[str] = []
    summary = run(plan(tmp_path, Scripted(failing=[PRIVACY.id]), notes))
    facts = figure(summary, "facts")
    assert (facts["n"], facts["unscored"], facts["value"]) == (2, 1, 1.0)
    # It could have had anything from 0 to 1.
    assert (facts["low"], facts["high"]) == (0.0, 1.0)
    assert f"2/3 {PRIVACY.id} failed" in notes[1]
    [failed] = [item for item in RunFolder(tmp_path).answers() if item.error]
    assert (failed.question, failed.answer) == (PRIVACY, None)
    assert "The server is gone." in failed.error


def test_a_bug_in_a_system_costs_one_question(tmp_path: Path) -> None:
    class Broken(Scripted):
        def answer(self, question, world=None):
            if question.id == ROBOTS.id:
                raise ZeroDivisionError("division by zero")
            return super().answer(question)

    run(plan(tmp_path, Broken()))
    assert [item.error for item in RunFolder(tmp_path).answers()] == [
        "ZeroDivisionError: division by zero",
        None,
        None,
    ]


def test_trials_are_kept_and_scored(tmp_path: Path) -> None:
    summary = run(plan(tmp_path, Scripted(), robust=True))
    assert figure(summary, "refuses_without_gold")["value"] == 1.0
    assert figure(summary, "says_the_same")["n"] == 3
    assert figure(summary, "facts_with_distractors")["value"] == 1.0
    lines = (tmp_path / TRIALS).read_text("utf-8").splitlines()
    assert {json.loads(line)["condition"] for line in lines} == {
        "without-gold",
        "distracted",
        "misspelt",
        "repeated",
    }


def test_a_restated_question_is_scored_where_the_other_was_asked(tmp_path: Path) -> None:
    restated = replace(PRIVACY, same_as=ROBOTS.id)
    summary = run(plan(tmp_path / "both", Scripted(), questions=(ROBOTS, restated)))
    assert figure(summary, "restated_alike")["value"] == 1.0
    failed = run(plan(tmp_path / "failed", Scripted(failing=[ROBOTS.id]), questions=(ROBOTS, restated)))
    assert figure(failed, "restated_alike")["unscored"] == 1
    alone = run(plan(tmp_path / "alone", Scripted(), questions=(restated,)))
    assert not [f for f in alone["metrics"] if f["name"] == "restated_alike"]


def test_runs_are_found_by_name_and_path(tmp_path: Path) -> None:
    run(plan(tmp_path / "runs" / "mine", Scripted()))
    assert find_run("mine", tmp_path).name == "mine"
    assert find_run(str(tmp_path / "runs" / "mine"), tmp_path / "else").name == "mine"
    with pytest.raises(EvalError, match="There is no run 'other'"):
        find_run("other", tmp_path)


def test_time_left_is_told_from_what_was_spent() -> None:
    clock = iter([0.0, 10.0, 20.0])
    notes: list[str] = []
    progress = Progress(10, notes.append, lambda: next(clock))
    progress.skip(4)
    progress.step("a")
    progress.step("b")
    assert notes == ["5/10 a, 50 s left", "6/10 b, 40 s left"]
    assert [duration(s) for s in (5, 125, 3780)] == ["5 s", "2 min 5 s", "1 h 3 min"]
