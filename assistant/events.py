"""What a streamed answer yields, in this order: what was found, unchecked text, the checked answer."""

from dataclasses import dataclass

from assistant.answer import Answer, Question
from indexing.passages import Hit


@dataclass(frozen=True)
class Retrieved:
    """The passages that the answer will be written from, and the question as it was understood: a follow-up
    made to stand alone."""

    hits: tuple[Hit, ...]
    question: Question


@dataclass(frozen=True)
class Thought:
    """A piece of a reasoning model's thoughts."""

    text: str


@dataclass(frozen=True)
class Piece:
    """A piece of the answer as it is written, before anything of it is checked."""

    text: str


@dataclass(frozen=True)
class Settled:
    """The checked answer; the last event."""

    answer: Answer


Event = Retrieved | Thought | Piece | Settled
