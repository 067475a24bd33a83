"""What of a claim's wording its source has. A unit is the stem of an English word or a Chinese character."""

import re
from dataclasses import dataclass
from functools import lru_cache

from indexing.analysis import STOP_WORDS, normalise, stem

_UNIT = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[\u3400-\u9fff]")
_CONTRACTED = re.compile(r"(?<=can)not\b|(?<=\bca)n't\b|n't\b")
_NEGATIONS = frozenset("no not never nor neither cannot without 不 没 未 无 非".split())
_FUNCTION_CHARACTERS = frozenset("的了和在将则与对从以是为被中也就都而及或等其该这那个一些有")


@dataclass(frozen=True)
class Wording:
    """The units of a text in order; `content` are those that are no function words, or all where there are
    only such."""

    units: tuple[str, ...]
    content: tuple[str, ...]


@lru_cache(maxsize=1024)
def read_wording(text: str) -> Wording:
    """The units of `text`."""
    found = _UNIT.findall(_CONTRACTED.sub(" not", normalise(text)))
    telling = [unit for unit in found if unit not in STOP_WORDS and unit not in _FUNCTION_CHARACTERS]
    return Wording(tuple(map(_stemmed, found)), tuple(map(_stemmed, telling or found)))


def _stemmed(unit: str) -> str:
    return stem(unit) if unit.isascii() else unit


def stands_in(claim: Wording, source: Wording) -> bool:
    """Whether the source has all units of the claim in a row."""
    inside, text = (f"\n{one}\n" for one in ("\n".join(claim.units), "\n".join(source.units)))
    return inside in text


def denies(claim: Wording, source: Wording) -> bool:
    """Whether the claim's words stand in the source but for negations that only one of both has."""
    ours, theirs = (
        Wording(tuple(unit for unit in one.units if unit not in _NEGATIONS), one.content)
        for one in (claim, source)
    )
    return bool(ours.units) and stands_in(ours, theirs) and not stands_in(claim, source)


def content_covered(claim: Wording, source: Wording) -> float:
    """The share of the claim's units, without function words, that the source has anywhere."""
    have = frozenset(source.units)
    return sum(unit in have for unit in claim.content) / len(claim.content) if claim.units else 0.0
