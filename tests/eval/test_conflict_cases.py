"""The conflicts that were found in the texts, and how they are measured."""

from assistant.answer import Conflict, Side
from assistant.questions import make_question
from eval.conflicts import load_cases, ordinary_questions, shows
from tests.assistant.cli.scripted import answer


def test_there_are_ten_of_which_half_are_set_aside():
    cases = load_cases()
    assert len({case.id for case in cases}) == 10
    assert [case.part for case in cases].count("set aside") == 5
    assert all(len(case.questions) == 2 and len(case.sides) == 2 for case in cases)


def test_the_texts_write_both_sides():
    from corpus import load_corpus

    texts = " ".join("".join(document.text.split()).casefold() for document in load_corpus())
    for case in load_cases():
        for forms in case.sides:
            assert any("".join(form.split()).casefold() in texts for form in forms), (case.id, forms)


def test_both_sides_must_stand_in_one_conflict():
    case = load_cases()[0]
    question = make_question(case.questions[0])
    one = Conflict("RNAcentral", (Side("34 M ncRNA sequences", (1,)), Side("36M sequences", (2,))))
    halves = [Conflict(value, (Side(value, ()), Side("1", ()))) for value in ("34 M", "36M")]
    assert shows(answer(question, conflicts=[one]), case)
    assert not shows(answer(question, conflicts=halves), case)
    assert not shows(answer(question), case)


def test_ordinary_questions_meet_none_of_them():
    questions = ordinary_questions(load_cases())
    assert len({question.id for question in questions}) == 40
    assert not any("BioBERT" in question.question and "param" in question.question for question in questions)
    assert {question.language for question in questions} == {"en", "zh"}
