"""Which paper stands behind a name, by the marks beside it."""

import pytest

from assistant.questions import make_question


def entries(tiny, question):
    asked = make_question(question, count=40)
    draft = tiny.generator.compose(asked, tiny.query(question), tiny.assistant().search(asked))
    return [s.text for s in draft.sentences if s.sources[0].block.section == ("References",)]


@pytest.mark.parametrize(
    ("question", "authors"),
    [
        ("Which paper introduced Med-PaLM 2?", ["K. Singhal"]),
        ("Which paper is cited for MedQA?", ["K. Singhal"]),
        # No name beside a mark: entries are found by their own words.
        ("Which paper surveys hallucination in language generation?", ["Z. Ji"]),
        # Not asked after a paper.
        ("What did Med-PaLM 2 score?", []),
    ],
)
def test_the_entry_that_is_meant(tiny, question, authors):
    found = entries(tiny, question)
    assert bool(found) == bool(authors)
    assert all(text.startswith(author) for text, author in zip(found, authors, strict=False))


def test_a_name_without_a_mark_has_no_entry(tiny):
    assert not any("Singhal" in text for text in entries(tiny, "Which paper introduced GatorTron?"))
