"""What was written about the surveys: whole, in both languages, about places that are there."""

import json
from collections import Counter

import pytest

from assistant.errors import JudgeError
from assistant.joint.training.examples import (
    general_claims,
    general_questions,
    translation_claims,
    web_claims,
)
from assistant.joint.training.written import (
    GeneralQuestion,
    GeneralSource,
    Place,
    WebSource,
    WrittenTranslation,
    digest,
    evidence_of,
    read_claims,
    read_general,
    read_questions,
    read_translations,
    read_web,
)
from assistant.judging.training.labelled import Labelled
from corpus import Span, load_corpus
from eval.questions import load_questions
from indexing.analysis import is_chinese
from indexing.structure.parse import parse_corpus


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


def test_made_up_sources_have_both_languages_and_both_labels():
    sources = read_general()
    claims = [supported for source in sources for _, supported in source.claims]
    questions = [bool(asked.sentences) for source in sources for asked in source.questions]
    assert 0.4 < sum(is_chinese(source.text) for source in sources) / len(sources) < 0.6
    assert 0.4 < sum(claims) / len(claims) < 0.5
    assert 0.45 < sum(questions) / len(questions) < 0.55
    assert 0.08 < sum(source.held_out for source in sources) / len(sources) < 0.2


def test_translations_are_in_the_other_language(lengths):
    for one in read_translations():
        texts = (one.faithful, *one.false)
        assert len(set(texts)) == 3
        assert one.source.span.end <= lengths[one.source.document] and one.source.touches([one.place])
        assert len({is_chinese(text) for text in texts}) == 1


def test_a_translation_is_a_claim_and_a_source():
    documents = load_corpus()
    structures = parse_corpus(documents)
    one = next(
        one for one in read_translations() if len(list(translation_claims([one], documents, structures))) == 6
    )
    claims = list(translation_claims([one], documents, structures))
    assert [c.supported for c in claims] == [True, True, False, False, False, False]
    assert [c.claim for c in claims[::2]] == [c.source for c in claims[1::2]] == [one.faithful, *one.false]
    assert all(is_chinese(c.claim) != is_chinese(c.source) for c in claims)
    elsewhere = WrittenTranslation(one.place, Place(one.place.document, Span(0, 1)), "a", ("b", "c"), False)
    assert not list(translation_claims([elsewhere], documents, structures))


def test_claims_about_web_pages_have_both_languages_and_both_labels():
    pages = read_web()
    claims = [claim for page in pages for claim in page.claims]
    assert 0.49 < sum(supported for _, supported in claims) / len(claims) < 0.51
    assert 0.3 < sum(is_chinese(text) for text, _ in claims) / len(claims) < 0.5
    assert 0.05 < sum(page.held_out for page in pages) / len(pages) < 0.2
    assert len({page.source for page in pages}) == len(pages)


def test_claims_about_a_web_page_come_with_its_text():
    page = Labelled(
        "set", "Do whales sing?", "Whales sing at night [1].", "[1] Whales sing.", supported=False
    )
    other = Labelled("set", "", "Birds sing.", "Birds sing by day.", supported=True)
    judged = [(digest(other.claim), 0.1), (digest(page.claim), 0.5), (digest("Unknown."), 0.9)]
    claims = (("They sing.", True), ("There are 12 whales.", False))
    known = WebSource(digest(page.source), claims, tuple(judged), held_out=False)
    unknown = WebSource(digest("No page."), claims, (), held_out=False)
    found = [(one.claim, one.source, one.supported) for one in web_claims([known, unknown], [page, other])]
    # What the rules turn down is theirs, what nobody was sure of teaches nothing.
    assert found == [("They sing.", "Whales sing.", True), ("Birds sing.", "Whales sing.", False)]


def test_a_question_about_a_made_up_source_has_its_sentences_and_others():
    whales = GeneralSource(
        "Whales sing. They sleep by day. Nobody knows why whales sing at night.",
        (GeneralQuestion("When do whales sleep?", (1,)), GeneralQuestion("What do whales eat?", ())),
        (("Whales sleep by day.", True), ("There are 12 whales.", False)),
        held_out=False,
    )
    others = [GeneralSource(f"Birds of kind {n} sing.", (), (), held_out=False) for n in range(9)]
    told, untold = general_questions([whales, *others], 0)
    assert [c.excerpt.text for c in told.candidates if c.answers] == ["They sleep by day."]
    assert sum(c.excerpt.text in whales.text for c in told.candidates) == 3
    assert len(told.candidates) > 3
    assert (told.reason, untold.reason) == (None, "not-told")
    assert not any(c.answers for c in untold.candidates)
    # The number is the rules' business.
    assert [claim.claim for claim in general_claims([whales])] == ["Whales sleep by day."]


def test_a_place_is_held_out_with_all_that_was_written_about_it():
    written = (*read_questions(), *read_claims(), *read_translations())
    held = {one.place for one in written if one.held_out}
    assert not [one for one in written if one.place in held and not one.held_out]


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
