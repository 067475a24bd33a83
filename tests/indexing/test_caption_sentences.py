"""The label of a caption is no sentence of its own."""

import pytest

from corpus import load_corpus
from indexing.blocks import BlockKind
from indexing.reading import read
from indexing.sentences import split_sentences
from indexing.structure import parse_corpus
from indexing.structure.sections import CAPTION


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Figure 1. An overview of the guides.", "It has parts."],
        ["Table 2. Summary of models."],
        ["TABLE IV. Summary of models.", "More."],
        ["Fig. 1: Number of articles.", "They grow."],
        ["Fig. 2. Key features."],
        ["Fig. S1. Key features."],
        ["表 1. 模型的总结。", "它们很大。"],
        ["图 1. GPT 的流程。"],
        ["图 3．GPT 的流程。", "如下。"],
        # Not labels: a sentence that ends in one, and a line that is nothing else.
        ["It is shown in Figure 1.", "An overview follows."],
        ["See Table II.", "Models are large."],
        ["Figure 1."],
    ],
)
def test_a_label_stays_with_its_caption(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_label_may_begin_any_line() -> None:
    assert sentences("It ends.\nTable 1. Models.\nFigure 2.\nMore") == [
        "It ends.",
        "Table 1. Models.",
        "Figure 2.",
        "More",
    ]


def test_no_caption_of_the_surveys_begins_with_its_label_alone() -> None:
    documents = load_corpus()
    texts = {document.id: document.text for document in documents}
    captions = [
        text
        for structure in parse_corpus(documents)
        for block in structure.blocks
        if block.kind is BlockKind.CAPTION and CAPTION.match(text := read(texts[block.document], block).text)
    ]
    assert len(captions) > 20
    firsts = [sentences(caption)[0] for caption in captions]
    assert [first for first in firsts if CAPTION.fullmatch(first)] == []
