"""Splitting an answer's sentences into claims, each of which is true or false by itself."""

from collections.abc import Sequence
from typing import Protocol

from eval.texts import sentences


class Splitter(Protocol):
    """Takes a sentence of an answer apart."""

    def split(self, text: str) -> Sequence[str]:
        """The claims of `text`, at least one. Raises assistant.errors.JudgeError when splitting fails."""


class SentenceSplitter:
    """Every sentence is a claim."""

    def split(self, text: str) -> Sequence[str]:
        return sentences(text) or [text]
