"""What every answer must hold, on all development questions; and floors of quality on a slice of them.

The floors catch a change that spoils answers; they are no measure of how good these are, for which there is
`python -m eval.measure`. Questions of the test half are never asked here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer import Answer, Question, Timings
from assistant.messages import refusal
from assistant.pipeline import Assistant
from corpus import quote
from eval.measure import Outcome, measure
from eval.questions import check_gold, load_questions
from indexing.analysis import is_chinese
from indexing.blocks import BlockKind
from indexing.passages import MAX_CHARACTERS
from indexing.structure.marks import cites_by_superscript

COUNT = 8
SLICE = frozenset(f"{language}-dev-{number:02}" for language in ("en", "zh") for number in range(1, 13))
BRACKETED = re.compile(r"\[\d+(?:\s*[,，–-]\s*\d+)*\]|\^\{?\d")
RAISED = re.compile(r"(?<=[^\W\d])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@pytest.fixture(scope="module")
def outcomes(real_assistant: Assistant) -> dict[str, Outcome]:
    return {q.id: measure(real_assistant, q, COUNT) for q in load_questions("dev")}


@pytest.fixture(scope="module")
def answers(outcomes: dict[str, Outcome]) -> list[Answer]:
    return [outcome.answer for outcome in outcomes.values()]


def mean(values: Sequence[float | None]) -> float:
    told = [value for value in values if value is not None]
    return sum(told) / len(told)


class TestFloors:
    @pytest.fixture
    def part(self, outcomes: dict[str, Outcome]) -> list[Outcome]:
        found = [outcome for id, outcome in outcomes.items() if id in SLICE]
        assert len(found) == len(SLICE)
        return found

    def test_a_gold_passage_is_among_the_first_five(self, part):
        assert mean([outcome.gold_found for outcome in part]) >= 0.85

    def test_answers_hold_the_key_facts(self, part):
        assert mean([outcome.facts for outcome in part]) >= 0.65

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_neither_language_is_left_behind(self, part, language):
        facts = [outcome.facts for outcome in part if outcome.question.language == language]
        assert mean(facts) >= 0.5

    def test_what_the_texts_answer_is_seldom_refused(self, outcomes):
        assert mean([o.refused for o in outcomes.values() if o.question.answerable]) <= 0.15

    def test_what_the_texts_dont_answer_is_mostly_refused(self, outcomes):
        assert mean([o.refused for o in outcomes.values() if not o.question.answerable]) >= 0.7

    def test_the_gold_is_where_it_is_said_to_be(self, real_assistant):
        for question in load_questions("dev"):
            check_gold(question, real_assistant.reader.documents)


class TestEveryAnswer:
    def test_quotes_are_exact(self, answers, real_assistant):
        for answer in answers:
            for citation in answer.citations:
                text = real_assistant.reader.documents[citation.document].text
                assert citation.quote == quote(text, citation.spans) != ""
                assert list(citation.spans) == sorted(citation.spans)

    def test_every_sentence_cites_and_every_citation_is_cited(self, answers):
        for answer in answers:
            numbers = {number for sentence in answer.sentences for number in sentence.citations}
            assert all(sentence.citations for sentence in answer.sentences)
            assert numbers == {citation.n for citation in answer.citations}, answer.question.text
            assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))

    def test_every_sentence_is_supported(self, answers):
        for answer in answers:
            for sentence in answer.sentences:
                assert sentence.supported and 0 < sentence.support <= 1 and sentence.text.strip()

    def test_an_answer_either_says_something_or_why_not(self, answers):
        assert {answer.abstained for answer in answers} == {True, False}
        for answer in answers:
            if answer.abstained:
                assert (answer.sentences, answer.citations) == ((), ())
                assert answer.message == refusal(answer.reason, answer.question.language)
                assert is_chinese(answer.message) == (answer.question.language == "zh")
            else:
                assert answer.sentences
                assert (answer.reason, answer.message) == (None, "")

    def test_passages_are_short_exact_and_of_the_corpus(self, answers, real_assistant):
        for answer in answers:
            assert len(answer.hits) <= COUNT
            assert len({hit.passage.id for hit in answer.hits}) == len(answer.hits)
            for hit in answer.hits:
                passage = hit.passage
                text = real_assistant.reader.documents[passage.document].text
                assert passage.text == quote(text, passage.spans)
                assert 0 < len(passage.text) <= MAX_CHARACTERS

    def test_no_citation_mark_of_a_survey_is_left(self, answers, real_assistant):
        """Where brackets cite, a raised number is the sign of a footnote, and stays."""
        for answer in answers:
            for sentence in answer.sentences:
                assert not BRACKETED.search(sentence.text)
                source = answer.citations[sentence.citations[0] - 1].document
                if cites_by_superscript(real_assistant.reader.documents[source].text):
                    assert not RAISED.search(sentence.text)

    def test_no_heading_is_an_answer(self, answers):
        """But a run-in heading that is a sentence, with its full stop, says something."""
        for answer in answers:
            assert all(c.kind not in (BlockKind.HEADING, BlockKind.LAYOUT) for c in answer.citations)
            headings = {part.strip() for citation in answer.citations for part in citation.section}
            assert headings.isdisjoint(sentence.text.strip(" :：") for sentence in answer.sentences)

    def test_it_is_no_essay_unless_it_is_a_list(self, answers):
        for answer in answers:
            told = [sentence for sentence in answer.sentences if not sentence.bullet]
            if told == list(answer.sentences):
                size = sum(
                    len(s.text) / 400 if s.language == "zh" else len(s.text.split()) / 200 for s in told
                )
                assert size <= 1, answer.question.text


@pytest.mark.parametrize("every", [9])
def test_the_same_question_gives_the_same_answer(real_assistant, outcomes, every):
    """Asked again after all the others, when every cache is full."""
    for outcome in list(outcomes.values())[::every]:
        asked = Question(outcome.question.question, outcome.question.language, count=COUNT)
        again = real_assistant.ask(asked)
        assert replace(again, timings=Timings()) == replace(outcome.answer, timings=Timings())
