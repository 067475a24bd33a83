"""Bibliographies of the surveys: all entries, whole, with exact spans."""

import dataclasses

import pytest

from corpus import Document, load_corpus, quote
from indexing.blocks import Reference
from indexing.structure.references import find_bibliography

DOCUMENTS = {document.id: document for document in load_corpus()}


def document_of(text: str) -> Document:
    return dataclasses.replace(DOCUMENTS["qiu-2023"], id="made-up", text=text)


def entry(document: str, number: str) -> Reference:
    return next(ref for ref in find_bibliography(DOCUMENTS[document]) if ref.number == number)


@pytest.mark.parametrize(
    ("document", "count"),
    [("qiu-2023", 191), ("qiu-2023-bilingual", 0), ("li-2024", 159), ("zhou-2024", 273), ("he-2024", 441)],
)
def test_every_entry_is_found_once(document: str, count: int) -> None:
    references = find_bibliography(DOCUMENTS[document])
    assert [reference.number for reference in references] == [str(n) for n in range(1, count + 1)]
    assert all(len(reference.text) > 15 for reference in references)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_spans_are_whole_lines_in_order_and_apart(document: str) -> None:
    text = DOCUMENTS[document].text
    spans = [span for reference in find_bibliography(DOCUMENTS[document]) for span in reference.spans]
    assert all(text[start - 1] == "\n" and text[end] == "\n" for start, end in spans[:-1])
    assert all(before.end < after.start for before, after in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    ("document", "number", "text"),
    [
        ("qiu-2023", "3", 'A. Vaswani et al., "Attention is all you need," NeurIPS, vol. 30, 2017.'),
        (
            "qiu-2023",
            "1",
            'OpenAI, "Chatgpt: Optimizing language models for dialogue," 2022. '
            "[Online]. Available: https://openai.com/blog/chatgpt/",
        ),
        (
            "zhou-2024",
            "1",
            "Zhao, W. X. et al. A survey of large language models. arXiv preprint arXiv:2303.18223 (2023).",
        ),
        ("he-2024", "1", "N. J. Nilsson, Principles of artificial intelligence. "
                         "Springer Science & Business Media, 1982."),
    ],
)  # fmt: skip
def test_text_is_without_number_and_mark_up(document: str, number: str, text: str) -> None:
    assert entry(document, number).text == text


@pytest.mark.parametrize(
    ("document", "number", "words"),
    [
        ("li-2024", "36", 'A. Askell et al., "Language models are few-shot learners,”'),
        ("li-2024", "78", "Bias and non-diversity of big data in artificial intelligence"),
        ("zhou-2024", "136", "arXiv preprint arXiv:2305.16291 (2023)."),
        ("zhou-2024", "166", "adaptation of large language models. arXiv"),
        ("zhou-2024", "196", "electronic drug information exchange. IT professional 7, 17–23 (2005)."),
        ("zhou-2024", "255", "a three-layered approach. AI Ethics 1–31 (2023)."),
    ],
)
def test_an_entry_cut_by_the_page_is_one(document: str, number: str, words: str) -> None:
    reference = entry(document, number)
    assert len(reference.spans) == 2
    assert words in reference.text
    # A quote keeps the source's characters, the broken word included.
    assert quote(DOCUMENTS[document].text, reference.spans[1:]).startswith("- ")


def test_what_follows_a_bibliography_is_no_entry() -> None:
    last = entry("zhou-2024", "273")
    assert last.text.startswith("Mello, M. M.") and len(last.spans) == 1


def test_a_made_up_bibliography_in_chinese() -> None:
    text = (
        "1. 引言\n\n## 参考文献\n\n[1] 张三. 大模型综述\n[2] 李四, 王五. *医学人工智能*. 北京, 2020.\n\n"
        "- 30\n\n致谢\n\n1. 感谢同事。\n"
    )
    found = find_bibliography(document_of(text))
    assert [(reference.number, reference.text) for reference in found] == [
        ("1", "张三. 大模型综述"),
        ("2", "李四, 王五. 医学人工智能. 北京, 2020."),
    ]


def test_a_missing_entry_does_not_end_the_list() -> None:
    text = "References\n\n1. One.\n2. Two.\n4. Four.\n2019. No entry.\n"
    assert [reference.number for reference in find_bibliography(document_of(text))] == ["1", "2", "4"]


def test_no_heading_no_bibliography() -> None:
    assert find_bibliography(document_of("[1] looks like one.\n[2] but isn't.\n")) == ()
