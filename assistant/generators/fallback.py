"""An explicit stand-in for a generator that fails; the answer says that it was needed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from assistant.answer import Question
from assistant.errors import GeneratorError
from assistant.events import Piece, Thought
from assistant.generation import Draft, DraftSentence, Generator, Repairer
from indexing.passages import Hit
from indexing.query import Query


class FailedGenerator:
    """Stands for a generator that could not be loaded: it fails whenever it is asked."""

    def __init__(self, name: str, error: GeneratorError) -> None:
        self.name = name
        self.error = error

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Raises GeneratorError."""
        raise self.error

    def stream(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Piece | Thought | Draft]:
        """Raises GeneratorError."""
        raise self.error


class FallbackGenerator:
    """Asks the first generator, and the second when the first fails."""

    def __init__(self, first: Generator, second: Generator) -> None:
        self.first = first
        self.second = second

    @property
    def name(self) -> str:
        """The first's; a draft that the second wrote names it."""
        return self.first.name

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Draft an answer with either. Raises GeneratorError when both fail."""
        *_, draft = self.stream(question, query, hits)
        return cast(Draft, draft)

    def stream(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Piece | Thought | Draft]:
        """The first's stream; where it breaks off, the second's follows on a new line."""
        begun = False
        try:
            for item in self.first.stream(question, query, hits):
                begun = True
                yield item
            return
        except GeneratorError as error:
            failure = error
        if begun:
            yield Piece("\n")
        for item in self.second.stream(question, query, hits):
            yield self._marked(item, failure) if isinstance(item, Draft) else item

    def repair(
        self, question: Question, sentences: Sequence[DraftSentence], hits: Sequence[Hit]
    ) -> tuple[DraftSentence | None, ...]:
        """Only what the first wrote can be rewritten, by it; where it fails now, nothing is."""
        written = all(sentence.written for sentence in sentences)
        if not written or not isinstance(self.first, Repairer):
            return (None,) * len(sentences)
        try:
            return self.first.repair(question, sentences, hits)
        except GeneratorError:
            return (None,) * len(sentences)

    def _marked(self, draft: Draft, failure: GeneratorError) -> Draft:
        name = f"{self.second.name} (in place of {self.first.name})"
        return replace(draft, generator=name, notes=(*draft.notes, f"{failure} {self.second.name} answered."))
