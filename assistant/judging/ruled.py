"""Hard rules on top of any judge."""

from assistant.judging.protocol import Judge
from assistant.rules import violations


class RuledJudge:
    """Another judge's word, but 0 for a number, name or negation that the source doesn't have.

    The rules come first: what they turn down need not be read by a slow judge.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    @property
    def name(self) -> str:
        return self._judge.name

    def support(self, claim: str, source: str) -> float:
        return 0.0 if violations(claim, source) else self._judge.support(claim, source)
