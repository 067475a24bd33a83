"""The door that every judge goes through."""

from typing import Protocol

THRESHOLD = 0.8
"""Support from which on a sentence counts as supported."""


class Judge(Protocol):
    """Says how well a source supports a claim, in any pairing of English and Chinese."""

    @property
    def name(self) -> str:
        """Names the judge in answers."""

    def support(self, claim: str, source: str) -> float:
        """From 0 to 1. Raises assistant.errors.JudgeError when the judge fails: the claim is unsupported
        then, whatever it says."""
