"""Several turns: what was said before, and follow-ups made into questions that stand alone."""

from assistant.turns.standing import Rewriter, stand_alone
from assistant.turns.turn import Turn

__all__ = ["Rewriter", "Turn", "stand_alone"]
