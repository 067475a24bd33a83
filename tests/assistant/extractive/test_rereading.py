"""Rereading changes the order by the odds it is told, and nothing else."""

from collections.abc import Sequence

import pytest

from assistant.evidence import Unit
from assistant.extractive.rereading import READ, TOLD_BY, WEIGHT, odds_of_answer, reread


class Told:
    """Has the odds of each text from a dict; others are unlikely. Parts are texts here."""

    def __init__(self, odds: dict[str, float]) -> None:
        self.odds = odds
        self.asked: list[list[str]] = []

    def answering(self, question: str, parts: Sequence[str]) -> list[float]:
        self.asked.append(list(parts))
        return [next((o for words, o in self.odds.items() if words in part), -3.0) for part in parts]


def parts(units: Sequence[Unit]) -> list[str]:
    return [unit.text for unit in units]


def test_the_likelier_answer_comes_first(tiny):
    near, answer = tiny.scored("GatorTron reads", 1.0), tiny.scored("HeAR listens", 0.9)
    first, second = reread([near, answer], "q", Told({"HeAR": 2.0}), parts)
    assert (first.unit, first.score, first.odds) == (answer.unit, 0.9, 2.0)
    assert (second.unit, second.odds) == (near.unit, -3.0)
    assert second.score == pytest.approx(1.0 - 5 * WEIGHT)


def test_what_is_not_read_is_no_likelier_than_the_unlikeliest(tiny):
    read = [tiny.scored("GatorTron reads", 1.0)] * (READ - 1) + [tiny.scored("HeAR listens", 1.0)]
    told = reread([*read, tiny.scored("蒸馏是指", 0.9)], "q", Told({"GatorTron": 1.0, "HeAR": -1.0}), parts)
    assert [s.odds for s in told] == [1.0] * (READ - 1) + [-1.0, None]
    assert [s.score for s in told[-2:]] == pytest.approx([1.0 - 2 * WEIGHT, 0.9 - 2 * WEIGHT])


def test_entries_of_a_bibliography_are_not_read(tiny):
    entry = tiny.scored("Towards expert-level", 1.0)
    reader = Told({"蒸馏": 2.0})
    told = reread([entry, tiny.scored("蒸馏是指", 0.9)], "什么是蒸馏？", reader, parts)
    assert [(s.score, s.odds) for s in told] == [(1.0, None), (0.9, 2.0)]
    assert [len(texts) for texts in reader.asked] == [1]
    assert reread([entry], "q", reader, parts) == [entry]


def test_nothing_is_read_where_there_is_nothing():
    assert reread([], "q", Told({}), parts) == []
    assert odds_of_answer([]) is None


def test_the_likeliest_tell_together(tiny):
    odds = [3.0, -1.0, 2.0, 1.0, None]
    scored = [tiny.scored("GatorTron reads", odds=value) for value in odds]
    assert odds_of_answer(scored) == pytest.approx(sum([3.0, 2.0, 1.0]) / TOLD_BY)
