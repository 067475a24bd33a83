"""The terms of passages, made once and kept from question to question."""

from collections.abc import Iterable
from typing import NamedTuple

from corpus import Document
from indexing.analysis import terms
from indexing.passages import Passage

CACHED = 20_000


class PassageTerms(NamedTuple):
    """The terms of what a passage says, and of the section path and caption above it, with the name of the
    text's first author, as its own language writes it: people ask what "Zhou et al." say."""

    body: frozenset[str]
    context: frozenset[str]


class TermCache:
    """Keeps the terms of up to CACHED passages of `documents`."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._kept: dict[str, PassageTerms] = {}
        names = {document.id: " ".join(document.authors[:1]).split() for document in documents}
        self._authors = {id: frozenset(terms(" ".join(name[-1:]))) for id, name in names.items()}

    def of(self, passage: Passage) -> PassageTerms:
        found = self._kept.get(passage.id)
        if found is None:
            if len(self._kept) >= CACHED:
                self._kept.clear()
            context = frozenset(terms(passage.context)) | self._authors.get(passage.document, frozenset())
            found = PassageTerms(frozenset(terms(passage.reading)), context)
            self._kept[passage.id] = found
        return found
