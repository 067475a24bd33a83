"""One entry for what several places say, and what one place says against many left out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from indexing.glossary.nouns import GlossaryEntry, same_form

_RIVAL = 1 / 3
"""Of two expansions of an abbreviation, one attested less than this often beside the other is a slip."""

_Key = tuple[str | None, str | None, str | None]


def merge(entries: Sequence[GlossaryEntry]) -> list[GlossaryEntry]:
    """Entries of the same forms become one, and one that has fewer forms becomes part of one that has more:
    `大语言模型 (LLM)` of `大语言模型 (Large language model, LLM)`. The first place stays, counts add up."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if entry.english:
            spellings[same_form(entry.english)][entry.english] += entry.count
    merged: dict[_Key, GlossaryEntry] = {}
    holders: dict[tuple[int, str], list[_Key]] = defaultdict(list)
    for entry in sorted(_completed(entries), key=lambda entry: -len(entry.forms)):
        key = _key(entry)
        known = [(place, form) for place, form in enumerate(key) if form is not None]
        home = key if key in merged else _home(key, [holders[part] for part in known])
        if home is None:
            merged[key] = entry
            for part in known:
                holders[part].append(key)
        else:
            other = merged[home]
            confidence = max(other.confidence, entry.confidence)
            merged[home] = replace(other, count=other.count + entry.count, confidence=confidence)
    return [_respelled(entry, spellings) for entry in merged.values()]


def _respelled(entry: GlossaryEntry, spellings: dict[str, Counter[str]]) -> GlossaryEntry:
    if entry.english is None:
        return entry
    ways = spellings[same_form(entry.english)]
    return replace(entry, english=min(ways, key=lambda way: (-ways[way], way)))


def without_slips(entries: Sequence[GlossaryEntry]) -> list[GlossaryEntry]:
    """Without what an abbreviation or a Chinese term is said to mean far less often than something else:
    `Language Learning Models (LLMs)`."""
    by_abbreviation: dict[str, Counter[str]] = defaultdict(Counter)
    by_chinese: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if entry.abbreviation and entry.english:
            by_abbreviation[entry.abbreviation][same_form(entry.english)] += entry.count
        if entry.abbreviation and entry.chinese:
            by_chinese[entry.chinese][entry.abbreviation] += entry.count
    return [
        entry
        for entry in entries
        if not (
            entry.abbreviation
            and (
                entry.english
                and _outnumbered(by_abbreviation[entry.abbreviation], same_form(entry.english))
                or entry.chinese
                and _outnumbered(by_chinese[entry.chinese], entry.abbreviation)
            )
        )
    ]


def _outnumbered(counts: Counter[str], form: str) -> bool:
    return counts[form] < _RIVAL * max(counts.values())


def _completed(entries: Sequence[GlossaryEntry]) -> list[GlossaryEntry]:
    """Entries of Chinese and abbreviation alone, with the English that the same document gives the
    abbreviation: a bilingual text glosses it once in each language."""
    english: dict[tuple[str, str], GlossaryEntry] = {}
    for entry in entries:
        if entry.english and entry.abbreviation and not entry.chinese:
            english.setdefault((entry.document, entry.abbreviation), entry)
    completed = []
    for entry in entries:
        other = english.get((entry.document, entry.abbreviation or ""))
        if entry.english is None and entry.chinese and other:
            spans = tuple(sorted({*entry.spans, *other.spans}))
            entry = replace(entry, english=other.english, spans=spans)
        completed.append(entry)
    return completed


def _key(entry: GlossaryEntry) -> _Key:
    return (
        same_form(entry.english) if entry.english else None,
        same_form(entry.chinese) if entry.chinese else None,
        entry.abbreviation.casefold() if entry.abbreviation else None,
    )


def _home(key: _Key, holders: Sequence[Sequence[_Key]]) -> _Key | None:
    """The first key that has all forms of `key`."""
    return next((other for other in holders[0] if all(other in others for others in holders[1:])), None)
