"""A language model writes follow-ups as questions that stand alone."""

from collections.abc import Sequence

from assistant.generators.prompts import rewrite_prompt
from assistant.generators.protocol import ChatModel, complete
from assistant.questions import language_of
from assistant.turns.standing import Rewriter
from assistant.turns.turn import Turn

READ = 4
"""The last turns, which are told to the model."""
_LONGEST_ANSWER = 600


def llm_rewriter(model: ChatModel) -> Rewriter:
    """Rewrites with `model`, which reads the last turns. Raises GeneratorError when that fails."""

    def rewrite(text: str, turns: Sequence[Turn]) -> str:
        told = [(turn.question.text, _said(turn)) for turn in turns[-READ:]]
        reply = complete(model, rewrite_prompt(text, language_of(text), told)).text
        return next(filter(None, map(str.strip, reply.splitlines())), "")

    return rewrite


def _said(turn: Turn) -> str:
    answer = turn.answer
    said = " ".join(sentence.text for sentence in answer.sentences) or answer.message
    return said[:_LONGEST_ANSWER]
