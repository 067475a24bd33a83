"""The recipe from a tiny data folder to a model that judges, as one command that goes on where it was."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.judging.built_in import BuiltinJudge
from assistant.judging.training import recipe as module
from assistant.judging.training.fitting import Examples, TreeSettings, fit, left_out_scores
from assistant.judging.training.made import Maker, Said, Statement
from assistant.judging.training.recipe import RecipeSettings, run, training_pairs
from assistant.rules import violations

SUBJECTS = ["Whales", "Doctors", "Nurses", "Models", "Robots", "Students", "Birds", "Engines"]
PLACES = ["in the sea", "at night", "with care", "in big groups", "over the years", "near the coast"]
TREES = TreeSettings(trees=5, leaves=3, smallest_leaf=5, folds=2)
SMALL = RecipeSettings(survey_pairs=30, translated=20, translated_pairs=20, crossing_pairs=20)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twenty claims that their source says and twenty that it doesn't; translations."""
    folder = tmp_path / "data"
    (folder / "entailment").mkdir(parents=True)
    (folder / "parallel").mkdir()
    rows = []
    for number in range(40):
        subject, other = SUBJECTS[number % 8], SUBJECTS[(number + 3) % 8]
        place = PLACES[number % 6]
        said = f"{subject} work {place}, as report {'abcdefghij'[number % 10]}{number // 10} says."
        claim = f"{subject} work {place}." if number % 2 else f"{other} rest on weekends."
        rows.append({"question": None, "claim": claim, "source": said, "supported": number % 2})
    _write(folder / "entailment" / "tiny.jsonl.gz", rows)
    pairs = [
        {
            "en": f"{s} can improve their results {p}, which many people like to see every day.",
            "zh": f"第{n}组可以在第{m}处提高他们的成绩，这是很多人每天都喜欢看到的事情。",
        }
        for n, s in enumerate(SUBJECTS)
        for m, p in enumerate(PLACES)
    ]
    _write(folder / "parallel" / "tiny.jsonl.gz", pairs)
    return folder


def _write(path: Path, rows: list[dict]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_from_data_to_a_judge_and_on_again(data, tmp_path, monkeypatch):
    said: list[str] = []
    out = run(data, tmp_path / "work", tmp_path / "model", SMALL, TREES, said.append)
    assert "pairs" in said[0]
    judge = BuiltinJudge(out)
    assert 0 < judge.support("Whales sing.", "Whales sing.") < 1
    assert judge.support("鲸鱼唱歌。", "Whales sing.") == judge.support("鲸鱼唱歌。", "Whales sing.")
    assert judge.support("…", "Whales sing.") == judge.support("Whales sing.", "") == 0
    # Everything is in the work folder now: no text is read again, and the trees come out the same.
    monkeypatch.setattr(module, "features", None)
    again = run(data, tmp_path / "work", tmp_path / "again", SMALL, TREES, said.append)
    for name in ("trees.npz", "rarity.npy", "config.json"):
        assert (again / name).read_bytes() == (out / name).read_bytes()
    assert json.loads((out / "config.json").read_text())["pairs"] == len(training_pairs(data, SMALL))


def test_pairs_are_the_same_for_a_seed_and_pass_the_rules(data):
    pairs = training_pairs(data, SMALL)
    assert pairs == training_pairs(data, SMALL)
    assert pairs != training_pairs(data, replace(SMALL, seed=1))
    made = [pair for pair in pairs if not pair.by_people]
    assert {pair.supported for pair in made} == {pair.crossing for pair in made} == {True, False}
    assert not any(violations(pair.claim, pair.source) for pair in made)


def test_statements_give_pairs_in_each_pairing_of_their_languages():
    statements = [
        Statement(
            {
                "en": Said(f"Many models of {s} can improve results.", "It rains.", "It is dry."),
                "zh": Said(f"许多第{n}种模型可以提高结果。", "下雨了。", "天很干。"),
            }
        )
        for n, s in enumerate(SUBJECTS)
    ]
    pairs = list(Maker(statements, 0).pairs())
    assert {pair.pairing for pair in pairs} == {"en-en", "zh-zh", "en-zh", "zh-en"}
    true = [pair for pair in pairs if pair.supported and pair.pairing == "en-en"]
    assert len(true) == len(SUBJECTS)
    assert all(pair.claim in pair.source for pair in true)
    false = [pair for pair in pairs if not pair.supported and pair.pairing == "en-en"]
    assert len(false) == len(SUBJECTS)
    assert not any(pair.claim in pair.source for pair in false)


def test_trees_are_exported_as_they_were_fitted():
    draw = np.random.default_rng(0)
    rows = draw.random((200, 3)).astype(np.float32)
    labels = rows[:, 0] + 0.2 * rows[:, 1] > 0.6
    half = np.arange(200) < 100
    groups = np.array([str(number) for number in range(200)])
    examples = Examples(rows, labels, np.ones(200, np.float32), groups, half, ~half)
    settings = replace(TREES, trees=20, share_of_features=1.0)
    scores = left_out_scores(examples, settings)
    trees = fit(examples, scores, settings)
    supports = np.array([trees.probability(row, True) for row in rows])
    assert supports[labels].mean() > supports[~labels].mean() + 0.3
    # The trees that are shipped have seen what the left-out ones had not, and agree with them all the same.
    assert np.corrcoef(scores, [trees.score(row) for row in rows])[0, 1] > 0.9


def test_missing_data_is_one_line(tmp_path):
    program = [sys.executable, "-m", "assistant.judging.training", "--data", str(tmp_path)]
    found = subprocess.run(program, capture_output=True, text=True, cwd=Path(__file__).parents[4])
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "--data" in found.stderr
