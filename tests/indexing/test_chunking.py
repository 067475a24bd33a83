"""Passages: what is packed together, what is cut, and that nothing is lost."""

import pytest

from corpus import Span, load_corpus, quote
from indexing.blocks import Block, BlockKind, Cell, CellOrigin, Structure, Table
from indexing.chunking import TARGET_CHARACTERS, WINDOW_CHARACTERS, link_twins, make_passages, row_reading
from indexing.passages import MAX_CHARACTERS
from indexing.structure import parse_corpus
from tests.contracts.samples import document_of

RETRIEVED = (
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.TABLE_ROW,
    BlockKind.CAPTION,
    BlockKind.FOOTNOTE,
    BlockKind.REFERENCE,
    BlockKind.FRONT_MATTER,
)
SENTENCE = {
    "en": "This sentence has about fifty characters, or so. ",
    "zh": "这一句话有二十来个汉字，后面是一个句号。",
}
TEXTS = {"en": ("Models invent facts.", "Data are scarce."), "zh": ("模型编造事实。", "数据稀缺。")}


def laid_out(*pieces, id="survey", tables=()):
    """A document and its structure; each piece is a text with what its block has other than the default."""
    text, blocks = "", []
    for number, (piece, more) in enumerate(pieces):
        span = Span(len(text), len(text) + len(piece))
        text += piece + "\n"
        defaults = {"kind": BlockKind.PARAGRAPH, "section": ("1 Introduction",), "language": "en"}
        blocks.append(Block(f"{id}:{number}", id, spans=(span,), **{**defaults, **more}))
    return Structure(id, tuple(blocks), tuple(tables), ()), document_of(id, text)


def passages_of(*pieces, **more):
    return make_passages(*laid_out(*pieces, **more))


class TestPacking:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_neighbours_of_a_section_become_one_passage(self, language):
        one, other = TEXTS[language]
        [passage] = passages_of((one, {"language": language}), (other, {"language": language}))
        assert passage.text == f"{one}\n{other}"
        assert passage.spans == (Span(0, len(one) + 1 + len(other)),)
        assert passage.blocks == ("survey:0", "survey:1")
        assert passage.language == language

    @pytest.mark.parametrize(
        "more",
        [
            {"section": ("2 Methods",)},
            {"section": ("1 Introduction", "1.1 Aims")},
            {"language": "zh"},
            {"kind": BlockKind.CAPTION},
            {"kind": BlockKind.FRONT_MATTER},
        ],
    )
    def test_what_differs_stays_apart(self, more):
        found = passages_of(("Models invent facts.", {}), ("Data are scarce.", more))
        assert [passage.text for passage in found] == ["Models invent facts.", "Data are scarce."]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_passage_is_not_packed_beyond_its_target(self, language):
        # Each of three blocks takes two fifths of the target: two fit, the third begins a passage.
        piece = (SENTENCE[language] * 99)[: TARGET_CHARACTERS[language] * 2 // 5 - 1]
        found = passages_of(*[(piece, {"language": language})] * 3)
        assert [len(passage.blocks) for passage in found] == [2, 1]

    def test_what_lies_between_two_blocks_is_not_quoted(self):
        note = ("A note in the way.", {"kind": BlockKind.FOOTNOTE})
        found = passages_of(("Models invent", {}), note, ("facts.", {}))
        assert [passage.text for passage in found] == ["Models inventfacts.", "A note in the way."]
        assert found[0].spans == (Span(0, 13), Span(33, 39))
        assert found[0].reading == "Models invent\nfacts."

    def test_headings_and_layout_are_no_passages(self):
        heading, rule = ("1 Intro", {"kind": BlockKind.HEADING}), ("---", {"kind": BlockKind.LAYOUT})
        assert passages_of(heading, rule) == ()

    def test_ids_count_in_the_order_of_the_text(self):
        caption = ("Table 1", {"kind": BlockKind.CAPTION})
        found = passages_of(("第一。", {"language": "zh"}), caption, ("End.", {}))
        assert [(p.id, p.text) for p in found] == [
            ("survey:p0000", "第一。"),
            ("survey:p0001", "Table 1"),
            ("survey:p0002", "End."),
        ]


class TestCutting:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_long_block_is_cut_between_sentences(self, language):
        sentence = SENTENCE[language]
        count = MAX_CHARACTERS // len(sentence) + 3
        found = passages_of((sentence * count, {"language": language}))
        assert len(found) > 1
        assert sum(passage.text.count(sentence.strip()) for passage in found) == count
        assert all(passage.text.endswith(sentence.strip()) for passage in found)
        assert all(len(passage.text) <= TARGET_CHARACTERS[language] for passage in found)
        assert {passage.blocks for passage in found} == {("survey:0",)}

    def test_a_block_that_fits_is_left_whole(self):
        text = (SENTENCE["en"] * 99)[: MAX_CHARACTERS - 1] + "x"
        assert [passage.text for passage in passages_of((text, {}))] == [text]

    @pytest.mark.parametrize("letter", ["x", "字"])
    def test_a_sentence_longer_than_a_passage_is_cut_and_not_lost(self, letter):
        text = letter * (2 * MAX_CHARACTERS + 7)
        found = passages_of((f"Short. {text}. End.", {}))
        assert max(len(passage.text) for passage in found) <= MAX_CHARACTERS
        assert sum(passage.text.count(letter) for passage in found) == len(text) + ("Short" in letter)
        assert found[-1].text.endswith("End.")


class TestTableRows:
    CELLS = (
        Cell("Model", "BioGPT", CellOrigin.GIVEN, Span(18, 24)),
        Cell("# Params", None, CellOrigin.UNKNOWN, None),
        Cell("", "1.5B", CellOrigin.GIVEN, Span(27, 31)),
    )

    @pytest.fixture
    def found(self):
        table = Table("t1", "survey", "Table 1", "Table 1: Models", ("1 Introduction",), "en", (), (), ())
        more = {"table": "t1"}
        return passages_of(
            ("Table 1: Models", {**more, "kind": BlockKind.CAPTION}),
            ("| BioGPT | 1.5B |", {**more, "kind": BlockKind.TABLE_ROW, "cells": self.CELLS}),
            ("Data are scarce.", {}),
            tables=[table],
        )

    def test_it_reads_as_columns_and_cells_without_the_empty_ones(self, found):
        assert found[1].reading == "Model: BioGPT; 1.5B" == row_reading(self._row())
        assert found[1].windows == ("Model: BioGPT; 1.5B",)
        assert found[1].text == "| BioGPT | 1.5B |"
        assert found[1].cells == (("Model", "BioGPT"), ("# Params", None), ("", "1.5B"))

    def test_its_context_names_document_section_and_table(self, found):
        assert [passage.context for passage in found] == [
            "A survey › 1 Introduction",
            "A survey › 1 Introduction › Table 1: Models",
            "A survey › 1 Introduction",
        ]

    def _row(self):
        structure, _ = laid_out(("| BioGPT | 1.5B |", {"kind": BlockKind.TABLE_ROW, "cells": self.CELLS}))
        return structure.blocks[0]


class TestWindows:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_short_sentences_are_embedded_together_after_their_heading(self, language):
        one, other = TEXTS[language]
        [passage] = passages_of((one, {"language": language}), (other, {"language": language}))
        assert passage.windows == (f"1 Introduction: {one}\n{other}",)

    @pytest.mark.parametrize(("language", "letter"), [("en", "x"), ("zh", "字")])
    def test_long_sentences_are_embedded_each_by_itself(self, language, letter):
        long = letter * WINDOW_CHARACTERS[language] + "。"
        [passage] = passages_of((f"{long}{long}短。", {"language": language}))
        assert passage.windows == tuple(f"1 Introduction: {part}" for part in (long, long, "短。"))


class TestTwins:
    def linked(self, *same_as):
        original = laid_out(("One.", {}), ("Two.", {}), ("Three.", {}), id="first")
        repeated = [(f"{n}.", {"same_as": same}) for n, same in enumerate(same_as)]
        copy = laid_out(*repeated, id="second")
        passages = [p for structure, document in (original, copy) for p in make_passages(structure, document)]
        return link_twins(passages, [original[0], copy[0]])

    @pytest.mark.parametrize(
        ("same_as", "twin"),
        [
            (["first:0", "first:1"], "first:p0000"),
            (["first:0", None], "first:p0000"),
            (["first:0", None, None], None),
            ([None], None),
            (["gone:0"], None),
        ],
    )
    def test_a_passage_that_mostly_repeats_another_is_its_twin(self, same_as, twin):
        first, second = self.linked(*same_as)
        assert first.twin is None
        assert second.twin == twin
        assert second.blocks == tuple(f"second:{n}" for n in range(len(same_as)))


@pytest.fixture(scope="module")
def surveys():
    documents = load_corpus()
    return [(d, s, make_passages(s, d)) for d, s in zip(documents, parse_corpus(documents), strict=True)]


class TestOnTheSurveys:
    def test_passages_quote_exactly_and_are_short_enough(self, surveys):
        for document, _, passages in surveys:
            assert len({passage.id for passage in passages}) == len(passages)
            for passage in passages:
                assert passage.text == quote(document.text, passage.spans)
                assert 0 < len(passage.text) <= MAX_CHARACTERS
                assert passage.reading.strip() and all(window.strip() for window in passage.windows)

    def test_every_word_of_what_is_retrieved_is_in_a_passage(self, surveys):
        for document, structure, passages in surveys:
            held = {place for passage in passages for span in passage.spans for place in range(*span)}
            for block in structure.blocks:
                if block.kind in RETRIEVED:
                    places = (place for span in block.spans for place in range(*span))
                    lost = [p for p in places if p not in held and document.text[p].isalnum()]
                    assert lost == [], (block.id, document.text[block.start : block.end])

    def test_a_passage_keeps_to_the_blocks_that_it_names(self, surveys):
        for _, structure, passages in surveys:
            blocks = {block.id: block for block in structure.blocks}
            for passage in passages:
                own = [blocks[id] for id in passage.blocks]
                assert {(b.section, b.language) for b in own} == {(passage.section, passage.language)}
                assert all(any(s.overlaps(t) for b in own for t in b.spans) for s in passage.spans)
