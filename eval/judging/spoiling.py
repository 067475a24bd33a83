"""Spoilt copies of true claims, in both languages: a judge that passes them can't be trusted.

The patterns are their own, none of the rules' code, so that what the rules overlook is not overlooked here.
Every draw is seeded by the claim.
"""

import random
import re
from collections.abc import Iterator

KINDS = ("number", "name", "negation", "extent")
_NUMBER = re.compile(r"(?<![A-Za-z0-9\-.])[0-9]+(?:[.,][0-9]+)*(?![A-Za-z0-9\-]*[A-Z])")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][a-z]+ [A-Z][a-z]+|[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}[\w-]*)(?![\w-])")
_NAMES = ("Zephyra", "Corvane Institute", "QuillNet", "Marbeck", "TALUS-4")
_NEGATIONS = (
    (re.compile(r"\b(is|are|was|were|can|could|will|has been|have been)\b(?! not)"), r"\1 not"),
    (re.compile(r"(?<![不无没])(可以|能够|会|需要|具有|使用|包括|导致)"), r"不\1"),
    (re.compile(r"(?<![不就还都总可但])是(?![否])"), "不是"),
)
_EXTENTS = (
    (re.compile(r"\b(?:some|many|several|most)\b", re.IGNORECASE), "all"),
    (re.compile(r"\b(?:may|might|can|could)\b", re.IGNORECASE), "always"),
    (re.compile(r"\boften|usually|sometimes\b", re.IGNORECASE), "always"),
    (re.compile(r"一些|许多|部分|大多数?"), "所有"),
    (re.compile(r"可能|往往|通常|有时"), "总是"),
)


def spoilt(claim: str, source: str) -> Iterator[tuple[str, str]]:
    """Kinds and spoilt forms of the claim, one of each kind that it has room for. What is put in stands
    nowhere in the source."""
    draw = random.Random(claim)
    if numbers := list(_NUMBER.finditer(claim)):
        found = draw.choice(numbers)
        other = _other_number(found.group(), source, draw)
        yield "number", claim[: found.start()] + other + claim[found.end() :]
    if names := list(_NAME.finditer(claim)):
        found = draw.choice(names)
        yield "name", claim[: found.start()] + draw.choice(_NAMES) + claim[found.end() :]
    for kind, changes in (("negation", _NEGATIONS), ("extent", _EXTENTS)):
        for pattern, other in changes:
            changed = pattern.sub(other, claim, count=1)
            if changed != claim:
                yield kind, changed
                break


def _other_number(number: str, source: str, draw: random.Random) -> str:
    """Another number of the same form that the source doesn't have."""
    while True:
        digits = "".join(draw.choice("123456789") if c.isdigit() else c for c in number)
        if digits not in source:
            return digits
        number += "7"
