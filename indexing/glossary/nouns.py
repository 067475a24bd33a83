"""The noun of the glossary, and how its terms are written."""

import re
from dataclasses import dataclass

from corpus import Span
from indexing.analysis import fold

CJK = "\u3400-\u9fff"
_HAN = re.compile(f"[{CJK}]")
TOKEN = re.compile(rf"[A-Za-z0-9]+|[{CJK}]")
"""A word of English or a character of Chinese."""

_SHORTEST_PLURAL = 3


@dataclass(frozen=True)
class GlossaryEntry:
    """A term in the forms that one text gives it; at least two of the three are known.

    `spans` quote where `document` first says so: the gloss, or the term in each of two parallel lines.
    `count` is how often all texts say so; `confidence`, from 0 to 1, how sure the miner is.
    """

    english: str | None
    chinese: str | None
    abbreviation: str | None
    document: str
    spans: tuple[Span, ...]
    count: int = 1
    confidence: float = 1.0

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(form for form in (self.english, self.chinese, self.abbreviation) if form)


def is_han(character: str) -> bool:
    return _HAN.match(character) is not None


def same_form(term: str) -> str:
    """What two ways to write a term have in common: letters and characters, without gaps, hyphens, case and
    plural endings."""
    return "".join(singular(part) for part in TOKEN.findall(fold(term).casefold()))


def singular(word: str) -> str:
    """A lower-case English word without the plural's ending."""
    if len(word) <= _SHORTEST_PLURAL or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")
