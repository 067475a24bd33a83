"""The glossary of a set of texts, from their glosses and from the parallel lines of bilingual ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus import Document, Span
from indexing.glossary.alignment import AlignedTerm, TermAligner
from indexing.glossary.chinese_bounds import TermBounds
from indexing.glossary.glosses import Gloss, find_glosses, is_abbreviation, without_plural
from indexing.glossary.merging import merge, without_slips
from indexing.glossary.nouns import GlossaryEntry, is_han
from indexing.glossary.segments import Vocabulary, segment_pairs
from indexing.glossary.selection import is_reliable
from indexing.glossary.trust import Expansions, trusted
from indexing.glossary.usage import ChineseUsage, EnglishUsage, body

_NO_TERM = frozenset("了在或等")
_LONGEST = 15


def mine_glossary(documents: tuple[Document, ...]) -> tuple[GlossaryEntry, ...]:
    """Every term that the texts gloss or translate, sorted; what several places attest is one entry."""
    return _Miner(documents).entries()


class _Miner:
    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._documents = documents
        single = [document for document in documents if len(document.languages) == 1]
        self._original_english = [body(d) for d in single if "en" in d.languages]
        self._english = EnglishUsage(self._original_english)
        self._chinese = ChineseUsage([body(d) for d in documents if "zh" in d.languages])
        self._bounds = TermBounds(self._chinese)
        self._vocabulary = Vocabulary(single)

    def entries(self) -> tuple[GlossaryEntry, ...]:
        glossed = {document.id: self._glossed(document) for document in self._documents}
        expansions = Expansions(entry for entries in glossed.values() for entry in entries)
        aligned: list[GlossaryEntry] = []
        for document in self._documents:
            if {"en", "zh"} <= set(document.languages):
                aligner = self._aligner(document)
                glossed[document.id] = trusted(
                    document, glossed[document.id], self._original_english, aligner.lexicon, expansions
                )
                aligned += self._aligned(document, aligner, expansions)
        entries = without_slips(merge([entry for entries in glossed.values() for entry in entries]))
        return tuple(sorted(merge([*entries, *aligned]), key=_order))

    def _glossed(self, document: Document) -> list[GlossaryEntry]:
        glosses = find_glosses(body(document))
        by_gloss: dict[str, list[Gloss]] = defaultdict(list)
        for gloss in glosses:
            by_gloss[_explains(gloss)].append(gloss)
        entries = []
        for gloss in glosses:
            chinese, span = self._term(gloss, by_gloss[_explains(gloss)])
            english = self._mended(gloss.english) if gloss.english else None
            entry = GlossaryEntry(english, chinese, gloss.abbreviation, document.id, (span,))
            if len(entry.forms) > 1:
                entries.append(entry)
        return entries

    def _mended(self, english: str) -> str:
        """As running text writes it, with words apart that the converter joined (`visionlanguage`)."""
        plain = self._english.plain(english)
        return re.sub(r"[A-Za-z]+", lambda word: " ".join(self._vocabulary.parts(word.group())), plain)

    def _term(self, gloss: Gloss, same: Sequence[Gloss]) -> tuple[str | None, Span]:
        """The Chinese term of `gloss`, and where the gloss stands with it."""
        context = gloss.context
        if context is None:
            return gloss.chinese, gloss.span
        others = [other.context for other in same if other.context is not None and other is not gloss]
        known = sorted({other.chinese for other in same if other.chinese})
        length = self._bounds.term_length(context, gloss.english or gloss.abbreviation or "", others, known)
        chinese = context.suffix(length)
        if sum(map(is_han, chinese)) < 2 or len(chinese) > _LONGEST or _NO_TERM & set(chinese):
            return None, gloss.span
        return chinese, Span(context.places[-length], gloss.span.end)

    def _aligner(self, document: Document) -> TermAligner:
        segments = [s for s in segment_pairs(document, self._vocabulary) if s.english and s.chinese]
        return TermAligner(document.text, segments, self._english, self._chinese)

    def _aligned(
        self, document: Document, aligner: TermAligner, expansions: Expansions
    ) -> list[GlossaryEntry]:
        entries = [
            self._entry(term, document.id)
            for term in aligner.terms()
            if is_reliable(term, self._english, self._chinese)
        ]
        return [
            entry
            for entry in entries
            if not expansions.concern(entry)
            or not aligner.lexicon.contradicted(expansions.stems(entry), entry.chinese or "")
        ]

    def _entry(self, term: AlignedTerm, document: str) -> GlossaryEntry:
        spellings = Counter(self._english.plain(candidate.english) for candidate in term.candidates)
        written = max(spellings, key=lambda spelling: (spellings[spelling], -len(spelling)))
        short = is_abbreviation(written)
        places = len(term.candidates) + any(candidate.apart for candidate in term.candidates)
        return GlossaryEntry(
            None if short else written,
            term.first.chinese,
            without_plural(written) if short else None,
            document,
            term.first.spans,
            count=len(term.candidates),
            # Laplace's rule of succession: how likely the next place agrees.
            confidence=round((places + 1) / (places + 2), 2),
        )


def _explains(gloss: Gloss) -> str:
    return gloss.abbreviation or (gloss.english or "").casefold()


def _order(entry: GlossaryEntry) -> tuple[str, ...]:
    forms = (entry.english, entry.abbreviation, entry.chinese)
    return ((entry.english or entry.abbreviation or "").casefold(), *(form or "" for form in forms))
