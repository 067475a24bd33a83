from pathlib import Path

import numpy as np
import pytest

from indexing.embedders import load_words
from indexing.embedders.words import WordEmbedder, pack, unpack
from indexing.errors import EmbedderError
from indexing.training.static import StaticVectors
from indexing.training.words import export_words


@pytest.mark.parametrize(
    ("chinese", "english", "others"),
    [("模型", "model", ["patient", "training"]), ("患者", "patient", ["model", "image"])],
)
def test_a_word_is_nearest_its_translation(chinese: str, english: str, others: list[str]) -> None:
    words = load_words()
    likeness = words.embed([chinese])[0] @ words.embed([english, *others]).T
    assert likeness.argmax() == 0
    assert likeness[0] > 0.5


def test_vectors_are_unit_or_zero_and_do_not_depend_on_their_neighbours() -> None:
    words = WordEmbedder()
    vectors = words.embed(["model", "。", "大模型"])
    assert vectors.shape == (3, words.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-5)
    np.testing.assert_allclose(words.embed(["大模型"])[0], vectors[2], atol=1e-6)
    assert words.embed([]).shape == (0, words.dimension)


def test_packing_keeps_every_level() -> None:
    levels = np.array([[-7, 7, 0, 3], [1, -1, 2, -8]], np.int8)
    assert pack(levels).shape == (2, 2)
    np.testing.assert_array_equal(unpack(pack(levels)), levels)


def test_an_exported_table_keeps_the_angles_of_the_space(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((4, 64)).astype(np.float32)
    export_words(StaticVectors(["甲", "乙", "cat", "dog"], vectors), tmp_path, dimension=4)
    found = WordEmbedder(tmp_path).embed(["甲", "乙", "cat", "dog"])
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    np.testing.assert_allclose(found @ found.T, unit @ unit.T, atol=0.15)


def test_missing_files_are_reported_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="Reinstall the package"):
        WordEmbedder(tmp_path).embed(["word"])
