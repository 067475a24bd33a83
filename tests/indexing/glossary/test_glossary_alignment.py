"""Parallel sentences, cells and the terms aligned in them, on a toy bilingual text."""

import numpy as np
import pytest

from corpus import Document
from indexing.glossary.alignment import TermAligner
from indexing.glossary.lexicon import Alignment, Lexicon
from indexing.glossary.segments import Token, Vocabulary, chinese_tokens, english_tokens, segment_pairs
from indexing.glossary.usage import ChineseUsage, EnglishUsage, body


def document(text, languages=("en",), id="toy"):
    return Document(
        id=id, title="", authors=("A",), year=2024, languages=languages, file="", sha256="", source="",
        rights="", text=text,
    )  # fmt: skip


ORIGINAL = document("We use interpretability of the fundus image. Image quality and the fundus matter.")
VOCABULARY = Vocabulary([ORIGINAL])


def test_broken_and_joined_words_are_mended_and_keep_their_place():
    text = "interpret ability of fundusimage"
    tokens = list(english_tokens(text, 100, VOCABULARY))
    assert [token.text for token in tokens] == ["interpretability", "of", "fundus", "image"]
    assert [(token.start, token.end) for token in tokens] == [(100, 117), (118, 120), (121, 127), (127, 132)]


def test_chinese_tokens_are_characters_and_latin_words():
    tokens = list(chinese_tokens("RNA 结构,第2种", 0))
    assert [token.text for token in tokens] == ["RNA", "结", "构", "第", "种"]
    assert (tokens[0].start, tokens[0].end, tokens[1].start) == (0, 3, 4)


BILINGUAL = document(
    "A. Drug Discovery\n"
    "A. 药物发现\n"
    "Models find drugs with 3 nets. They were trained by BERT on protein data, which took time.\n"
    "模型借助3个网络寻找药物。它们由BERT在蛋白质数据上训练,耗费时间。\n"
    "| Task | Size | BERT |\n"
    "|---|---|---|\n"
    "| 任务 | 规模 | BERT |\n",
    ("en", "zh"),
)


def words(tokens):
    return " ".join(token.text for token in tokens)


def test_segments_pair_sentences_in_order_and_cells_by_place():
    pairs = segment_pairs(BILINGUAL, VOCABULARY)
    assert [(words(p.english), "".join(t.text for t in p.chinese), p.whole) for p in pairs] == [
        ("A Drug Discovery", "A药物发现", True),
        ("Models find drugs with nets", "模型借助个网络寻找药物", False),
        (
            "They were trained by BERT on protein data which took time",
            "它们由BERT在蛋白质数据上训练耗费时间",
            False,
        ),
        ("Task", "任务", True),
        ("Size", "规模", True),
    ]


def test_spans_of_segments_quote_the_text():
    for pair in segment_pairs(BILINGUAL, VOCABULARY):
        for token in (*pair.english, *pair.chinese):
            assert BILINGUAL.text[token.start : token.end] == token.text


PARALLEL = document(
    "Drugs help us. Doctors test drugs.\n"
    "药物帮助我们。医生测试药物。\n"
    "Images help us. Doctors see images.\n"
    "图像帮助我们。医生看见图像。\n"
    "Robots see us. Robots test images.\n"
    "机器看见我们。机器测试图像。\n"
    "Doctors help robots. Drugs see images.\n"
    "医生帮助机器。药物看见图像。\n",
    ("en", "zh"),
)


@pytest.fixture(scope="module")
def segments():
    return segment_pairs(PARALLEL, VOCABULARY)


def test_alignment_finds_the_words_of_characters(segments):
    # Doctors test drugs | 医 生 测 试 药 物
    matrix = Alignment(segments).matrix(1)
    assert matrix.shape == (3, 6)
    assert matrix.argmax(axis=0).tolist() == [0, 0, 1, 1, 2, 2]
    assert np.all(matrix.max(axis=0) > 0.5)
    assert np.all(matrix.sum(axis=0) <= 1)


def test_lexicon_knows_what_contradicts(segments):
    lexicon = Lexicon(segments * 3, Alignment(segments * 3))
    assert lexicon.supports({"drug"}, "药物")
    assert not lexicon.supports({"drug"}, "图像")
    # `图像` usually is `image`: a gloss that calls it `drug` is wrong up to there.
    assert lexicon.contradicted({"drug"}, "图像药物") == 2
    assert lexicon.contradicted({"drug", "imag"}, "图像药物") == 0


def test_aligned_terms_with_their_places(segments):
    english = EnglishUsage(
        ["The drug is new. A drug of theirs. The image is new. One image of it. Drug, image."]
    )
    terms = TermAligner(PARALLEL.text, segments, english, ChineseUsage([PARALLEL.text])).terms()
    found = {(t.first.english, t.first.chinese): t for t in terms}
    assert {("Drugs", "药物"), ("Images", "图像")} <= found.keys()
    drug = found["Drugs", "药物"]
    assert [PARALLEL.text[a:b] for candidate in drug.candidates for a, b in candidate.spans] == [
        "Drugs", "药物", "drugs", "药物", "Drugs", "药物"
    ]  # fmt: skip
    assert drug.share == 1.0


def test_nouns_verbs_and_adverbs_by_what_stands_beside_them():
    usage = EnglishUsage(
        [
            "We predict the risk of it. They predict the cost. You can predict it. The risk is a risk.",
            "It ends. Moreover, the risk is low. Moreover, we agree. Moreover, it fails.",
        ]
    )
    assert usage.is_noun("risk")
    assert usage.is_verb("predict")
    assert not usage.is_noun("Moreover")
    assert not usage.is_term(["predict", "risk"])
    assert not usage.is_term(["of", "risk"])


def test_phrases_lose_capitals_but_names_keep_them():
    usage = EnglishUsage(["the vision transformer and the language model in the united group"])
    plain = {
        "Vision Transformer": "vision transformer",
        "LANGUAGE MODEL": "language model",
        "Proximal Policy": "Proximal Policy",
        "Language models": "language models",
        "X-ray model": "X-ray model",
        "RNA model": "RNA model",
    }
    assert {phrase: usage.plain(phrase) for phrase in plain} == plain


def test_characters_that_belong_together():
    usage = ChineseUsage(["模型好。模型大。模型多。模型新。模型旧。我的书,你的书,他的书。"])
    assert usage.inside_word("模", "型")
    assert not usage.inside_word("的", "书")
    assert usage.hardly_without("模", "模型")


def test_bibliography_is_no_usage():
    assert body(document("Text.\nREFERENCES\n[1] A title (ABC).")) == "Text.\n"
    assert body(document("References are cited.")) == "References are cited."
    assert Token("a", "a", 0, 1).end == 1
