"""Dates and times of day. Their parts are quantities of their own, so that `2024 年 2 月` meets
`February 2024`."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.quantities.nouns import Numeral

_MONTHS = "january february march april may june july august september october november december".split()
_NAMES = "|".join(
    [*(month.capitalize() for month in _MONTHS), *(f"{m[:3].capitalize()}\\b\\.?" for m in _MONTHS), "Sept"]
)
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"(?:[0-2]?[0-9]|3[01])"
_ORDINAL = r"(?:st|nd|rd|th)?"

_TENS = "一二三四五六七八九"

_DATES = re.compile(
    # 21 January 2020, January 21, 2020, Feb 2024, 5 May
    rf"(?<![A-Za-z0-9.])(?:(?P<day1>{_DAY}){_ORDINAL}(?: of)? )?\b(?P<name>{_NAMES})(?![a-z])"
    rf"(?: (?P<day2>{_DAY}){_ORDINAL}(?![0-9.%A-Za-z]))?(?:,? (?P<year1>{_YEAR})(?![0-9]))?"
    # 2024 年 2 月 1 日, 2 月 1 日
    rf"|(?<![0-9.])(?:(?P<year2>{_YEAR})\s?年\s?)?(?P<month2>1[0-2]"
    rf"|0?[1-9])\s?月(?:\s?(?P<day3>{_DAY})\s?[日号])?"
    rf"|(?<![0-9.])(?P<day4>{_DAY})\s?日(?!常|志|均|益)"
    rf"|(?<![0-9.,])(?P<year3>{_YEAR})\s?年(?!代)"
    # 2024-02-01
    rf"|(?<![0-9-])(?P<year4>{_YEAR})[-/](?P<month4>1[0-2]|0[1-9])(?:[-/](?P<day5>0[1-9]|[12][0-9]"
    rf"|3[01]))?(?![0-9-])"
    # The 1990s, 20 世纪 90 年代 (its century is hidden), 90 年代
    rf"|(?<![0-9])(?P<decade1>{_YEAR[:-6]}[0-9]0)['’]?s\b|(?<![0-9])(?P<decade2>[1-9]0)\s?年代"
    rf"|(?<![{_TENS}百])(?P<zhdecade>[{_TENS[1:]}])十\s?年代(?![表码价替言])"
    # '70s, 70's; not an age, `in their 70's`
    r"|(?<!heir )(?<!his )(?<!her )(?:['’](?P<decade3>[1-9]0)s\b|(?<![0-9])(?P<decade4>[1-9]0)['’]s\b)"
    # 15:30, 3:30 pm, 4 时 17 分, 下午 3 点 30 分
    r"|(?<![0-9:.])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?![0-9:])(?:\s?(?P<half>[ap])\.?m\b)?"
    r"|(?<![0-9.])(?P<hour2>[01]?[0-9]|2[0-3])\s?[点时]\s?(?P<minute2>[0-5]?[0-9])\s?分(?!钟|之)"
    r"|(?P<zhhalf>上午|下午|凌晨|清晨|早上|晚上|傍晚"
    r"|中午)\s?(?P<zhhour>[0-9]{1,2})\s?[点时](?:\s?(?P<zhminute>[0-9]{1,2})\s?分)?"
)
_NOON = 12


def find_calendar(text: str) -> Iterator[Numeral]:
    """The years, months, days, decades and times of day of `text`."""
    for match in _DATES.finditer(text):
        if match["name"] and not any(match[name] for name in ("day1", "day2", "year1")):
            # A month's name alone may be a word, or a person's name.
            continue
        yield from _parts(match)


def _parts(match: re.Match[str]) -> Iterator[Numeral]:
    for name, written in match.groupdict().items():
        if not written:
            continue
        kind, span = name.rstrip("12345"), match.span(name)
        if kind in {"year", "month", "day"}:
            yield _calendar(Decimal(written), kind, span)
        elif kind == "name":
            yield _calendar(Decimal(_month(written)), "month", span)
        elif kind == "decade":
            value = Decimal(written) + (1900 if len(written) == 2 else 0)
            yield _calendar(value, "decade", span)
        elif kind == "zhdecade":
            yield _calendar(Decimal(1900 + 10 * (_TENS.index(written) + 1)), "decade", match.span())
        elif kind in {"hour", "zhhour"}:
            yield _calendar(_minutes(match), "clock", match.span())


def _calendar(value: Decimal, unit: str, span: tuple[int, int]) -> Numeral:
    return Numeral(value, Decimal(0), *span, unit=unit)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _minutes(match: re.Match[str]) -> Decimal:
    hour = int(match["hour"] or match["hour2"] or match["zhhour"])
    minute = int(match["minute"] or match["minute2"] or match["zhminute"] or 0)
    afternoon = match["half"] == "p" or match["zhhalf"] in {"下午", "晚上", "傍晚"}
    if afternoon and hour < _NOON:
        hour += _NOON
    elif match["half"] == "a" and hour == _NOON:
        hour = 0
    return Decimal(60 * hour + minute)
