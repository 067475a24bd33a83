"""Conversations: the turns that each person has had, under a name that nobody else can guess."""

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from assistant.answer import Answer
from assistant.turns import Turn

MOST_CONVERSATIONS = 500
MOST_TURNS = 50
"""Of more than these the oldest are forgotten."""
_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass
class Conversation:
    """What one person asked and was answered; `first` is the number of the oldest turn that is kept."""

    name: str
    turns: list[Turn] = field(default_factory=list)
    first: int = 0

    def keep(self, count: int) -> None:
        """Forget all turns but the first `count`, as they are numbered."""
        del self.turns[max(0, count - self.first) :]

    def add(self, turn: Turn) -> int:
        """Remember a turn and give its number."""
        self.turns.append(turn)
        if len(self.turns) > MOST_TURNS:
            del self.turns[0]
            self.first += 1
        return self.first + len(self.turns) - 1


class Conversations:
    """All conversations of one run of the app, in memory only. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._all: OrderedDict[str, Conversation] = OrderedDict()

    def get(self, name: str) -> Conversation:
        """The conversation of that name; a new one under a new name when there is none."""
        with self._lock:
            found = self._all.get(name) if _NAME.fullmatch(name) else None
            if found is None:
                found = Conversation(secrets.token_urlsafe(18))
                self._all[found.name] = found
            self._all.move_to_end(found.name)
            while len(self._all) > MOST_CONVERSATIONS:
                self._all.popitem(last=False)
            return found

    def answer(self, name: str, turn: int) -> Answer | None:
        """The answer of a turn, if it is still known."""
        with self._lock:
            found = self._all.get(name)
            place = turn - found.first if found else -1
            return found.turns[place].answer if found and 0 <= place < len(found.turns) else None
