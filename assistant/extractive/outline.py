"""Sections with numbered parts: what answers `What are the challenges of …?` by its headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.evidence import EvidenceReader
from indexing.analysis import is_chinese, terms
from indexing.blocks import Block, BlockKind, Language
from indexing.query import GENERIC_WORDS, Concept, Query, coverage

FEWEST_PARTS = 3
OPENING = 8_000
"""An abstract stands within this many characters from a text's beginning."""
_ABSTRACT = (("Abstract",), ("摘要",))
ENOUGH = 0.6
"""Share of the question's weight that a section's path and its document's title must express."""
_NUMBERED = re.compile(r"\(?(?:[0-9]+|[A-Z]|[a-z]|[ivxIVX]+)[).]|[0-9]+(?:\.[0-9]+)*\s")
_COLON = re.compile("[:：]")
_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_HEAD_NOUN = re.compile(
    r"\b(?:what|which|name|list|enumerate)\b(?:\s+[\w\-]+){0,5}?\s+([a-z]{3,}s)\b"
    r"|(?:哪[些几]|几)(?:个|种|类|大|点|方面)?的?([\u3400-\u9fff]{2,4}?)(?=[？?，,。、是有包吗呢]|$)"
    r"|([\u3400-\u9fff]{2,3})(?:主要)?(?:有|包括|分为|是)哪[些几](?![\u3400-\u9fff])",
    re.IGNORECASE,
)


@dataclass
class Section:
    """A section with the first block of each numbered part directly below it, in order, and the heading that
    stands by itself above that block, if one does."""

    document: str
    path: tuple[str, ...]
    language: Language
    parts: dict[str, tuple[Block | None, Block]] = field(default_factory=dict)


class Outlines:
    """The sections of documents that have numbered parts, read once each."""

    def __init__(self, reader: EvidenceReader) -> None:
        self.reader = reader
        self._read: dict[str, list[Section]] = {}

    def best(self, query: Query, language: Language, documents: frozenset[str]) -> Section | None:
        """The section that the question is about by its head noun (`challenges`, `挑战`) and its other words;
        in the question's language if one is. What all texts are about (`medical foundation models`) needs
        not be said by a heading, and a noun of the texts' own subject (`models`) names no section."""
        nouns = [noun for noun in head_nouns(query) if not noun.covered_by(self._subject_words)]
        rest = [c for c in self._distinguishing(query.concepts) if c not in nouns]
        found: list[tuple[bool, float, int, int, int, Section]] = []
        for order, document in enumerate(self.reader.documents.values()):
            if documents and document.id not in documents:
                continue
            for place, section in enumerate(self._sections(document.id)):
                path = frozenset(terms(" ".join(section.path)))
                if not any(noun.covered_by(path) for noun in nouns):
                    continue
                if rest and coverage(rest, path) < ENOUGH:
                    continue
                about = coverage(query.concepts, path | frozenset(terms(document.title)))
                foreign = section.language != language
                found.append((foreign, -about, len(section.path), order, place, section))
        return min(found, key=lambda entry: entry[:5])[-1] if found else None

    def _distinguishing(self, concepts: Sequence[Concept]) -> list[Concept]:
        """Those that tell sections apart; of Chinese bigrams none that only joins two words that don't."""
        telling = [concept for concept in concepts if self._distinguishes(concept)]
        joints = [
            middle
            for before, middle, after in zip(concepts, concepts[1:], concepts[2:], strict=False)
            if before not in telling and after not in telling and _joins(before, middle, after)
        ]
        return [concept for concept in telling if concept not in joints]

    def _distinguishes(self, concept: Concept) -> bool:
        ordinary = not concept.known or concept.surface.casefold() in GENERIC_WORDS
        return not ordinary and not concept.covered_by(self._subject)

    @cached_property
    def _subject(self) -> frozenset[str]:
        """The terms of all titles and abstracts together."""
        texts = [document.title for document in self.reader.documents.values()]
        for document in self.reader.documents.values():
            for block in self.reader.store.blocks_between(document.id, 0, OPENING):
                texts += [self.reader.read(block).text] if block.section[:1] in _ABSTRACT else []
        return frozenset(term for text in texts for term in terms(text))

    @cached_property
    def _subject_words(self) -> frozenset[str]:
        """The terms that the titles of more than one text have before their colon."""
        texts = [one for one in self.reader.documents.values() if one.parallel_to is None]
        titles = [frozenset(terms(_COLON.split(text.title)[0])) for text in texts]
        found = Counter(term for title in titles for term in title)
        return frozenset(term for term, count in found.items() if count > 1)

    def _sections(self, document: str) -> list[Section]:
        if document not in self._read:
            text = self.reader.documents[document].text
            self._read[document] = list(_outlined(self.reader.store.blocks_between(document, 0, len(text))))
        return self._read[document]


def head_nouns(query: Query) -> list[Concept]:
    """The concepts of the noun that a question asks a list of."""
    match = _HEAD_NOUN.search(query.text)
    noun = next(filter(None, match.groups()), "").casefold() if match else ""
    return [c for c in query.concepts if c.known and noun and c.surface.casefold() in noun]


def _joins(before: Concept, middle: Concept, after: Concept) -> bool:
    """Whether a Chinese bigram is the end of one and the beginning of another, side by side."""
    chinese = is_chinese(before.surface) and is_chinese(after.surface)
    return chinese and middle.surface == before.surface[-1] + after.surface[0]


def _outlined(blocks: Sequence[Block]) -> Iterator[Section]:
    sections: dict[tuple[Language, tuple[str, ...]], Section] = {}
    headings: dict[tuple[Language, tuple[str, ...]], Block] = {}
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            headings[block.language, block.section] = block
        if block.kind not in _BODY:
            continue
        for depth in range(1, len(block.section)):
            path, part = block.section[:depth], block.section[depth]
            if _NUMBERED.match(part):
                section = sections.setdefault(
                    (block.language, path), Section(block.document, path, block.language)
                )
                section.parts.setdefault(part, (headings.get((block.language, path)), block))
    return (section for section in sections.values() if len(section.parts) >= FEWEST_PARTS)
