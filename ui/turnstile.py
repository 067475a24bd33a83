"""How many may ask at the same time, and how many may wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from assistant.errors import AssistantError


class Busy(AssistantError):
    """Too many are waiting."""

    retriable = True


class Turnstile:
    """Lets `at_once` through; further ones wait, but no more than `waiting`."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._through = BoundedSemaphore(at_once)
        self._room = at_once + waiting
        self._lock = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and take it for the block. Raises Busy."""
        with self._lock:
            if not self._room:
                raise Busy("Too many questions are waiting.", "Try again in a moment.")
            self._room -= 1
        try:
            with self._through:
                yield
        finally:
            with self._lock:
                self._room += 1
