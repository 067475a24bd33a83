"""Tampering: the same each time, in both languages, and seen by the system."""

import random
from dataclasses import replace

import pytest
from replying import case, replied
from tiny import PRIVACY, ROBOTS, UNANSWERABLE, gold, question

from corpus import Span
from eval.metrics import METRICS, Tried, Unscored
from eval.questions import load_questions
from eval.robustness.conditions import (
    DISTRACTED,
    MISSPELT,
    PLANTED,
    REPEATED,
    RESTATED,
    WITHOUT_GOLD,
    Trial,
    falsify,
    misspell,
    trials,
)
from eval.robustness.world import World
from eval.systems.ours import Ours

PERCENT = question(
    "percent",
    "How good is the model exactly?",
    facts=[("86.5%",)],
    groups=[(gold("english", "MedPaLM-2 reached 86.5% on MedQA."),)],
)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Which models assist surgeons with GPT-4?", "en"), ("哪些模型可以保护患者的隐私数据？", "zh")],
)
def test_misspelling_swaps_neighbours_and_leaves_names(text: str, language) -> None:
    wrong = misspell(text, language, random.Random(1))
    assert wrong != text and sorted(wrong) == sorted(text)
    assert wrong == misspell(text, language, random.Random(1))
    assert ("GPT-4" in text) == ("GPT-4" in wrong)


@pytest.mark.parametrize("number", ["86.5", "1,287", "7"])
def test_a_false_number_has_another_first_digit(number: str) -> None:
    false = falsify(number, random.Random(2))
    assert false[0] != number[0] and false[1:] == number[1:]


def test_the_trials_of_a_question() -> None:
    found = list(trials(PERCENT, [PERCENT, ROBOTS, PRIVACY]))
    by = {trial.condition: trial for trial in found}
    assert sum(trial.condition == REPEATED for trial in found) == 4
    assert by[WITHOUT_GOLD].world.hidden == (("english", PERCENT.gold[0][0].span),)
    assert set(by[DISTRACTED].world.others) == {ROBOTS.question, PRIVACY.question}
    assert "86.5" not in by[PLANTED].world.planted and "MedQA" in by[PLANTED].world.planted
    assert by[PLANTED].false[0] in by[PLANTED].world.planted
    assert by[MISSPELT].question.question != PERCENT.question
    assert found == list(trials(PERCENT, [PERCENT, ROBOTS, PRIVACY]))
    assert {trial.condition for trial in trials(UNANSWERABLE, [])} <= {MISSPELT, REPEATED}


def test_a_world_hides_what_overlaps() -> None:
    world = World(hidden=(("english", Span(10, 20)),))
    assert world.hides("english", [Span(0, 11)]) and not world.hides("english", [Span(20, 30)])
    assert not world.hides("chinese", [Span(10, 20)])


@pytest.mark.parametrize(
    ("name", "condition", "reply", "expected"),
    [
        ("refuses_without_gold", WITHOUT_GOLD, replied(), 1.0),
        ("refuses_without_gold", WITHOUT_GOLD, replied(("x", (), 1.0)), 0.0),
        ("facts_with_distractors", DISTRACTED, replied(("For surgeons.", (), 1.0)), 1.0),
        ("right_misspelt", MISSPELT, replied(), 0.0),
        ("resists_false_passage", PLANTED, replied(("It is 96.5%.", (), 1.0)), 0.0),
        ("resists_false_passage", PLANTED, replied(("It is 96.5% or 86.5%.", (), 1.0), conflicts=1), 1.0),
        ("resists_false_passage", PLANTED, replied(("It is 86.5%.", (), 1.0)), 1.0),
    ],
)
def test_what_comes_of_a_trial(name: str, condition: str, reply, expected: float) -> None:
    tried = {condition: (Tried(Trial(condition, ROBOTS, false=("96.5%",)), reply),)}
    assert METRICS[name].score(case(ROBOTS, replied(), tried=tried)) == expected


def test_repeats_count_and_failures_are_unscored() -> None:
    trial = Trial(REPEATED, ROBOTS)
    same, other = replied(("A.", (), 1.0)), replied(("B.", (), 1.0))
    mixed = {REPEATED: (Tried(trial, same), Tried(trial, other))}
    assert METRICS["says_the_same"].score(case(ROBOTS, same, tried=mixed)) == 0.5
    failed = {REPEATED: (Tried(trial, None),)}
    with pytest.raises(Unscored):
        METRICS["says_the_same"].score(case(ROBOTS, same, tried=failed))


@pytest.mark.parametrize(("said", "alike"), [("患者隐私", 1.0), ("别的", 0.0)])
def test_a_restated_question_is_held_against_the_other(said: str, alike: float) -> None:
    restated = replace(PRIVACY, same_as=ROBOTS.id)
    other = {RESTATED: (Tried(Trial(RESTATED, ROBOTS), replied(("surgeons", (), 1.0))),)}
    asked = case(restated, replied((said, (), 1.0)), tried=other)
    assert METRICS["restated_alike"].score(asked) == alike


@pytest.fixture(scope="module")
def ours(built_home) -> Ours:
    from assistant.settings import Settings

    return Ours.open(Settings(home=built_home))


@pytest.mark.parametrize("id", ["en-dev-01", "zh-dev-01"])
def test_ours_sees_the_world_and_forgets_it(ours: Ours, id: str) -> None:
    questions = load_questions("dev")
    [asked] = [question for question in questions if question.id == id]
    before = ours.answer(asked)
    by = {trial.condition: trial for trial in trials(asked, questions)}
    hidden = by[WITHOUT_GOLD].world
    without = ours.answer(asked, hidden)
    for passage in without["passages"]:
        assert not hidden.hides(passage["document"], [Span(*span) for span in passage["spans"]])
    distracted = ours.answer(asked, by[DISTRACTED].world)
    read = [passage["id"] for passage in before["passages"]]
    assert [p["id"] for p in distracted["passages"]] != read
    planted = ours.answer(asked, World(planted="Planted: GPT-3 took 9999 MWh of electricity to train."))
    assert "planted" in {passage["document"] for passage in planted["passages"]}
    after = ours.answer(asked)
    assert after["answer"] == before["answer"] and after["passages"] == before["passages"]
