"""The door every system goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from corpus import Document, Span


@dataclass(frozen=True)
class Found:
    """Where in a document a retrieved passage stands. `text` is that of a passage which stands nowhere: one
    that was planted to see what comes of it."""

    document: str
    spans: tuple[Span, ...]
    text: str = ""


class System(Protocol):
    """Finds passages. It is made with the folder in which its index lies or will lie."""

    @property
    def name(self) -> str:
        """What it is called in tables and on the command line."""

    @property
    def default_k(self) -> int:
        """How many passages its users get unless they ask for another number."""

    @property
    def models(self) -> tuple[Path, ...]:
        """Folders of the weights without which it doesn't run."""

    def build(self, documents: Sequence[Document]) -> None:
        """Write the index of `documents` into the folder."""

    def search(self, question: str, k: int) -> list[Found]:
        """The `k` best passages, best first; the first call opens the index that `build` wrote."""


@runtime_checkable
class Answerer(System, Protocol):
    """A system that writes answers without a language model."""

    def answer(self, question: str) -> str:
        """The text of the answer, or of the refusal."""
