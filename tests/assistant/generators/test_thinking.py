"""Thoughts are kept apart from answers, however the text is cut into pieces."""

import pytest

from assistant.events import Piece, Thought
from assistant.generators.thinking import ThoughtSplitter

CASES = [
    ("BioGPT has 1.5B.", "BioGPT has 1.5B.", ""),
    ("<think>Table 1 says so.</think>\n\nBioGPT has 1.5B. [1]", "BioGPT has 1.5B. [1]", "Table 1 says so."),
    ("<think>\n\n</think>\n\n有 15 亿参数。", "有 15 亿参数。", ""),
    ("先看表 1。</think>有 15 亿参数。", "有 15 亿参数。", "先看表 1。"),
    ("<think>It never ends", "", "It never ends"),
    ("A.<think>Hm.</think> B.<thinking>嗯。</thinking>", "A. B.", "Hm.嗯。"),
    ("p < 0.05 and a <b> tag <thi", "p < 0.05 and a <b> tag <thi", ""),
]


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
@pytest.mark.parametrize(("text", "answer", "thoughts"), CASES)
def test_any_cut_gives_the_same(text: str, answer: str, thoughts: str, size: int) -> None:
    splitter = ThoughtSplitter()
    for start in range(0, len(text), size):
        splitter.feed(text[start : start + size])
    splitter.end()
    assert (splitter.text, splitter.thinking) == (answer, thoughts)


def test_pieces_come_as_soon_as_they_are_certain() -> None:
    splitter = ThoughtSplitter()
    assert splitter.feed("<thi") == []
    assert splitter.feed("nk>Hm") == [Thought("Hm")]
    assert splitter.inside
    assert splitter.feed(".</think>So") == [Thought("."), Piece("So")]
    assert splitter.feed(" a<") == [Piece(" a")]
    assert splitter.end() == [Piece("<")]
