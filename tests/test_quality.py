"""What every answer must hold, and floors of quality, on a slice of the development questions.

The floors catch a change that spoils answers; they are no measure of how good these are, for which there is
`medfm eval run`. Questions of the test half are never asked here.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Question, Timings
from assistant.judging import load_judge
from assistant.messages import refusal
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus import quote
from eval.judging.claims import SentenceSplitter
from eval.judging.verdicts import Jury
from eval.questions import EvalQuestion, check_gold, load_questions
from eval.replies import Json
from eval.running.folder import RunFolder
from eval.running.run import Plan, run
from eval.systems.ours import Ours
from indexing.analysis import is_chinese
from indexing.blocks import BlockKind
from indexing.passages import MAX_CHARACTERS
from indexing.structure.marks import cites_by_superscript

COUNT = 8
SLICE = frozenset(f"{language}-dev-{number:02}" for language in ("en", "zh") for number in range(1, 13))
BRACKETED = re.compile(r"\[\d+(?:\s*[,，–-]\s*\d+)*\]|\^\{?\d")
RAISED = re.compile(r"(?<=[^\W\d])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    """A fixed slice in both languages, and every fifth development question that can't be answered."""
    found = load_questions("dev")
    refused = [question for question in found if not question.answerable][::5]
    return [question for question in found if question.id in SLICE or question in refused]


@pytest.fixture(scope="module")
def answers(real_assistant: Assistant, questions: list[EvalQuestion]) -> list[Answer]:
    return [real_assistant.ask(Question(q.question, q.language, count=COUNT)) for q in questions]


@pytest.fixture(scope="module")
def figures(built_home: Path, questions, tmp_path_factory) -> dict[tuple[str, str], Json]:
    """The figures of a run, made as `medfm eval run` makes one."""
    settings = Settings(home=built_home)
    jury = Jury(load_judge(settings), SentenceSplitter())
    folder = RunFolder(tmp_path_factory.mktemp("runs") / "slice")
    plan = Plan(Ours.open(settings), "slice", questions, {}, jury, folder, lambda line: None)
    return {(figure["name"], figure["slice"]): figure for figure in run(plan)["metrics"]}


class TestFloors:
    @pytest.mark.parametrize(
        ("metric", "least"),
        [
            ("facts", 0.65),
            ("found@5", 0.85),
            ("gold_cited", 0.65),
            ("faithfulness", 0.98),
            ("citation_recall", 0.95),
            ("citation_precision", 0.9),
            ("quotes_exact", 1.0),
            ("right_refusals", 0.7),
        ],
    )
    def test_what_has_to_be_high(self, figures, metric: str, least: float):
        assert figures[metric, "all"]["value"] >= least

    @pytest.mark.parametrize(("metric", "most"), [("wrong_refusals", 0.15), ("made_up", 0.0)])
    def test_what_has_to_be_low(self, figures, metric: str, most: float):
        assert figures[metric, "all"]["value"] <= most

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_neither_language_is_left_behind(self, figures, language):
        assert figures["facts", f"language={language}"]["value"] >= 0.5

    def test_nothing_is_unscored(self, figures):
        assert not [key for key, figure in figures.items() if figure["unscored"]]

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
            # A side of a conflict that no sentence tells is cited by the conflict alone.
            numbers |= {n for conflict in answer.conflicts for side in conflict.sides for n in side.citations}
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


def test_the_same_question_gives_the_same_answer(real_assistant, answers):
    """Asked again after all the others, when every cache is full."""
    for answer in answers[::5]:
        again = real_assistant.ask(answer.question)
        assert replace(again, timings=Timings()) == replace(answer, timings=Timings())
