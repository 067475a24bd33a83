"""The noun of a conversation."""

from dataclasses import dataclass

from assistant.answer import Answer, Question


@dataclass(frozen=True)
class Turn:
    """A question with the answer that it got. The question's text stands alone."""

    question: Question
    answer: Answer
