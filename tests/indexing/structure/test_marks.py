"""Citation marks: every form they take in the surveys, and what only looks like one."""

import pytest

from corpus import Span, load_corpus, quote
from indexing.structure.marks import BRACKETS, SUPERSCRIPTS, cites_by_superscript, find_marks
from indexing.structure.references import find_bibliography

NUMBERS = frozenset(map(str, range(1, 101)))


def marks_of(text: str, numbers: frozenset[str] = NUMBERS) -> list[tuple[str, tuple[str, ...]]]:
    marks = find_marks(text, (Span(0, len(text)),), numbers)
    return [(quote(text, [mark.span]), mark.numbers) for mark in marks]


@pytest.mark.parametrize(
    ("text", "mark", "numbers"),
    [
        ("ChatGPT [1] has", "[1]", ("1",)),
        ("as in [5, 6].", "[5, 6]", ("5", "6")),
        ("the recent LLMs [10]–[12], have", "[10]–[12]", ("10", "11", "12")),
        ("实验研究[75]-[77]，但", "[75]-[77]", ("75", "76", "77")),
        ("in detail [37], [59].", "[37], [59]", ("37", "59")),
        ("模型 [65][66][67] 和", "[65][66][67]", ("65", "66", "67")),
        ("无意义 [80]、[81]，", "[80]、[81]", ("80", "81")),
        ("tasks [8], [14]–[16], [20] too", "[8], [14]–[16], [20]", ("8", "14", "15", "16", "20")),
        ("a range [3–5] inside", "[3–5]", ("3", "4", "5")),
        ("medical LLMs^{10,11}.", "^{10,11}", ("10", "11")),
        ("BlueBERT ^{62,63,64}\tand GLM^{8,9}", "^{62,63,64}", ("62", "63", "64")),
        ("a language model^{25–27} is", "^{25–27}", ("25", "26", "27")),
        ("MedPaLM-2¹¹ and", "¹¹", ("11",)),
        ("GPT-4⁷, which", "⁷", ("7",)),
        ("experts (87.0¹³) in", "¹³", ("13",)),
        ("consequences.¹⁴", "¹⁴", ("14",)),
        ("大语言模型²⁵是", "²⁵", ("25",)),
        ("models<sup>12</sup> are", "<sup>12</sup>", ("12",)),
    ],
)
def test_every_form_is_spelt_out(text: str, mark: str, numbers: tuple[str, ...]) -> None:
    assert marks_of(text)[0] == (mark, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "about 10⁴ cells and 2^{10} more",
        "an area of 3 m² or 5 cm³, at 20 kg/m²",
        "面积为 3 平方米即 m²",
        "an R² of 0.9",
        "refer to our website ¹ for more",
        "¹<https://example.org> is a footnote",
        "at $10^{4}$ cells",
        "ions such as Ca⁺²",
        "[Online]. Available: there",
        "a value in [0, 1]",
        "published in [2023]",
        "see [12](https://example.org/12)",
        "from [30–20] backwards",
        "Fenglin Liu^{1,*}",
        "a Recall@[k] and x[i]",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert marks_of(text) == []


def test_only_numbers_of_the_bibliography_count() -> None:
    assert marks_of("known [3], [4] unknown", frozenset({"3"})) == [("[3]", ("3",))]
    assert marks_of("[2]–[4] is known in part", frozenset({"3", "4"})) == [("[4]", ("4",))]
    assert marks_of("known [3] but unknown [4]", frozenset({"3"})) == [("[3]", ("3",))]
    assert marks_of("known [3]", frozenset()) == []


def test_a_text_cites_in_one_way() -> None:
    bracketed = "One [1], two [2] and PubMed¹ [3].\n¹ A footnote of PubMed²."
    assert not cites_by_superscript(bracketed)
    assert [numbers for _, numbers in marks_of(bracketed)] == [("1",), ("2",), ("3",)]
    raised = "BERT¹, GPT², the interval [3] and T5 ⁴\tor UL2 ⁵ , too"
    assert cites_by_superscript(raised)
    assert [numbers for _, numbers in marks_of(raised)] == [("1",), ("2",), ("4",), ("5",)]


def test_affiliations_are_no_citations() -> None:
    assert marks_of("BERT³⁰ and GPT⁷\n¹University of Oxford, ²Imperial College London") == [
        ("³⁰", ("30",)),
        ("⁷", ("7",)),
    ]


def test_only_what_the_spans_hold_is_searched() -> None:
    text = "First [1]. Second [2]. Third [3]."
    spans = (Span(0, 10), Span(23, len(text)))
    assert [mark.numbers for mark in find_marks(text, spans, NUMBERS)] == [("1",), ("3",)]


def test_every_mark_of_the_corpus_resolves() -> None:
    documents = {document.id: document for document in load_corpus()}
    numbers = {
        name: frozenset(reference.number for reference in find_bibliography(document))
        for name, document in documents.items()
    }
    cited: dict[str, int] = {}
    for name, document in documents.items():
        known = numbers[document.parallel_to or name]
        bibliography = find_bibliography(document)
        end = bibliography[0].spans[0].start if bibliography else len(document.text)
        body = document.text[:end]
        marks = find_marks(document.text, (Span(0, end),), known)
        cited[name] = len({number for mark in marks for number in mark.numbers})
        # Nothing that looks like a mark is left over.
        if not cites_by_superscript(document.text):
            assert [mark.span for mark in marks] == [match.span() for match in BRACKETS.finditer(body)]
        else:
            after_authors = body.index("ABSTRACT")
            seen = [mark.span for mark in marks if mark.span.start > after_authors]
            assert seen == [match.span() for match in SUPERSCRIPTS.finditer(body, after_authors)]
    # zhou-2024 lost four entries' marks with a figure; the other surveys cite all that they list.
    assert cited == {
        "qiu-2023": 191, "qiu-2023-bilingual": 191, "li-2024": 159, "zhou-2024": 269, "he-2024": 441,
    }  # fmt: skip
