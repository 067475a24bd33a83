"""Does this source support this claim? The door every judge goes through, and the built-in rules.

The built-in judge is made for claims in the words of their sources, as the extractive generator writes them:
support is the share of the claim's content words that the source holds, and hard rules come on top.
"""

import re
from typing import Protocol

from indexing.analysis import normalise, words

THRESHOLD = 0.8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(r"\b(?:not|no|never|without|neither|nor|cannot|n't)\b|n't\b|不|没|无|未|非", re.IGNORECASE)


class Judge(Protocol):
    """Says how well a source supports a claim."""

    @property
    def name(self) -> str:
        """Names the judge in answers."""

    def support(self, claim: str, source: str) -> float:
        """From 0 to 1. Raises assistant.errors.JudgeError when the judge fails."""


class RuleJudge:
    """Word overlap with hard rules: a number or a negation that the source lacks makes support 0."""

    name = "built-in"

    def support(self, claim: str, source: str) -> float:
        if _numbers(claim) - _numbers(source) or bool(_NEGATION.search(claim)) > bool(_NEGATION.search(source)):
            return 0.0
        wanted = set(words(claim))
        if not wanted:
            return 0.0
        return len(wanted & set(words(source))) / len(wanted)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(normalise(text))}
