"""Citations: numbered once each, exact, with what the quote itself cites."""

import pytest

from assistant.citing import Citer
from assistant.errors import JudgeError
from assistant.generation import DraftSentence
from assistant.judging import THRESHOLD
from assistant.judging.overlap import OverlapJudge
from assistant.judging.ruled import RuledJudge
from corpus import quote
from indexing.blocks import BlockKind


class Scripted:
    """Gives the same support to all; remembers what it was shown."""

    name = "scripted"

    def __init__(self, support: float = 1.0) -> None:
        self.given = support
        self.seen: list[tuple[str, str]] = []

    def support(self, claim: str, source: str) -> float:
        self.seen.append((claim, source))
        return self.given


def draft(tiny, *texts, says=None, bullet=False):
    units = tuple(tiny.unit(text) for text in texts)
    return DraftSentence(says or units[0].text, units, bullet)


def sentences(citer, drafts):
    return [citer.sentence(draft, citer.support(draft), "en") for draft in drafts]


def test_places_are_numbered_in_order_and_once_each(tiny):
    citer = Citer(tiny.reader, Scripted())
    drafts = [
        draft(tiny, "scored 86.5%", "BioGPT"),
        draft(tiny, "BioGPT", "50.3%"),
        draft(tiny, "scored 86.5%", "scored 86.5%"),
    ]
    assert [sentence.citations for sentence in sentences(citer, drafts)] == [(1, 2), (2, 3), (1,)]
    assert [citation.n for citation in citer.citations] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "quoted", "section", "kind", "document"),
    [
        (
            "scored 86.5%",
            "Med-PaLM 2 scored 86.5% on MedQA [1].",
            ("1 Introduction",),
            BlockKind.PARAGRAPH,
            "tiny-2024",
        ),
        ("SciFive", "| SciFive | 220M | PMC |", ("4 Models", "4.3 Sound"), BlockKind.TABLE_ROW, "tiny-2024"),
        ("电力", "它能节省电力。", ("二、风险",), BlockKind.PARAGRAPH, "tiny-zh-2024"),
    ],
)
def test_a_citation_tells_where_and_quotes_exactly(tiny, text, quoted, section, kind, document):
    citer = Citer(tiny.reader, Scripted())
    [sentence] = sentences(citer, [draft(tiny, text)])
    [citation] = citer.citations
    source = tiny.reader.documents[document]
    assert citation.quote == quoted == quote(source.text, citation.spans)
    assert (citation.section, citation.kind, citation.document) == (section, kind, document)
    assert (citation.source_file, citation.title) == (source.file, source.title)
    assert sentence.language == ("zh" if document == "tiny-zh-2024" else "en")


def test_the_bibliography_entries_are_those_that_the_quote_itself_cites(tiny):
    citer = Citer(tiny.reader, Scripted())
    sentences(citer, [draft(tiny, text) for text in ("scored 86.5%", "Google Research", "invent facts")])
    assert [[r.number for r in citation.references] for citation in citer.citations] == [["1"], [], ["2"]]
    assert citer.citations[0].references[0].text.startswith("K. Singhal")


def test_an_entry_of_the_bibliography_cites_nothing_itself(tiny):
    citer = Citer(tiny.reader, Scripted())
    sentences(citer, [draft(tiny, "Singhal")])
    assert citer.citations[0].kind is BlockKind.REFERENCE
    assert citer.citations[0].references == ()


def test_a_row_names_its_table_and_is_checked_with_its_caption(tiny):
    judge = Scripted()
    citer = Citer(tiny.reader, judge)
    sentences(citer, [draft(tiny, "SciFive", says="SciFive: # Params 220M (Table 1)"), draft(tiny, "86.5%")])
    assert [citation.table for citation in citer.citations] == ["Table 1", None]
    assert "220M" in judge.seen[0][1] and "Table 1" in judge.seen[0][1]
    assert "Introduction" not in judge.seen[1][1]


@pytest.mark.parametrize(
    ("support", "supported"), [(1.0, True), (THRESHOLD, True), (THRESHOLD - 0.01, False), (0.0, False)]
)
def test_the_judges_word_decides(tiny, support, supported):
    [sentence] = sentences(Citer(tiny.reader, Scripted(support)), [draft(tiny, "86.5%", bullet=True)])
    assert (sentence.support, sentence.supported, sentence.bullet) == (support, supported, True)


@pytest.mark.parametrize("says", ["Med-PaLM 2 scored 87.5% on MedQA.", "Med-PaLM 2 在 MedQA 上得分 87.5%。"])
def test_a_false_number_is_not_supported(tiny, says):
    [sentence] = sentences(Citer(tiny.reader, RuledJudge(OverlapJudge())), [draft(tiny, "86.5%", says=says)])
    assert not sentence.supported


def test_a_draft_without_a_source_has_no_support(tiny):
    judge = Scripted()
    assert Citer(tiny.reader, judge).support(DraftSentence("Out of thin air.", ())) == 0
    assert judge.seen == []


def test_checking_numbers_nothing(tiny):
    citer = Citer(tiny.reader, Scripted())
    citer.support(draft(tiny, "86.5%"))
    assert citer.citations == []


def test_a_judge_that_fails_is_not_taken_for_one_that_agrees(tiny):
    class Failing(Scripted):
        def support(self, claim, source):
            raise JudgeError("The judge is ill.")

    with pytest.raises(JudgeError, match="ill"):
        Citer(tiny.reader, Failing()).support(draft(tiny, "86.5%"))
