"""Citations name tables and other documents, and read no table twice."""

from dataclasses import replace

from assistant.citing import Citer
from assistant.generation import DraftSentence
from assistant.judging.overlap import OverlapJudge


def citation(tiny, unit):
    citer = Citer(tiny.reader, OverlapJudge())
    citer.sentence(DraftSentence(unit.text, (unit,)), 1.0, "en")
    return citer.citations[0]


def test_tables_are_not_read_again_for_a_citation(tiny, monkeypatch) -> None:
    unit = tiny.unit("SciFive")
    monkeypatch.delattr(type(tiny.store), "tables")
    assert citation(tiny, unit).table == "Table 1"


def test_only_other_documents_say_the_same(tiny) -> None:
    unit, other = tiny.unit("86.5%"), tiny.unit("电力")
    twins = (other.hit.passage, unit.hit.passage)
    assert citation(tiny, replace(unit, hit=replace(unit.hit, twins=twins))).also_in == ("tiny-zh-2024",)
    # A bibliography entry that the passage cites has no part in what the passage says.
    entry = replace(tiny.unit("Singhal"), hit=replace(unit.hit, twins=twins))
    assert citation(tiny, entry).also_in == ()
