"""Comparisons: what is told better or worse, what flipped, when the gate closes."""

from dataclasses import replace
from pathlib import Path

import pytest
from scripted_system import Scripted
from test_running import plan
from tiny import PRIVACY, ROBOTS, UNANSWERABLE

from eval.compare import compare, comparison_text, gate
from eval.errors import EvalError
from eval.replies import Json
from eval.running.folder import RunFolder
from eval.running.run import run

MANY = tuple(
    replace(question, id=f"{question.id}-{number:02}")
    for number in range(20)
    for question in (ROBOTS, PRIVACY, UNANSWERABLE)
)


class Refusing(Scripted):
    """Refuses everything."""

    def answer(self, question, world=None) -> Json:
        return super().answer(replace(question, gold=(), facts=()))


def made(folder: Path, system: Scripted, questions=MANY) -> RunFolder:
    run(plan(folder, system, questions=questions))
    return RunFolder(folder)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[RunFolder, RunFolder]:
    return made(tmp_path / "refusing", Refusing()), made(tmp_path / "answering", Scripted())


def outcome(comparison, metric: str, slice: str = "all") -> str:
    [row] = [row for row in comparison.rows if (row.metric.name, row.slice) == (metric, slice)]
    return row.outcome


def test_better_worse_and_cannot_tell(runs) -> None:
    refusing, answering = runs
    better = compare(refusing, answering)
    assert outcome(better, "facts") == outcome(better, "facts", "language=zh") == "better"
    assert outcome(better, "wrong_refusals") == "better"
    assert outcome(better, "right_refusals") == "can't tell"
    worse = compare(answering, refusing)
    assert outcome(worse, "facts") == outcome(worse, "wrong_refusals") == "worse"
    assert not [row for row in better.rows if row.metric.name == "faithfulness"]  # nothing to pair


def test_flipped_questions_are_told(runs) -> None:
    comparison = compare(*runs)
    flips = [(flip.id, flip.metric, flip.first, flip.second) for flip in comparison.flips]
    assert ("tiny-zh-00", "facts", 0.0, 1.0) in flips
    text = comparison_text(comparison)
    assert "better      key facts, all (n = 40): 0.000 → 1.000, +1.000 [+1.000, +1.000]" in text
    assert "tiny-zh-00  facts 0.00 → 1.00" in text
    assert comparison.json()["rows"][0]["outcome"] == "better"


def test_the_gate_closes_on_a_loss_beyond_the_margin(runs) -> None:
    refusing, answering = runs
    assert gate(compare(refusing, answering), 0.02) == []
    losses = gate(compare(answering, refusing), 0.02)
    assert "Worse: key facts, all: 1.000 → 0.000." in losses
    assert not [loss for loss in gate(compare(answering, refusing), 1.0) if "key facts" in loss]


def test_the_gate_closes_on_what_is_unscored(tmp_path: Path, runs) -> None:
    _, answering = runs
    failing = made(tmp_path / "failing", Scripted(failing=["tiny-en-00"]))
    assert "Unscored: key facts, all: 1 questions." in gate(compare(answering, failing), 1.0)


def test_of_few_questions_nothing_is_told(tmp_path: Path) -> None:
    few = MANY[:12]  # eight of them answerable
    refusing = made(tmp_path / "few refused", Refusing(), few)
    comparison = compare(refusing, made(tmp_path / "few answered", Scripted(), few))
    assert outcome(comparison, "facts") == "can't tell"
    [row] = [row for row in comparison.rows if (row.metric.name, row.slice) == ("facts", "all")]
    assert (row.n, row.first, row.second) == (8, 0.0, 1.0)


def test_different_questions_are_not_compared(tmp_path: Path, runs) -> None:
    with pytest.raises(EvalError, match="different questions"):
        compare(runs[0], made(tmp_path / "few", Scripted(), MANY[:3]))
    changed = (replace(MANY[0], answer="otherwise"), *MANY[1:])
    with pytest.raises(EvalError, match="tiny-en-00 is another question"):
        compare(runs[0], made(tmp_path / "changed", Scripted(), changed))


def test_an_unfinished_run_is_not_compared(tmp_path: Path, runs) -> None:
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path / "cut", Scripted(stopping="tiny-zh-00"))
    with pytest.raises(EvalError, match="cut is not finished"):
        compare(runs[0], RunFolder(tmp_path / "cut"))
