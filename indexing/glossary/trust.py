"""Which glosses of a machine translation to believe."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from corpus import Document, Span
from indexing.analysis import STOP_WORDS, stem
from indexing.glossary.chinese_bounds import gloss_words
from indexing.glossary.glosses import without_plural
from indexing.glossary.lexicon import Lexicon
from indexing.glossary.nouns import GlossaryEntry, same_form

_FEWEST_PER_WORD = 1.5


class Expansions:
    """The words of each abbreviation, as any text gives them."""

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        self._words: dict[str, set[str]] = defaultdict(set)
        self._phrases: set[str] = set()
        for entry in entries:
            if entry.english and entry.abbreviation:
                self._words[entry.abbreviation] |= _stems(entry.english)
                self._phrases.add(same_form(entry.english))

    def concern(self, entry: GlossaryEntry) -> bool:
        """Whether the entry's English is or holds an abbreviation, or is what one stands for."""
        names = _names(entry)
        return any(name in self._words for name in names) or same_form(entry.english or "") in self._phrases

    def stems(self, entry: GlossaryEntry) -> set[str]:
        """The stems of the entry's English and of the abbreviations in it."""
        stems = _stems(entry.english or "")
        for name in _names(entry):
            stems |= self._words.get(name, set())
        return stems


def trusted(
    document: Document,
    entries: Iterable[GlossaryEntry],
    originals: Iterable[str],
    lexicon: Lexicon,
    expansions: Expansions,
) -> list[GlossaryEntry]:
    """The glosses of a machine translation without its inventions: English that the `originals` have nowhere
    (`LAMs (Large Action Models)`), and Chinese that translates other words (`大语言模型 (LAM)`)."""
    original = _letters(" ".join(originals))
    kept = []
    for entry in entries:
        if entry.english and _letters(entry.english) not in original:
            continue
        words = expansions.stems(entry)
        if entry.chinese is None or not words:
            kept.append(entry)
        elif lexicon.supports(words, entry.chinese) and (trimmed := _trim(entry, document, lexicon, words)):
            kept.append(trimmed)
    return kept


def _trim(
    entry: GlossaryEntry, document: Document, lexicon: Lexicon, words: set[str]
) -> GlossaryEntry | None:
    """The entry without the beginning of its Chinese that translates other words than `words`
    (`医学影像` of `医学影像计算机辅助诊断 (CAD)`); None if too little is left."""
    chinese = entry.chinese or ""
    cut = lexicon.contradicted(words, chinese)
    if not cut:
        return entry
    rest = chinese[cut:]
    start, end = entry.spans[-1]
    place = document.text.find(rest, start, end)
    if place < 0 or len(rest) < _FEWEST_PER_WORD * gloss_words(entry.abbreviation or entry.english or ""):
        return None
    return replace(entry, chinese=rest, spans=(*entry.spans[:-1], Span(place, end)))


def _names(entry: GlossaryEntry) -> list[str]:
    words = re.findall(r"[A-Za-z-]+", f"{entry.english or ''} {entry.abbreviation or ''}")
    return [without_plural(word) for word in words]


def _stems(english: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[a-z]+", english.casefold())} - STOP_WORDS


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())
