"""The terms of passages, made once and kept from question to question."""

from typing import NamedTuple

from indexing.analysis import terms
from indexing.passages import Passage

CACHED = 20_000


class PassageTerms(NamedTuple):
    """The terms of what a passage says, and of the section path and caption above it."""

    body: frozenset[str]
    context: frozenset[str]


class TermCache:
    """Keeps the terms of up to CACHED passages."""

    def __init__(self) -> None:
        self._kept: dict[str, PassageTerms] = {}

    def of(self, passage: Passage) -> PassageTerms:
        found = self._kept.get(passage.id)
        if found is None:
            if len(self._kept) >= CACHED:
                self._kept.clear()
            found = PassageTerms(frozenset(terms(passage.reading)), frozenset(terms(passage.context)))
            self._kept[passage.id] = found
        return found
