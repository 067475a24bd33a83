"""Lists of key words are front matter: no statement of a text."""

import pytest

from corpus import load_corpus, quote
from indexing.blocks import BlockKind
from indexing.structure import parse_corpus
from indexing.structure.lines import split_lines
from indexing.structure.pieces import sort_lines

START = "A Title\n\nJo Li\n\nAbstract—It is short.\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "Index Terms—ChatGPT, LLM, medical imaging",
        "**Index Terms**—基础模型, 人工智能",
        "索引术语— 人工智能;生物信息学",
        "Keywords: models; medicine.",
        "**关键词：** 模型，医学",
    ],
)
def test_key_words_are_front_matter(line: str) -> None:
    pieces = sort_lines(split_lines(f"{START}{line}\n\nI. INTRODUCTION\n\nIt begins."), "A Title", False)
    assert {piece.text: piece.kind for piece in pieces}[line] is BlockKind.FRONT_MATTER
    assert pieces[2].kind is pieces[-1].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "line",
    [
        "Index terms were chosen by hand.",
        "关键词是人工选择的。",
        "Keywords: " + "We chose them by hand from the articles that we found. " * 5 + "They are few.",
    ],
)
def test_what_speaks_of_key_words_is_text(line: str) -> None:
    pieces = sort_lines(split_lines(f"{START}{line}\n\nI. INTRODUCTION\n\nIt begins."), "A Title", False)
    assert pieces[3].kind is BlockKind.PARAGRAPH


def test_no_key_words_among_the_statements_of_the_surveys() -> None:
    documents = load_corpus()
    texts = {document.id: document.text for document in documents}
    found = [
        block.kind
        for structure in parse_corpus(documents)
        for block in structure.blocks
        if quote(texts[block.document], block.spans).strip("*").startswith(("Index Terms", "索引术语"))
    ]
    assert found == [BlockKind.FRONT_MATTER] * 5
