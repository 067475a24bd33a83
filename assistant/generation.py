"""The door every generator goes through: a question and its evidence in, draft sentences out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant.answer import Question
from assistant.events import Piece, Thought
from assistant.evidence import Unit
from indexing.passages import Hit
from indexing.query import Query


@dataclass(frozen=True)
class DraftSentence:
    """A sentence before it is checked, with the units of the sources that it rests on.

    A sentence that a model wrote (`written`) names passages only, as `cited`; where in them it stands is
    looked for, as it is in all passages for one that names none. `leads` marks a line that bullets complete.
    `claim` is what is checked, where the sentence is a short form that runs words together (`Scale 34 M`).
    A sentence that gives a thing's `value` says `about` what, so that values can be compared.
    """

    text: str
    sources: tuple[Unit, ...]
    bullet: bool = False
    claim: str = ""
    about: str = ""
    value: str = ""
    cited: tuple[Hit, ...] = ()
    leads: bool = False
    written: bool = False


@dataclass(frozen=True)
class Draft:
    """What a generator wrote. `confidence`, from 0 to 1, is how likely it answers the question at all.

    The other fields are those of `Answer`; `generator` is empty where the generator's own name holds.
    """

    sentences: tuple[DraftSentence, ...]
    confidence: float
    thinking: str = ""
    prompts: str = ""
    ignored_markers: int = 0
    left_out: int = 0
    generator: str = ""
    notes: tuple[str, ...] = ()


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


@runtime_checkable
class Repairer(Protocol):
    """A generator that can rewrite sentences which their sources don't support."""

    def repair(
        self, question: Question, sentences: Sequence[DraftSentence], hits: Sequence[Hit]
    ) -> tuple[DraftSentence | None, ...]:
        """For each of `sentences` one that says what its passages say, None where there is nothing to say;
        `hits` are those that sentences without any passage may rest on.

        Raises GeneratorError.
        """


def told(draft: Draft) -> Iterator[Piece | Thought | Draft]:
    """A draft that was written at once, as a stream: each sentence is a piece."""
    for number, sentence in enumerate(draft.sentences):
        gap = "" if not number else "\n" if sentence.bullet else " "
        yield Piece(f"{gap}{'- ' if sentence.bullet else ''}{sentence.text}")
    yield draft
