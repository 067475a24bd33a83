"""The whole recipe on a toy model: seconds, offline, from pairs to vectors of the exported graph."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="the recipe needs the extra `train`")

from indexing.embedders.builtin import BuiltinEmbedder
from indexing.embedders.names import NameSettings
from indexing.embedders.words import WordEmbedder
from indexing.training.__main__ import main
from indexing.training.axes import principal_axes
from indexing.training.contextual import ContextualSettings, Material, plan_batches
from indexing.training.recipe import Recipe, read_bitext, refit, run
from indexing.training.static import StaticSettings

_STATIC = StaticSettings(passes=20, batch=16, passages=4)
_NAMES = NameSettings(dimension=7)
_CONTEXTUAL = ContextualSettings(passes=4, batch_tokens=256, bank=16, warmup=2, checkpoint_steps=5)


@pytest.fixture(scope="module")
def recipe(toy_base: Path, toy_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    folder = tmp_path_factory.mktemp("run")
    corpus, work, out, words = (toy_data / "corpus", *(folder / name for name in ("work", "model", "words")))
    recipe = Recipe(
        toy_data, corpus, toy_base, work, out, words, _STATIC, _CONTEXTUAL, 200, 200, axes=24, names=_NAMES
    )
    run(recipe)
    return recipe


def test_the_exported_model_is_an_embedder(recipe: Recipe) -> None:
    embedder = BuiltinEmbedder(recipe.out)
    vectors = embedder.embed(["the doctor reads a book.", "医生阅读书。", "罕见的字：龘"])
    assert vectors.shape == (3, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_other_settings_of_names_make_another_model(recipe: Recipe, tmp_path: Path) -> None:
    shutil.copytree(recipe.out, tmp_path, dirs_exist_ok=True)
    refit(dataclasses.replace(recipe, out=tmp_path), read_bitext(recipe))
    same = BuiltinEmbedder(tmp_path)
    assert same.name == BuiltinEmbedder(recipe.out).name
    heavier = NameSettings(dimension=9, weight=0.5)
    refit(dataclasses.replace(recipe, out=tmp_path, axes=20, names=heavier), read_bitext(recipe))
    other = BuiltinEmbedder(tmp_path)
    assert other.name != BuiltinEmbedder(recipe.out).name
    # 20 axes, 9 dimensions of names, one that fills passages up.
    assert other.embed(["the doctor"]).shape == (1, 30)


def test_principal_axes_hold_most_of_the_vectors() -> None:
    # All of the first vectors lies on the diagonal of two of the three dimensions.
    vectors = np.array([[2, 2, 0], [1, 1, 0], [0, 0, 0.1]], np.float32)
    np.testing.assert_allclose(np.abs(principal_axes(vectors, 1)[:, 0]), [0.5**0.5, 0.5**0.5, 0], atol=1e-6)


def test_the_exported_words_are_a_table(recipe: Recipe) -> None:
    vectors = WordEmbedder(recipe.words).embed(["医生", "doctor", "模型"])
    assert vectors[0] @ vectors[1] > vectors[2] @ vectors[1]


def test_training_brought_translations_nearer_than_other_sentences(recipe: Recipe) -> None:
    embedder = BuiltinEmbedder(recipe.out)
    english = embedder.embed(["the cat sees an image.", "the patient helps a child."])
    chinese = embedder.embed(["猫看见图像。", "患者帮助孩子。"])
    likeness = english @ chinese.T
    assert likeness.diagonal().sum() > likeness[::-1].diagonal().sum()


def test_an_interrupted_run_goes_on_from_its_files(recipe: Recipe, tmp_path: Path) -> None:
    kept = sorted(path.name for path in recipe.work.iterdir())
    assert {"static.npy", "student.safetensors", "teacher"} <= set(kept)
    again = dataclasses.replace(recipe, out=tmp_path, words=tmp_path / "words")
    run(again)
    first, second = (json.loads((folder / "config.json").read_text()) for folder in (recipe.out, tmp_path))
    assert first["pairs"] == second["pairs"] == 50
    assert second["dimension"] == 32


def test_the_same_seed_gives_the_same_weights(recipe: Recipe, tmp_path: Path) -> None:
    again = dataclasses.replace(recipe, work=tmp_path / "work", out=tmp_path / "model", words=tmp_path / "w")
    run(again)
    first, second = (BuiltinEmbedder(r.out).embed(["医生帮助患者"]) for r in (recipe, again))
    np.testing.assert_allclose(first, second, atol=1e-3)


def test_batches_are_of_one_kind_within_the_budget_and_cover_a_pass() -> None:
    targets = np.zeros((10, 4), np.float16)
    materials = [
        Material([[1] * n for n in range(1, 11)], targets),
        Material([[1] * 5] * 10, targets, share=0.5),
    ]
    settings = dataclasses.replace(_CONTEXTUAL, passes=1, batch_tokens=20)
    plan = plan_batches(materials, settings)
    seen = [member for batch in plan if batch.material == 0 for member in batch.members]
    assert sorted(seen) == list(range(10))
    assert sum(len(batch.members) for batch in plan if batch.material == 1) == 5
    for batch in plan:
        widest = max(len(materials[batch.material].rows[i]) for i in batch.members)
        assert len(batch.members) == 1 or len(batch.members) * widest <= 20


def test_missing_data_is_one_line_and_exit_code_2(
    toy_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--data", str(tmp_path), "--base", str(toy_base), "--work", str(tmp_path / "w")])
    assert code == 2
    assert "--data" in capsys.readouterr().err
