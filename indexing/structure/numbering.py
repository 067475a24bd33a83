"""Numbers in front of headings: `II.`, `B.`, `4.2`, `3)`, `a)`.

Several schemes share their signs (`I.` is one and the ninth letter), so a number is read in the light of
those before it. The scheme gives the level; Markdown's `#` doesn't, since converters guess it from the type.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from indexing.structure.language import CJK


class Scheme(StrEnum):
    ROMAN = "roman"
    LETTER = "letter"
    DECIMAL = "decimal"
    ITEM = "item"
    SUBITEM = "subitem"
    CHINESE = "chinese"
    CHINESE_IN_BRACKETS = "chinese in brackets"


LEVELS = {
    Scheme.ROMAN: 1,
    Scheme.CHINESE: 1,
    Scheme.LETTER: 2,
    Scheme.CHINESE_IN_BRACKETS: 2,
    Scheme.ITEM: 4,
    Scheme.SUBITEM: 5,
}
UNNUMBERED_LEVEL = 6
"""Below every number but above nothing: run-in headings without one."""

_CHINESE_DIGITS = "一二三四五六七八九十"
_CHINESE = re.compile(
    rf"(?P<bracket>[（(])?(?P<mark>[{_CHINESE_DIGITS}]{{1,3}})(?(bracket)[)）]|[、.．])\s*\S"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_MARKED = re.compile(rf"(?P<mark>[IVX]+|[A-Z])[.、]\s*(?=[A-Z{CJK}])")
_DECIMAL = re.compile(rf"(?P<mark>\d{{1,2}}(?:\.\d{{1,2}})*)[.、]?\s+(?=[A-Z{CJK}])")
# A number that got lost by a bad page break must not make the rest of a text lose its headings.
_GAP = 3


@dataclass(frozen=True)
class Number:
    """A heading's number: its scheme and its place in it (`4.2` is `(4, 2)`)."""

    scheme: Scheme
    place: tuple[int, ...]

    @property
    def level(self) -> int:
        return len(self.place) if self.scheme is Scheme.DECIMAL else LEVELS[self.scheme]

    def follows(self, last: "Number | None") -> bool:
        """Whether it can come next after `last`, the latest of its scheme in reach."""
        if last is None or len(self.place) > len(last.place):
            return self.place[-1] <= _GAP
        before, here = last.place[: len(self.place)], self.place
        if before[:-1] != here[:-1]:
            return before[:-1] < here[:-1] and here[-1] == 1
        return before[-1] < here[-1] <= before[-1] + _GAP


class Numbering:
    """Reads the numbers of a text's headings one after another."""

    def __init__(self) -> None:
        self._last: dict[Scheme, Number] = {}

    def read(self, title: str) -> Number | None:
        """The number that `title` opens with, or None if it has none that fits the numbers before."""
        fitting = [number for number in _readings(title) if number.follows(self._last.get(number.scheme))]
        if not fitting:
            return None
        number = min(fitting, key=self._leap)
        self._last[number.scheme] = number
        for scheme in LEVELS:
            if LEVELS[scheme] > number.level:
                self._last.pop(scheme, None)
        return number

    def _leap(self, number: Number) -> int:
        last = self._last.get(number.scheme)
        return number.place[-1] - (last.place[-1] if last and len(last.place) >= len(number.place) else 0)


def _readings(title: str) -> list[Number]:
    if match := _DECIMAL.match(title):
        return [Number(Scheme.DECIMAL, tuple(int(part) for part in match["mark"].split(".")))]
    if match := _CHINESE.match(title):
        scheme = Scheme.CHINESE_IN_BRACKETS if match["bracket"] else Scheme.CHINESE
        return [Number(scheme, (_chinese(match["mark"]),))]
    match = _MARKED.match(title)
    if not match:
        return []
    mark, found = match["mark"], []
    if set(mark) <= _ROMAN_VALUES.keys():
        found.append(Number(Scheme.ROMAN, (_roman(mark),)))
    if len(mark) == 1:
        found.append(Number(Scheme.LETTER, (ord(mark) - ord("A") + 1,)))
    return found


def _chinese(mark: str) -> int:
    """`三` is 3, `十二` 12, `二十` 20, `二十一` 21."""
    tens, ten, ones = mark.partition("十")
    if not ten:
        return _CHINESE_DIGITS.index(mark[0]) + 1
    return 10 * (_CHINESE_DIGITS.index(tens) + 1 if tens else 1) + (
        _CHINESE_DIGITS.index(ones) + 1 if ones else 0
    )


def _roman(mark: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in mark]
    signed = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in signed)
