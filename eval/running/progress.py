"""How far a run is, and how long it will take yet."""

from collections.abc import Callable
from time import monotonic

Note = Callable[[str], None]
_MINUTE, _HOUR = 60, 3600


class Progress:
    """Notes a line a question: `12/160 en-dev-12, 40 s left`."""

    def __init__(self, count: int, note: Note, clock: Callable[[], float] = monotonic) -> None:
        self._count = count
        self._note = note
        self._clock = clock
        self._started = clock()
        self._done = 0
        self._skipped = 0

    def skip(self, count: int) -> None:
        """So many are there already."""
        self._done = self._skipped = count

    def reach(self, done: int, what: str) -> None:
        """So many are done."""
        self._done = done - 1
        self.step(what)

    def step(self, what: str) -> None:
        """One more is done."""
        self._done += 1
        spent = self._clock() - self._started
        left = spent / (self._done - self._skipped) * (self._count - self._done)
        self._note(f"{self._done}/{self._count} {what}, {duration(left)} left")


def duration(seconds: float) -> str:
    """`40 s`, `2 min 5 s`, `1 h 3 min`."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
