"""What is quoted word for word is never held to depart from its source."""

from collections.abc import Iterator

import pytest

from assistant.rules import violations
from corpus import load_corpus
from indexing.blocks import BlockKind
from indexing.reading import read
from indexing.sentences import split_sentences
from indexing.structure import parse_corpus

WHOLE = {BlockKind.TABLE_ROW, BlockKind.REFERENCE}


def units() -> Iterator[str]:
    """Every sentence, table row and entry of a bibliography of the surveys, as it is read."""
    documents = load_corpus()
    texts = {document.id: document.text for document in documents}
    for structure in parse_corpus(documents):
        for block in structure.blocks:
            text = read(texts[structure.document], block).text
            ranges = [(0, len(text))] if block.kind in WHOLE else split_sentences(text)
            yield from (text[start:end] for start, end in ranges)
        yield from (reference.text for reference in structure.references)


def test_every_unit_of_the_surveys_is_supported_by_itself() -> None:
    quoted = dict.fromkeys(units())
    assert len(quoted) > 3000
    assert [unit for unit in quoted if violations(unit, unit)] == []


@pytest.mark.parametrize(
    "name", ["H.-C. Shin", "Frank P.-W. Lo", "Med. Image Comput.-Assisted Interv.", "A--B1"]
)
def test_two_signs_may_join_the_parts_of_a_name(name: str) -> None:
    assert violations(f"{name} wrote it.", f"In 2020 {name} wrote it.") == ()


def test_the_end_of_a_sentence_joins_nothing() -> None:
    assert [found.text for found in violations("It is GPT-4.", "It is GPT. 4 is a number.")] == ["GPT-4"]
