"""What is shown beside the found passages is in the question's filter too."""

import pytest

from assistant.answer import Question
from assistant.evidence import EvidenceReader
from assistant.extractive.tablefilter import matching_rows
from corpus import Document, Span
from indexing.blocks import Block, BlockKind, Structure
from indexing.build import build_index
from indexing.chunking import make_passages
from indexing.embedders.hashing import HashingEmbedder
from indexing.passages import Filter, Hit, allows
from indexing.store.sqlite import open_store
from tests.contracts.samples import document_of

BLOCK = Block("b", "tiny-2024", BlockKind.REFERENCE, ("References",), "en", (Span(0, 1),))
PROSE, ENTRIES = frozenset({BlockKind.PARAGRAPH}), frozenset({BlockKind.PARAGRAPH, BlockKind.REFERENCE})


@pytest.mark.parametrize(
    ("only", "allowed"),
    [
        (Filter(), True),
        (Filter(documents=frozenset({"tiny-2024", "other"}), languages=frozenset({"en"})), True),
        (Filter(kinds=ENTRIES), True),
        (Filter(section="Introduction"), True),
        (Filter(kinds=PROSE), False),
        (Filter(documents=frozenset({"other"})), False),
        (Filter(kinds=ENTRIES, languages=frozenset({"zh"})), False),
    ],
)
def test_a_block_is_in_a_filter_by_document_kind_and_language(only, allowed):
    assert allows(only, BLOCK) is allowed


@pytest.mark.parametrize(
    ("only", "cited"),
    [
        (Filter(), BlockKind.REFERENCE),
        (Filter(kinds=ENTRIES), BlockKind.REFERENCE),
        (Filter(kinds=PROSE), BlockKind.PARAGRAPH),
    ],
)
def test_the_entry_cited_beside_a_name(tiny, only, cited):
    answer = tiny.assistant().ask(Question("Which paper introduced Med-PaLM 2?", "en", only=only))
    assert answer.citations[0].kind is cited


@pytest.mark.parametrize(
    ("kinds", "found"),
    [(frozenset(), True), (frozenset({BlockKind.TABLE_ROW}), True), (PROSE, False)],
)
def test_rows_that_meet_a_question_are_shown_only_where_rows_may_be(real_assistant, kinds, found):
    query = real_assistant.retriever.analyse("Which models are based on ChatGLM?")
    assert bool(matching_rows(query, real_assistant.reader, Filter(kinds=kinds))) is found


@pytest.mark.parametrize(("kinds", "count"), [(frozenset(), 2), (PROSE, 0)])
def test_rows_beside_a_row(tiny, kinds, count):
    question = Question("How big are BioGPT and SciFive?", "en", only=Filter(kinds=kinds))
    assert len(tiny.generator._rows_beside(question)(tiny.unit("BioGPT"))[:2]) == count


@pytest.fixture
def original_and_translation(tmp_path) -> tuple[EvidenceReader, Hit]:
    """A sentence, its translation with a wrong number, and a hit of the translation."""
    english, chinese = "It has 5 models.", "它有 50 个模型。它们很大。"
    spans = Span(0, len(english)), Span(len(english) + 1, len(english) + 1 + len(chinese))
    blocks = tuple(
        Block(language, "both", BlockKind.PARAGRAPH, ("1 Part",), language, (span,), parallel=other)
        for language, other, span in zip(("en", "zh"), ("zh", "en"), spans, strict=True)
    )
    document: Document = document_of("both", f"{english}\n{chinese}\n", ("en", "zh"))
    structure = Structure("both", blocks, (), ())
    passages = make_passages(structure, document)
    build_index(tmp_path / "index", (structure,), passages, (document,), HashingEmbedder(), "s")
    [passage] = [p for p in passages if p.language == "zh"]
    return EvidenceReader(open_store(tmp_path / "index")), Hit(passage, 1.0)


@pytest.mark.parametrize(
    ("languages", "texts"),
    [
        (frozenset(), ["它们很大。", "It has 5 models."]),
        (frozenset({"zh", "en"}), ["它们很大。", "It has 5 models."]),
        # The wrong number isn't shown either.
        (frozenset({"zh"}), ["它们很大。"]),
    ],
)
def test_the_original_of_a_translation(original_and_translation, languages, texts):
    reader, hit = original_and_translation
    assert [unit.text for unit in reader.units([hit], Filter(languages=languages))] == texts
    # What was kept for one filter is not left out for the next.
    assert len(reader.units([hit])) == 2
