"""Hard rules on top of any judge: numbers, units, names and negations that a claim may not change."""

from assistant.rules.check import violations
from assistant.rules.nouns import Violation, ViolationKind

__all__ = ["Violation", "ViolationKind", "violations"]
