"""The built-in encoder, read token by token."""

import numpy as np
import pytest

from assistant.judging.reader import LONGEST, TokenReader, words_of
from indexing.embedders import load_words
from indexing.embedders.encoder import LAYERS, MODEL_FOLDER, load_encoder


@pytest.fixture(scope="module")
def reader() -> TokenReader:
    return TokenReader(load_encoder(), np.linspace(0, 1, 50_000, dtype=np.float32), load_words())


@pytest.mark.parametrize("text", ["Foundation models segment organs.", "基础模型能分割器官。"])
def test_inner_values_are_those_that_the_encoder_pools(reader, text):
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    ids = np.array([Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json")).encode(text).ids], np.int64)
    session = InferenceSession(str(MODEL_FOLDER / "encoder.onnx"), providers=["CPUExecutionProvider"])
    pooled = session.run(["vectors"], {"ids": ids})[0][0]
    hidden = load_encoder()._session.run([LAYERS[0]], {"ids": ids})[0][0]
    mean = hidden.mean(axis=0)
    assert mean / np.linalg.norm(mean) == pytest.approx(pooled, abs=1e-5)
    assert load_encoder().read(text).vector == pytest.approx(pooled, abs=1e-5)
    found = reader.read(text)
    # The first and the last token only open and close the text.
    assert found.ids.tolist() == ids[0][1:-1].tolist()
    assert np.linalg.norm(found.last, axis=1) == pytest.approx(1, abs=1e-5)
    assert found.last.shape == found.middle.shape == (len(found.ids), 384)
    assert found.rarity.tolist() == pytest.approx((found.ids / 49_999).tolist(), abs=1e-6)


def test_sentences_and_clauses_are_numbered(reader):
    found = reader.read("One two, three. 四，五。")
    words = ["one", "two", ",", "three", ".", "四", "，", "五", "。"]
    assert len(found.ids) == len(words)
    assert found.sentence.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert found.clause.tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 3]


def test_pieces_have_the_vector_of_their_word(reader):
    text = "Pneumothoraxes 肺炎"
    words = words_of(load_encoder().read(text), text)
    assert {word for word in words if word.isascii()} == {"Pneumothoraxes"}
    assert "".join(word for word in words if not word.isascii()) == "肺炎"
    found = reader.read(text)
    assert np.array_equal(found.word[0], found.word[1])


@pytest.mark.parametrize(
    ("filler", "wanted"), [("Nothing to see here.", "Whales sing."), ("这里什么都没有。", "鲸鱼唱歌。")]
)
def test_of_a_long_text_the_sentences_about_the_claim_are_read(reader, filler, wanted):
    text = " ".join([filler] * 100 + [wanted] + [filler] * 100)
    found = reader.read_best(text, wanted)
    assert len(found.ids) <= LONGEST
    assert set(reader.read(wanted).ids.tolist()) <= set(found.ids.tolist())
    assert reader.read_best(wanted, filler).ids.tolist() == reader.read(wanted).ids.tolist()


def test_a_sentence_without_end_is_cut(reader):
    assert len(reader.read("word " * 1000).ids) == LONGEST
