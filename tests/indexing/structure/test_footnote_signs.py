"""Raised signs that point to a footnote are marks; powers, units and parts of names are none."""

from dataclasses import replace

import pytest

from corpus import Document, Span, load_corpus, quote
from indexing.blocks import BlockKind
from indexing.reading import read
from indexing.structure import parse_corpus
from indexing.structure.marks import find_footnote_marks, footnote_number
from indexing.structure.parse import parse_document

NOTES = frozenset({"1", "2", "3", "4"})


def signs(text: str, notes: frozenset[str] = NOTES) -> list[str]:
    return [quote(text, [mark.span]) for mark in find_footnote_marks(text, (Span(0, len(text)),), notes)]


def document(text: str) -> Document:
    surveys = {found.id: found for found in load_corpus()}
    return replace(surveys["li-2024"], id="made-up", title="A Title", text=text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("refer to our website ¹ for more [1]", "¹"),
        ("PubMed¹是数据库 [1]", "¹"),
        ("PubMed<sup>1</sup>是数据库 [1]", "<sup>1</sup>"),
        ("到 6750 美元不等². 因此 [1]", "²"),
        ("到 6750 美元不等<sup>2</sup>。因此 [1]", "<sup>2</sup>"),
        ("see Table II ²) than [1]", "²"),
        (r"see Table $\mathrm{ I I }^{2}.$ ) than [1]", "^{2}"),
    ],
)
def test_a_sign_of_a_known_footnote_is_a_mark(text: str, sign: str) -> None:
    assert signs(text) == [sign]
    assert signs(text, frozenset({"7"})) == signs(text, frozenset()) == []


@pytest.mark.parametrize(
    "text",
    [
        "M³AE and M<sup>3</sup>AE [1]",
        "特别地, M <sup>3</sup> AD [1]",
        "an area of 3 m² and 5 cm³ [1]",
        "面积m²，约10⁴个，平均R² [1]",
        "about 10⁴ cells, $10^{4}$, $x^{2}$ [1]",
        r"$\mathrm{cm}^{2}$ and $\mathrm{R}^{2}$ [1]",
        "¹<https://example.org> [1]",
        "BERT¹ and GPT² cite by signs",
    ],
)
def test_what_is_no_sign_of_a_footnote(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize(
    ("note", "number"),
    [("¹<https://a.org>", "1"), ("<sup>12</sup>See there.", "12"), ("* Both wrote it.", None), ("", None)],
)
def test_the_number_of_a_footnote(note: str, number: str | None) -> None:
    assert footnote_number(note) == number


def test_signs_are_not_read_but_quoted() -> None:
    text = "A Title\n\nI. INTRODUCTION\n\nSee our website ¹ for [1] and m². It ends².\n\n¹<https://example.org>\n"
    text += "\nREFERENCES\n\n- [1] J. Li, “Reading,” 2023.\n"
    block = next(b for b in parse_document(document(text)).blocks if b.kind is BlockKind.PARAGRAPH)
    reading = read(text, block)
    assert reading.text == "See our website for and m². It ends²."
    assert [mark.numbers for mark in block.marks] == [(), ("1",)]
    assert quote(text, reading.source_spans(0, 23, block)) == "See our website ¹ for [1] and"


def test_mark_up_around_a_sign_is_read() -> None:
    text = "A Title\n\nI. INTRODUCTION\n\nSee Table $\\mathrm{ I I }^{2}.$ ) and [1] x<sup>1</sup>, too.\n"
    text += "\n²See it here.\n\nREFERENCES\n\n- [1] J. Li, “Reading,” 2023.\n"
    block = next(b for b in parse_document(document(text)).blocks if b.kind is BlockKind.PARAGRAPH)
    assert read(text, block).text == "See Table II.) and x¹, too."


def test_no_sign_is_left_in_the_statements_of_the_surveys() -> None:
    documents = load_corpus()
    texts = {found.id: found.text for found in documents}
    blocks = [block for structure in parse_corpus(documents) for block in structure.blocks]
    body = [block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)]
    left = [word for b in body for word in read(texts[b.document], b).text.split() if set(word) & set("¹²³⁴")]
    assert len(left) == 1 and "M³AE" in left[0]
    assert sum(not mark.numbers for block in blocks for mark in block.marks) == 6
