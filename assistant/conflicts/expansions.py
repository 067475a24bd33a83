"""What the texts write an abbreviation out as, where they don't agree.

Long forms are found before the abbreviation in brackets by their letters (Schwartz and Hearst 2003).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import EvidenceReader, Unit
from indexing.blocks import BlockKind
from indexing.glossary.nouns import singular
from indexing.passages import Filter, Hit, allows

_SPARE = 5
"""A long form has at most as many words as the abbreviation has letters, and these more."""
_STEM = 3
"""Words with as many first letters in common are forms of one word: `visual`, `vision`."""
_SMALL = frozenset({"of", "the", "for", "with", "and", "in", "from", "to", "a"})
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.FOOTNOTE})
_BREAK = re.compile(r"[.;:()\[\]（）。，；：\u3400-\u9fff]")


@dataclass(frozen=True)
class LongForm:
    """An abbreviation's words as `unit` writes them."""

    unit: Unit
    text: str


def long_forms(abbreviation: str, reader: EvidenceReader, hit: Hit, only: Filter) -> list[LongForm]:
    """The different long forms that the texts give, the most frequent first; of each its first place."""
    found = list(_all(abbreviation, reader, hit, only))
    groups: list[list[LongForm]] = []
    for form in found:
        group = next((group for group in groups if same_words(group[0].text, form.text)), None)
        if group is None:
            groups.append([form])
        else:
            group.append(form)
    groups.sort(key=len, reverse=True)
    return [_usual(group) for group in groups]


def _usual(group: list[LongForm]) -> LongForm:
    """The first with the wording that most have."""
    wording = Counter(form.text.casefold() for form in group).most_common(1)[0][0]
    return next(form for form in group if form.text.casefold() == wording)


def _all(abbreviation: str, reader: EvidenceReader, hit: Hit, only: Filter) -> Iterator[LongForm]:
    place = _in_brackets(abbreviation)
    for document in reader.documents.values():
        for match in place.finditer(document.text):
            for block in reader.store.blocks_between(document.id, match.start(), match.end()):
                if block.kind in _PROSE and allows(only, block):
                    yield from _in_block(abbreviation, reader.units_of_block(block, hit))


def _in_block(abbreviation: str, units: Iterator[Unit]) -> Iterator[LongForm]:
    for unit in units:
        for match in _in_brackets(abbreviation).finditer(unit.text):
            words = long_form(abbreviation, match["beside"] or unit.text[: match.start()])
            if words:
                yield LongForm(unit, words)


def _in_brackets(abbreviation: str) -> re.Pattern[str]:
    """The abbreviation in brackets, perhaps with its words beside it (`大语言模型 (Language Model, LM)`)."""
    short = re.escape(abbreviation)
    return re.compile(rf"[(（]\s*(?:(?P<beside>[A-Za-z\- ]+)[,，]\s*)?{short}s?\s*[)）,，]")


def long_form(abbreviation: str, before: str) -> str:
    """The words at the end of `before` that have the letters of `abbreviation` in order; empty if none do."""
    phrase = _BREAK.split(before.rstrip())[-1]
    letters = [letter for letter in abbreviation.casefold() if letter.isalnum()]
    words = list(re.finditer(r"[A-Za-z0-9]+", phrase))[-(len(letters) + _SPARE) :]
    if not words:
        return ""
    lowered, place = phrase.casefold(), len(phrase)
    for number, letter in enumerate(reversed(letters), 1):
        first = number == len(letters)
        place = lowered.rfind(letter, words[0].start(), place)
        while first and place > 0 and lowered[place - 1].isalnum():
            place = lowered.rfind(letter, words[0].start(), place)
        if place < 0:
            return ""
    return phrase[place:].strip()


def same_words(one: str, other: str) -> bool:
    """Whether two long forms are the same words in other forms: plurals, hyphens, initials."""
    ones, others = _words(one), _words(other)
    if "".join(ones) == "".join(others) or set(ones) <= set(others) or set(others) <= set(ones):
        return True
    return _align(ones, others)


def _align(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words are alike one after the other, or one is the initials of several."""
    if not ones or not others:
        return not ones and not others
    if ones[0][:_STEM] == others[0][:_STEM]:
        return _align(ones[1:], others[1:])
    for short, long in ((ones, others), (others, ones)):
        word = short[0]
        if 1 < len(word) <= len(long) and word == "".join(other[0] for other in long[: len(word)]):
            return _align(short[1:], long[len(word) :])
    return False


def _words(text: str) -> list[str]:
    return [singular(word) for word in re.findall(r"[a-z0-9]+", text.casefold()) if word not in _SMALL]
