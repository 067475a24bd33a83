"""What is committed of runs is whole, and README says what it says."""

from pathlib import Path

import pytest

from eval.compare import scores_of
from eval.questions import load_questions
from eval.report.markdown import BEGIN, COMMITTED_RUNS, END, included, systems_table
from eval.running.folder import COMMITTED, RunFolder
from eval.running.scoring import figures

README = Path(__file__).parents[2] / "README.md"
RUNS = [RunFolder(COMMITTED / name) for name in COMMITTED_RUNS]


def test_the_readme_has_the_figures_of_the_committed_runs() -> None:
    page = README.read_text(encoding="utf-8")
    assert BEGIN in page and END in page
    assert included(page, systems_table(RUNS)) == page, "write it: python -m eval.report"


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_the_figures_follow_from_the_scores(run: RunFolder) -> None:
    scored = list(scores_of(run).values())
    assert [figure.json() for figure in figures(scored)] == run.summary()["metrics"]


def test_the_committed_runs_are_of_the_same_test_questions() -> None:
    asked = [{item.question.id for item in run.answers()} for run in RUNS]
    assert all(ids == asked[0] for ids in asked)
    assert asked[0] <= {question.id for question in load_questions("test")}
