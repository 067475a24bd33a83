"""Several turns: what was asked and answered before a question."""

from dataclasses import dataclass

from assistant.answer import Answer, Question


@dataclass(frozen=True)
class Turn:
    """A question with the answer that it got."""

    question: Question
    answer: Answer
