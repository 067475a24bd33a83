"""What was written about the surveys: whole, in both languages, about places that are there."""

import json
from collections import Counter

import pytest

from assistant.errors import JudgeError
from assistant.joint.training.written import Place, evidence_of, read_claims, read_questions
from corpus import Span, load_corpus
from eval.questions import load_questions
from indexing.analysis import is_chinese


@pytest.fixture(scope="module")
def lengths():
    return {document.id: len(document.text) for document in load_corpus()}


def test_places_are_in_the_texts(lengths):
    for one in read_questions():
        for place in (one.place, *one.answers):
            assert 0 <= place.span.start < place.span.end <= lengths[place.document], one.question
        assert all(answer.touches([one.place]) for answer in one.answers)
        assert (one.reason is None) == bool(one.answers), one.question
    for claim in read_claims():
        assert claim.sources and all(source.touches([claim.place]) for source in claim.sources)


@pytest.mark.parametrize("read", [read_questions, read_claims])
def test_both_languages_and_both_labels_are_there(read):
    rows = read()
    texts = [getattr(one, "question", None) or one.claim for one in rows]
    assert 0.4 < sum(map(is_chinese, texts)) / len(texts) < 0.6
    yes = [getattr(one, "supported", None) if read is read_claims else one.reason is None for one in rows]
    assert 0.4 < sum(yes) / len(yes) < 0.7
    assert 0.08 < sum(one.held_out for one in rows) / len(rows) < 0.2


def test_a_place_is_held_out_with_all_that_was_written_about_it():
    held = {one.place for one in (*read_questions(), *read_claims()) if one.held_out}
    assert not [one for one in (*read_questions(), *read_claims()) if one.place in held and not one.held_out]


def test_no_question_of_the_test_set_was_written_again():
    asked = Counter("".join(filter(str.isalnum, one.question)).casefold() for one in read_questions())
    for question in load_questions("test"):
        assert "".join(filter(str.isalnum, question.question)).casefold() not in asked


def test_the_evidence_of_the_test_set_is_known():
    places = evidence_of()
    gold = [quote for q in load_questions("test") for group in q.gold for quote in group]
    assert set(places) == {Place(quote.document, Span(*quote.span)) for quote in gold}


def test_places_touch_where_they_share_a_character():
    place = Place("a", Span(2, 5))
    assert place.touches([Place("a", Span(4, 9))])
    assert not place.touches([Place("a", Span(5, 9)), Place("b", Span(2, 5))])


def test_a_damaged_file_is_one_line(tmp_path):
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(JudgeError, match="can't be read"):
        evidence_of(tmp_path)
    with pytest.raises(JudgeError, match="can't be read"):
        read_claims(tmp_path / "none.jsonl")


def test_evidence_is_that_of_one_split(tmp_path):
    row = {"split": "dev", "gold": [[{"document": "a", "start": 1, "end": 3}]]}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert evidence_of(tmp_path) == ()
    assert evidence_of(tmp_path, "dev") == (Place("a", Span(1, 3)),)
