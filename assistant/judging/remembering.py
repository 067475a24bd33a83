"""Remembers what a judge said: an answer asks for the same pair more than once, and models are slow."""

from collections import OrderedDict
from threading import Lock

from assistant.judging.protocol import Judge

KEPT = 4096


class RememberingJudge:
    """A judge that is asked once about each of the last KEPT pairs. Safe to share between threads if the
    judge is; a failure is not remembered."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._kept: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._judge.name

    def support(self, claim: str, source: str) -> float:
        pair = (claim, source)
        with self._lock:
            if pair in self._kept:
                self._kept.move_to_end(pair)
                return self._kept[pair]
        support = self._judge.support(claim, source)
        with self._lock:
            self._kept[pair] = support
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return support
