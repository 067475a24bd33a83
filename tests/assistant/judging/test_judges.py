"""What every judge by name is given: the hard rules, a memory, and errors in one line."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import BadSettings, JudgeError
from assistant.judging import Judge, load_judge
from assistant.judging.remembering import KEPT, RememberingJudge
from assistant.judging.ruled import RuledJudge
from assistant.settings import Settings


@dataclass
class Counting:
    """Supports everything and counts what it is asked."""

    name: str = "counting"
    asked: list[tuple[str, str]] = field(default_factory=list)

    def support(self, claim: str, source: str) -> float:
        self.asked.append((claim, source))
        return 1.0


def settings(**values: str) -> Settings:
    return Settings(home=Path("nowhere"), **values)


class TestRules:
    @pytest.mark.parametrize(
        ("claim", "source"),
        [
            ("It has 8B parameters.", "It has 7B parameters."),
            ("它有 80 亿参数。", "It has 7B parameters."),
            ("BioGPT wins.", "SciFive wins."),
            ("模型不安全。", "模型安全。"),
        ],
    )
    def test_what_they_turn_down_no_judge_can_save(self, claim, source):
        judge = Counting()
        assert RuledJudge(judge).support(claim, source) == 0.0
        assert judge.asked == []

    @pytest.mark.parametrize("claim", ["It has 7B parameters.", "它有 70 亿参数。"])
    def test_the_rest_is_the_judges(self, claim):
        judge = Counting()
        assert RuledJudge(judge).support(claim, "It has 7B parameters.") == 1.0
        assert len(judge.asked) == 1
        assert RuledJudge(judge).name == "counting"


class TestMemory:
    def test_a_pair_is_asked_about_once(self):
        judge = Counting()
        remembering = RememberingJudge(judge)
        for claim in ("a", "b", "a"):
            assert remembering.support(claim, "s") == 1.0
        assert judge.asked == [("a", "s"), ("b", "s")]
        assert remembering.name == "counting"

    def test_what_was_asked_longest_ago_is_forgotten(self):
        judge = Counting()
        remembering = RememberingJudge(judge)
        for number in range(KEPT + 1):
            remembering.support(str(number), "s")
        remembering.support(str(KEPT), "s")
        assert len(judge.asked) == KEPT + 1
        remembering.support("0", "s")
        assert len(judge.asked) == KEPT + 2

    def test_a_failure_is_not_remembered(self):
        class FailsOnce(Counting):
            def support(self, claim, source):
                if not self.asked:
                    super().support(claim, source)
                    raise JudgeError("The judge is ill.")
                return super().support(claim, source)

        remembering = RememberingJudge(FailsOnce())
        with pytest.raises(JudgeError):
            remembering.support("a", "s")
        assert remembering.support("a", "s") == 1.0


class TestByName:
    @pytest.mark.parametrize("name", ["built-in", "overlap"])
    @pytest.mark.parametrize(
        ("claim", "false", "source"),
        [
            ("MedSAM segments organs.", "MedSAM segments 3 organs.", "MedSAM segments organs."),
            ("模型会编造事实。", "模型不会编造事实。", "模型会编造事实。"),
        ],
    )
    def test_those_that_ship(self, name, claim, false, source):
        judge: Judge = load_judge(settings(judge=name))
        assert judge.support(claim, source) >= 0.8
        assert judge.support(false, source) == 0.0

    def test_a_language_model_is_asked_through_what_is_given(self):
        asked: list[str] = []

        def chat(prompt: str) -> str:
            asked.append(prompt)
            return "SUPPORT: 85"

        judge = load_judge(settings(judge="llm", llm="hf:tiny"), chat)
        assert judge.name == "llm:hf:tiny"
        assert [judge.support("A man walks.", "A man walks.") for _ in range(2)] == [0.85, 0.85]
        assert len(asked) == 1

    def test_a_language_model_that_is_not_there(self):
        with pytest.raises(BadSettings, match="--llm"):
            load_judge(settings(judge="llm"))

    @pytest.mark.parametrize("name", ["/no/such/folder", "./nor/this"])
    def test_a_model_that_is_not_there(self, name):
        with pytest.raises(JudgeError, match="There is no folder"):
            load_judge(settings(judge=name))
