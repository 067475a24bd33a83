"""Units of evidence: sentences and rows with their exact places."""

from dataclasses import replace
from itertools import groupby

import pytest

from assistant.evidence import EvidenceReader
from corpus import Span, quote
from indexing.blocks import Block, BlockKind, Structure
from indexing.build import build_index
from indexing.chunking import make_passages
from indexing.embedders.hashing import HashingEmbedder
from indexing.passages import Hit
from indexing.store.sqlite import open_store
from tests.assistant.tiny_library import DOCUMENTS
from tests.contracts.samples import document_of


class TestUnits:
    def test_each_quotes_its_source_exactly(self, tiny):
        texts = {document.id: document.text for document in DOCUMENTS}
        units = tiny.units()
        assert len(units) > 20
        for unit in units:
            assert quote(texts[unit.document], unit.spans)
            assert all(any(s.overlaps(t) for t in unit.block.spans) for s in unit.spans)

    @pytest.mark.parametrize(
        ("text", "source", "order"),
        [
            ("Med-PaLM 2 scored 86.5% on MedQA.", "Med-PaLM 2 scored 86.5% on MedQA [1].", 0),
            ("It was built by Google Research.", "It was built by Google Research.", 1),
            (
                "Hallucination: Models invent facts that no source holds.",
                "**Hallucination:** Models invent facts that no source holds [2].",
                0,
            ),
            ("Model: BioGPT; # Params: 1.5B; Data Source: PubMed", "| BioGPT | 1.5B | PubMed |", 0),
            ("它由斯坦福大学开发。", "它由斯坦福大学开发。", 1),
            ("数据集: CMedQA; 规模: 5.4万条; 数据来源: 论坛", "| CMedQA | 5.4万条 | 论坛 |", 0),
            (
                "Z. Ji, Survey of hallucination in language generation, 2022.",
                "[2] Z. Ji, Survey of hallucination in language generation, 2022.",
                0,
            ),
        ],
    )
    def test_it_reads_without_marks_and_mark_up(self, tiny, text, source, order):
        unit = tiny.unit(text)
        assert (unit.text, unit.order) == (text, order)
        assert quote(tiny.reader.documents[unit.document].text, unit.spans) == source

    def test_rows_and_languages_are_known(self, tiny):
        assert tiny.unit("BioGPT").is_row and not tiny.unit("Med-PaLM 2").is_row
        assert tiny.unit("BioGPT").language == "en" and tiny.unit("CMedQA").language == "zh"

    def test_units_follow_the_hits_and_carry_them(self, tiny):
        hits = tiny.hits("BioGPT")[:3]
        units = tiny.reader.units(hits[::-1])
        assert [hit for hit, _ in groupby(unit.hit for unit in units)] == list(hits[::-1])
        # What is kept of a passage from one question must not bring along that question's score.
        better = replace(hits[0], score=99.0)
        assert {unit.hit.score for unit in tiny.reader.units([better])} == {99.0}


@pytest.fixture
def bilingual(tmp_path):
    """A reader over a text of sentences in English and their translations."""

    def make(*pairs: tuple[str, str]) -> tuple[EvidenceReader, list[Hit]]:
        text, blocks = "", []
        for number, (english, chinese) in enumerate(pairs):
            for language, piece, other in (("en", english, "zh"), ("zh", chinese, "en")):
                span = Span(len(text), len(text) + len(piece))
                text += piece + "\n"
                id, parallel = f"{language}:{number}", f"{other}:{number}"
                section = (f"{number} Part",)
                kind = BlockKind.PARAGRAPH
                blocks.append(Block(id, "both", kind, section, language, (span,), parallel=parallel))
        document = document_of("both", text, ("en", "zh"))
        structure = Structure("both", tuple(blocks), (), ())
        passages = make_passages(structure, document)
        build_index(tmp_path / "index", (structure,), passages, (document,), HashingEmbedder(), "s")
        store = open_store(tmp_path / "index")
        return EvidenceReader(store), [Hit(p, 1.0) for p in passages if p.language == "zh"]

    return make


def test_a_true_translation_speaks_for_itself(bilingual):
    reader, hits = bilingual(("It has 5 models. They are large.", "它有 5 个模型。它们很大。"))
    assert [unit.text for unit in reader.units(hits)] == ["它有 5 个模型。", "它们很大。"]


def test_a_translation_that_misquotes_a_number_gives_way_to_its_original(bilingual):
    reader, hits = bilingual(
        ("It has 5 models. They are large.", "它有 50 个模型。它们很大。"), ("Data are scarce.", "数据稀缺。")
    )
    assert [unit.text for unit in reader.units(hits)] == [
        "它们很大。",
        "It has 5 models.",
        "They are large.",
        "数据稀缺。",
    ]


@pytest.mark.parametrize(
    ("heading", "text", "first"),
    [
        ("Guideline", "Guideline Psy-LLM is a model. It helps.", "Psy-LLM is a model."),
        ("Guideline", "Guideline 5 models are used.", "5 models are used."),
        # The sentence itself begins with the words of the heading.
        ("Scaling laws", "Scaling laws show limits.", "Scaling laws show limits."),
        ("Guideline", "Guidelines Are many.", "Guidelines Are many."),
        ("Guideline", "It helps. Guideline It ends.", "It helps."),
    ],
)
def test_a_run_in_heading_is_no_part_of_its_sentence(tmp_path, heading, text, first):
    document = document_of("one", text)
    block = Block("b", "one", BlockKind.PARAGRAPH, (heading,), "en", (Span(0, len(text)),))
    structure = Structure("one", (block,), (), ())
    passages = make_passages(structure, document)
    build_index(tmp_path / "index", (structure,), passages, (document,), HashingEmbedder(), "s")
    with open_store(tmp_path / "index") as store:
        unit = EvidenceReader(store).units([Hit(passages[0], 1.0)])[0]
    assert unit.text == first
    assert quote(text, unit.spans) == first
