import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexing.embedders.builtin import BuiltinEmbedder, PieceTokenizer, normalise
from indexing.embedders.protocol import Embedder
from indexing.errors import EmbedderError

_PIECES = ["fine", "##tun", "##ing", "模", "型", "模型", "大模型"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Finetuning", ["fine", "##tun", "##ing"]),
        ("大模型", ["大模型", "模", "模型", "型"]),
        ("模型fine", ["模", "模型", "型", "fine"]),
        ("", []),
        ("1234 。，", []),
    ],
)
def test_pieces_of_a_text(text: str, pieces: list[str]) -> None:
    assert [_PIECES[row] for row in PieceTokenizer(_PIECES).rows(text)] == pieces


def test_normalise_folds_width_case_and_accents() -> None:
    assert normalise("Ｎａïve ＧＰＴ") == "naive gpt"


def _sides(embedder: Embedder) -> tuple[np.ndarray, np.ndarray]:
    english = ["medical image segmentation", "privacy of patient data", "training on several graphics cards"]
    chinese = ["医学图像分割", "患者数据的隐私", "在多张显卡上训练"]
    return embedder.embed(english), embedder.embed(chinese, query=True)


def test_vectors_are_unit_float32_of_the_stated_dimension() -> None:
    embedder = BuiltinEmbedder()
    vectors, _ = _sides(embedder)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_each_translation_is_nearest_both_ways() -> None:
    english, chinese = _sides(BuiltinEmbedder())
    likeness = english @ chinese.T
    assert likeness.argmax(axis=0).tolist() == [0, 1, 2]
    assert likeness.argmax(axis=1).tolist() == [0, 1, 2]


def test_a_text_has_the_same_vector_alone_and_in_a_batch() -> None:
    embedder = BuiltinEmbedder()
    texts = ["large language models", "大语言模型在医学中的应用很多，包括诊断、教育与科研。"]
    np.testing.assert_allclose(embedder.embed(texts)[0], embedder.embed(texts[:1])[0], atol=1e-5)


def test_no_texts_and_an_empty_text() -> None:
    embedder = BuiltinEmbedder()
    assert embedder.embed([]).shape == (0, embedder.dimension)
    assert np.isfinite(embedder.embed([""])).all()


def test_the_name_states_the_weights() -> None:
    assert BuiltinEmbedder().name.startswith("builtin:bilingual-")


def test_missing_files_are_reported_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="Reinstall the package"):
        BuiltinEmbedder(tmp_path).embed(["text"])


def test_embedding_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from indexing.embedders.builtin import BuiltinEmbedder; BuiltinEmbedder().embed(['x']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
