"""The reading text of blocks, and the way back to the source."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document, Span, load_corpus, quote
from indexing.blocks import Block, BlockKind
from indexing.reading import Reading, read
from indexing.sentences import split_sentences
from indexing.structure.marks import find_marks
from indexing.structure.references import find_bibliography

NUMBERS = frozenset(map(str, range(1, 101)))


def block_of(
    text: str,
    *spans: tuple[int, int],
    kind: BlockKind = BlockKind.PARAGRAPH,
    numbers: frozenset[str] = NUMBERS,
) -> Block:
    whole = tuple(Span(*span) for span in spans) or (Span(0, len(text)),)
    return Block("b", "d", kind, (), "en", whole, find_marks(text, whole, numbers))


def lines_of(document: Document, numbers: frozenset[str]) -> list[Block]:
    """A block for each line: what reading has to cope with, whatever the parse makes of it."""
    blocks = []
    bibliography = {reference.spans[0].start for reference in find_bibliography(document)}
    position = 0
    for line in document.text.split("\n"):
        if line.strip():
            kind = BlockKind.TABLE_ROW if "\t" in line or line.startswith("|") else BlockKind.PARAGRAPH
            kind = BlockKind.REFERENCE if position in bibliography else kind
            span = (position, position + len(line))
            blocks.append(block_of(document.text, span, kind=kind, numbers=numbers))
        position += len(line) + 1
    return blocks


@pytest.fixture(scope="module")
def corpus_lines() -> list[tuple[Document, list[Block]]]:
    documents = load_corpus()
    numbers = {d.id: frozenset(reference.number for reference in find_bibliography(d)) for d in documents}
    return [(d, lines_of(d, numbers[d.parallel_to or d.id])) for d in documents]


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("the recent LLMs [10]–[21], have", "the recent LLMs, have"),
        ("SAM [2] have sparked", "SAM have sparked"),
        ("近期的大语言模型 [10]–[21] 具有", "近期的大语言模型 具有"),
        ("表示 [65][66]，以及", "表示，以及"),
        ("numbers [1], [3], [7], and more", "numbers, and more"),
        ("shown before ([5], [6]) too", "shown before too"),
        ("MedPaLM-2¹¹ and GPT-4⁷.", "MedPaLM-2 and GPT-4."),
        ("in therapy, etc.¹⁵. Many, as others do^{3,4}.", "in therapy, etc. Many, as others do."),
        ("- **Transformer Architecture:** the *base* of it", "Transformer Architecture: the base of it"),
        ("1) *Data*: scarce", "1) Data: scarce"),
        ("### 4.2 临床应用", "4.2 临床应用"),
        ("**粗体 *斜体* 文字**后", "粗体 斜体 文字后"),
        ("see <i>Qiu et al.</i> here", "see Qiu et al. here"),
        ("M<sup>3</sup>AE, M <sup>3</sup> AD", "M3AE, M3AD"),
        ("PubMed<sup>1</sup>是 [1]", "PubMed¹是"),
        ("over $80%$ , demonstrating [1]", "over 80%, demonstrating"),
        (r"552 tons of $\mathrm{CO_ {2}}$ .", "552 tons of CO2."),
        (r"Table $\mathrm{ I I }^{2}.$ ) than", "Table II².) than"),
        (r"如  $150,000 \times 85,000$  像素", "如 150,000 × 85,000 像素"),
        (r"at $10^{4}$ and $10^4$ cells", "at 10⁴ and 10⁴ cells"),
        ("from $300 to $6750 each", "from $300 to $6750 each"),
        ("[the code](https://example.org/a) of <https://example.org>", "the code of https://example.org"),
        (r"陈浩\*, *Senior Member*", "陈浩*, Senior Member"),
        ("a * b and p* < 0.05", "a * b and p* < 0.05"),
        ("soft\u00adly spo\u200bken", "softly spoken"),
        ("our website ¹ for [1]", "our website ¹ for"),
        ("  spaced \t out  ", "spaced out"),
        ("", ""),
        ("[1]", ""),
    ],
)
def test_what_is_read(source: str, reads: str) -> None:
    assert read(source, block_of(source)).text == reads


@pytest.mark.parametrize(
    ("cut", "reads"),
    [
        ("Language mod-\n\n- els are models of", "Language models are models of"),
        ("a vision-\n\nlanguage model, vision-language", "a vision-language model, vision-language"),
        ("zero-\n\nand few-shot", "zero- and few-shot"),
        ("such as GPT-\n\nNeo is", "such as GPT-Neo is"),
        ("the age of 12-\n\nand 14", "the age of 12- and 14"),
        ("ends here\n\nand goes on", "ends here and goes on"),
        ("基础模型的\n\n发展", "基础模型的发展"),
        ("基础模型，\n\nFM 的", "基础模型， FM 的"),
    ],
)
def test_a_cut_is_mended(cut: str, reads: str) -> None:
    gap = cut.index("\n\n")
    assert read(cut, block_of(cut, (0, gap), (gap + 2, len(cut)))).text == reads


@pytest.mark.parametrize(
    ("row", "reads"),
    [
        ("Decoder-only\tGPT-2 ⁴⁰\t1.5B\t40GB\t", "Decoder-only | GPT-2 | 1.5B | 40GB"),
        ("\t\tSAM\t>636 M\t-\t✓", "SAM | >636 M | - | ✓"),
        ("| * * 生物信息学* * | RNAcentral | 3400万条 | ||", "生物信息学 | RNAcentral | 3400万条"),
        ("Ciga <i>et al.</i> [32]\tCL\t-", "Ciga et al. | CL | -"),
        ("GPT-3⁵ is\ta | b", "GPT-3 is | a | b"),
        ("|---|:--:|---|", ""),
    ],
)
def test_a_row_reads_as_its_cells(row: str, reads: str) -> None:
    text = row if "[" in row else row + "\nBERT¹ and GPT²"
    assert read(text, block_of(text, (0, len(row)), kind=BlockKind.TABLE_ROW)).text == reads


def spans_of(source: str, words: str, *cuts: tuple[int, int]) -> list[str]:
    block = block_of(source, *cuts)
    reading = read(source, block)
    start = reading.text.index(words)
    return [source[a:b] for a, b in reading.source_spans(start, start + len(words), block)]


def test_marks_inside_a_sentence_are_quoted_and_one_behind_it_is_not() -> None:
    source = "Before [1]. The LLMs [10]–[12], grow [5]. After."
    assert spans_of(source, "The LLMs, grow.") == ["The LLMs [10]–[12], grow [5]."]
    assert spans_of("It grows.¹² Next¹ one.", "It grows.") == ["It grows."]
    assert spans_of("模型 [1] 很大[2]。之后", "模型 很大。") == ["模型 [1] 很大[2]。"]


def test_whitespace_at_the_ends_of_a_range_is_not_quoted() -> None:
    source = "One.  Two. "
    block = block_of(source)
    reading = read(source, block)
    assert reading.source_spans(4, 6, block) == (Span(6, 7),)
    assert reading.source_spans(4, 5, block) == ()


def test_a_range_over_a_cut_has_two_spans() -> None:
    source = "Language mod-\n\n- els are models. End."
    assert spans_of(source, "Language models are models.", (0, 13), (15, len(source))) == [
        "Language mod-",
        "els are models.",
    ]
    assert spans_of(source, "End.", (0, 13), (15, len(source))) == ["End."]


def test_mark_up_is_not_cut_in_two() -> None:
    assert spans_of("One. **Bold** starts it.", "Bold starts it.") == ["**Bold** starts it."]
    assert spans_of("It ends in **bold.** Next.", "It ends in bold.") == ["It ends in **bold.**"]
    assert spans_of("It is $\\mathrm{CO_ {2}}$ and more.", "It is CO2") == ["It is $\\mathrm{CO_ {2}}$"]
    assert spans_of("**All bold.** Next.", "All bold.") == ["All bold."]


@settings(deadline=None)  # tests share their cores
@given(
    st.lists(st.text(alphabet="ab 中，.-*`$^{}[]()<>/\\|\t\n12¹sup", max_size=30), min_size=1, max_size=3),
    st.sampled_from([BlockKind.PARAGRAPH, BlockKind.TABLE_ROW, BlockKind.REFERENCE]),
)
def test_any_text_can_be_read(parts: list[str], kind: BlockKind) -> None:
    text = "\n".join(parts)
    cuts, position = [], 0
    for part in parts:
        cuts.append((position, position + len(part)))
        position += len(part) + 1
    block = block_of(text, *cuts, kind=kind)
    reading = read(text, block)
    assert len(reading.offsets) == len(reading.text)
    assert list(reading.offsets) == sorted(reading.offsets)
    assert all(any(start <= place < end for start, end in cuts) for place in reading.offsets)
    spans = reading.source_spans(0, len(reading.text), block)
    assert bool(spans) == bool(reading.text)
    assert all(any(start <= low < high <= end for start, end in cuts) for low, high in spans)


def test_offsets_point_at_the_characters_that_are_read(
    corpus_lines: list[tuple[Document, list[Block]]],
) -> None:
    for document, blocks in corpus_lines:
        for block in blocks:
            reading = read(document.text, block)
            assert len(reading.offsets) == len(reading.text)
            assert list(reading.offsets) == sorted(reading.offsets)
            pairs = zip(reading.text, (document.text[offset] for offset in reading.offsets), strict=True)
            added = {read_ for read_, stored in pairs if plain(read_) != plain(stored)}
            assert added <= set(" |×")
            assert "  " not in reading.text and reading.text == reading.text.strip()


def test_quotes_of_sentences_read_the_same_again(corpus_lines: list[tuple[Document, list[Block]]]) -> None:
    checked = 0
    for document, blocks in corpus_lines:
        for block in blocks:
            reading = read(document.text, block)
            for start, end in parts_of(reading.text, block.kind):
                assert again(document, block, reading, start, end) == reading.text[start:end]
                checked += 1
    assert checked > 5000


def parts_of(text: str, kind: BlockKind) -> list[tuple[int, int]]:
    """Sentences; the cells of a table row."""
    if kind is not BlockKind.TABLE_ROW:
        return split_sentences(text)
    parts = [(match.start(), match.end()) for match in re.finditer(r"[^|\s](?:[^|]*[^|\s])?", text)]
    return [*parts, (0, len(text))] if parts else []


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def again(document: Document, block: Block, reading: Reading, start: int, end: int) -> str:
    """The reading text of the quote of `reading.text[start:end]`."""
    spans = reading.source_spans(start, end, block)
    assert quote(document.text, spans)
    marks = tuple(mark for mark in block.marks if any(mark.span.overlaps(span) for span in spans))
    piece = Block("q", block.document, block.kind, (), block.language, spans, marks)
    return read(document.text, piece).text


def test_nothing_but_marks_and_mark_up_is_left_out(corpus_lines: list[tuple[Document, list[Block]]]) -> None:
    """Letters of a block's source outside of marks, tags and LaTeX are those of its reading, in order."""
    for document, blocks in corpus_lines:
        for block in blocks:
            source = quote(document.text, block.spans)
            for mark in reversed(block.marks):
                start, end = (place - block.start for place in mark.span)
                source = source[:start] + source[end:]
            if any(sign in source for sign in ("$", "<", "](")):
                continue
            reads = read(document.text, block).text
            assert [sign for sign in plain(source) if sign.isalnum()] == [
                sign for sign in plain(reads) if sign.isalnum()
            ]


def test_the_corpus_is_read_in_a_second(corpus_lines: list[tuple[Document, list[Block]]]) -> None:
    start = time.process_time()
    for document, blocks in corpus_lines:
        for block in blocks:
            read(document.text, block)
    # 0.3 s of a usual core; the budget is generous because tests share theirs.
    assert time.process_time() - start < 5
