"""The door every generator goes through: a question and its evidence in, draft sentences out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Question
from assistant.events import Piece, Thought
from assistant.evidence import Unit
from indexing.passages import Hit
from indexing.query import Query


@dataclass(frozen=True)
class DraftSentence:
    """A sentence before it is checked, with the units of the sources that it rests on.

    `claim` is what is checked, where the sentence is a short form that runs words together (`Scale 34 M`).
    A sentence that gives a thing's `value` says `about` what, so that values can be compared.
    """

    text: str
    sources: tuple[Unit, ...]
    bullet: bool = False
    claim: str = ""
    about: str = ""
    value: str = ""


@dataclass(frozen=True)
class Draft:
    """What a generator wrote. `confidence`, from 0 to 1, is how likely it answers the question at all."""

    sentences: tuple[DraftSentence, ...]
    confidence: float


class Generator(Protocol):
    """Writes an answer from evidence."""

    @property
    def name(self) -> str:
        """Names the generator in answers."""

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Draft an answer to `question` from the passages of `hits`.

        Raises assistant.errors.GeneratorError when the generator fails.
        """

    def stream(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Piece | Thought | Draft]:
        """The same as it is written: pieces of unchecked text, then the draft as the last item."""


def told(draft: Draft) -> Iterator[Piece | Thought | Draft]:
    """A draft that was written at once, as a stream: each sentence is a piece."""
    for number, sentence in enumerate(draft.sentences):
        gap = "" if not number else "\n" if sentence.bullet else " "
        yield Piece(f"{gap}{'- ' if sentence.bullet else ''}{sentence.text}")
    yield draft
