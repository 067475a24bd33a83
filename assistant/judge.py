"""Does this source support this claim? The door every judge goes through, and the built-in rules.

The built-in judge is made for claims in the words of their sources, as the extractive generator writes them:
support is the share of the claim's content words that the source holds, and hard rules come on top.
"""

from typing import Protocol

from assistant.rules import violations
from indexing.analysis import words

THRESHOLD = 0.8


class Judge(Protocol):
    """Says how well a source supports a claim."""

    @property
    def name(self) -> str:
        """Names the judge in answers."""

    def support(self, claim: str, source: str) -> float:
        """From 0 to 1. Raises assistant.errors.JudgeError when the judge fails."""


class RuleJudge:
    """Word overlap with hard rules: a number, name or negation that the source lacks makes support 0."""

    name = "built-in"

    def support(self, claim: str, source: str) -> float:
        wanted = set(words(claim))
        if not wanted or violations(claim, source):
            return 0.0
        return len(wanted & set(words(source))) / len(wanted)
