import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexing.embedders.builtin import BuiltinEmbedder
from indexing.embedders.encoder import MAX_TOKENS, MODEL_FOLDER, Encoder, load_encoder
from indexing.embedders.pieces import PieceTokenizer, SignTable, normalise, strange_signs
from indexing.embedders.protocol import Embedder
from indexing.errors import EmbedderError

_PIECES = ["fine", "##tun", "##ing", "模", "型", "模型", "大模型"]


@pytest.mark.parametrize(
    ("text", "pieces", "strange"),
    [
        ("Finetuning", ["fine", "##tun", "##ing"], []),
        ("大模型", ["大模型", "模", "模型", "型"], ["大模"]),
        ("模型fine", ["模", "模型", "型", "fine"], []),
        ("肖特", [], ["肖特"]),
        ("", [], []),
        ("1234 。，", [], []),
    ],
)
def test_pieces_of_a_text(text: str, pieces: list[str], strange: list[str]) -> None:
    found = PieceTokenizer(_PIECES).find(text)
    assert [_PIECES[row] for row in found.rows] == pieces
    assert found.strange == strange


def test_normalise_folds_width_case_and_accents() -> None:
    assert normalise("Ｎａïve ＧＰＴ") == "naive gpt"


def test_a_table_sums_weighted_signs() -> None:
    signs = np.array([[0b11110000], [0b10101010]], np.uint8)
    table = SignTable(["模", "型"], signs, np.array([1.0, 2.0]), strange=0.0)
    # (1,1,1,1,-1,-1,-1,-1) + 2 (1,-1,1,-1,1,-1,1,-1) = (3,-1,3,-1,1,-3,1,-3), of length sqrt(40).
    expected = np.array([3, -1, 3, -1, 1, -3, 1, -3]) / np.sqrt(40)
    np.testing.assert_allclose(table.vector("模，型"), expected, atol=1e-6)
    assert not table.vector("。").any()


def test_unknown_pairs_get_signs_that_stay_the_same_and_differ_among_pairs() -> None:
    table = SignTable(["模"], np.zeros((1, 48), np.uint8), np.ones(1), strange=1.0)
    first, again, other = (table.vector(text) for text in ("肖特", "，肖特。", "卡万"))
    np.testing.assert_array_equal(first, again)
    assert abs(float(first @ other)) < 0.3
    assert strange_signs("肖特", 4).tolist() == [155, 61, 66, 188]


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


def test_a_chinese_question_finds_its_answer_in_english_and_the_reverse() -> None:
    embedder = BuiltinEmbedder()
    passages = embedder.embed(
        [
            "Hallucination: language models may produce fluent statements that are factually wrong.",
            "大模型的训练需要大量图形处理器，能耗很高。",
            "Electronic health records are coded into standard diagnoses.",
        ]
    )
    questions = embedder.embed(
        ["模型为什么会编造错误的内容？", "How much energy does training take?"], query=True
    )
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1]


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    embedder = BuiltinEmbedder()
    texts = ["large language models", "大语言模型在医学中的应用很多，包括诊断、教育与科研。"]
    np.testing.assert_array_equal(embedder.embed(texts)[0], embedder.embed(texts[:1])[0])


@pytest.mark.parametrize("text", ["", "龘", "🩺", "word " * 3 * MAX_TOKENS, "字" * 3 * MAX_TOKENS])
def test_odd_texts_get_a_unit_vector(text: str) -> None:
    vector = BuiltinEmbedder().embed([text])[0]
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_no_texts() -> None:
    embedder = BuiltinEmbedder()
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_the_name_states_the_model_and_its_weights() -> None:
    assert BuiltinEmbedder().name.startswith("builtin:bilingual-")


def test_missing_files_are_reported_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="Reinstall the package"):
        BuiltinEmbedder(tmp_path).embed(["text"])


def test_the_model_fits_its_budget() -> None:
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= 32e6


def test_embedding_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from indexing.embedders.builtin import BuiltinEmbedder; BuiltinEmbedder().embed(['x']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_texts_read_beside_each_other_have_the_vectors_that_each_has_alone() -> None:
    texts = [f"Passage {n} on the segmentation of organs, 第{n}段。" * n for n in range(1, 9)]
    together = Encoder().read_all(texts)
    for text, encoded in zip(texts, together, strict=True):
        np.testing.assert_array_equal(encoded.vector, load_encoder().read(text).vector)
