"""What is committed of runs is whole, and README says what it says."""

from pathlib import Path

import pytest
from scripted_system import Scripted
from test_running import plan

from eval.compare import scores_of
from eval.questions import load_questions
from eval.report.__main__ import keep
from eval.report.markdown import BEGIN, COMMITTED_RUNS, END, included, systems_table
from eval.report.page import page
from eval.running.folder import COMMITTED, RunFolder
from eval.running.run import run
from eval.running.scoring import figures

README = Path(__file__).parents[2] / "README.md"
RUNS = [RunFolder(COMMITTED / name) for name in COMMITTED_RUNS]


def test_the_readme_has_the_figures_of_the_committed_runs() -> None:
    page = README.read_text(encoding="utf-8")
    assert BEGIN in page and END in page
    assert included(page, systems_table(RUNS)) == page, "write it: python -m eval.report"


@pytest.mark.parametrize("kept", RUNS, ids=lambda run: run.name)
def test_the_figures_follow_from_the_scores(kept: RunFolder) -> None:
    scored = list(scores_of(kept).values())
    assert [figure.json() for figure in figures(scored)] == kept.summary()["metrics"]


def test_the_committed_runs_are_of_the_same_test_questions() -> None:
    asked = [{item.question.id for item in kept.answers()} for kept in RUNS]
    assert all(ids == asked[0] for ids in asked)
    assert asked[0] <= {question.id for question in load_questions("test")}


def test_what_is_kept_of_a_run_is_thin_and_can_be_reported(tmp_path: Path) -> None:
    run(plan(tmp_path / "whole", Scripted()))
    keep(RunFolder(tmp_path / "whole"), tmp_path / "kept")
    kept = RunFolder(tmp_path / "kept")
    assert kept.summary() == RunFolder(tmp_path / "whole").summary()
    assert scores_of(kept) == scores_of(RunFolder(tmp_path / "whole"))
    assert "保护患者隐私" in page([kept], tmp_path)
