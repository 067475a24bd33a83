"""Citation markers in every form that models write them, read as numbers of excerpts.

`[1][2]`, `[1, 2]`, `[1-3]`, `[^1]`, `［1］`, `【1】`, `【1†source】`, `[Excerpt 1]`, `(1)`, `¹`, before or
after the full stop. List marks, years, powers, isotopes, units, intervals and numbers of tables are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOUN = r"(?:excerpts?|sources?|passages?|documents?|docs?|refs?\.?|references?|摘录|来源|文献|段落|证据)"
_NUMBERS = r"\d{1,3}(?:\s*(?:[,，、;；&/]|-|–|—|~|至|到|and|和|及)\s*(?:\^|\#)?\d{1,3})*"
_BRACKETED = re.compile(
    rf"[\[［【]\s*(?:{_NOUN}\s*)?[\^#]?(?P<numbers>{_NUMBERS})\s*\^?(?:†[^\]］】\n]{{0,40}})?\s*[\]］】](?:\([^)\s]*\))?",
    re.IGNORECASE,
)
_ROUND = re.compile(rf"[(（]\s*(?P<noun>{_NOUN}\s*)?(?P<numbers>{_NUMBERS})\s*[)）]", re.IGNORECASE)
_SUPERSCRIPT = re.compile(
    r"(?<![⁻⁺^⁰¹²³⁴⁵⁶⁷⁸⁹])(?P<numbers>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[⁻˒,，][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)(?![⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻A-Za-z])"
)
LONGEST_RANGE = 50
"""A longer one is told by its ends alone."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_PART = re.compile(r"(\d{1,3})(?:\s*(?:-|–|—|~|至|到)\s*[\^#]?(\d{1,3}))?")
_INTERVAL = re.compile(
    r"(?:range[sd]?|intervals?|between|within|from|(?:scaled|normali[sz]ed|clipped|mapped) (?:in)?to|∈|\bCI"
    r"|区间|范围|取值|介于|(?:归一化|缩放|映射)[到至])\s*(?:of|in|to|from|is|are|为|在|是|于)?\s*[:：]?\s*"
    r"(?:[\[［][^\]］]*[\]］]\s*(?:and|or|to|和|到|与)\s*)?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:tables?|figs?\.?|figures?|eqs?\.?|equations?|sections?|sec\.?|steps?|stages?|phases?|items?|表|图|式|公式|第"
    r"|步骤|阶段)\s*$",
    re.IGNORECASE,
)
_BEFORE_POWER = re.compile(r"(?:[\d)\]}^]|(?<![A-Za-z])[A-Za-z]{1,2}|[χσμπλ]|\b(?:log|sin|cos|tan))$")
_CLOSES = re.compile(r"\s*(?:[.。!?！？;；,，、:：]|$|\n|\||[\[［【(（])")
_GLUE = re.compile(r"\s*(?:[,，、;；&]|and|和|及)\s*", re.IGNORECASE)
_LED_IN = re.compile(
    r"(?:(?:(?:according to|based on|per|as (?:stated|described|shown|reported|noted|mentioned) (?:in|by))"
    r"(?:\s+the)?|(?:根据|依据|按照|正如|如|据))\s*"
    rf"(?:{_NOUN})?)$",
    re.IGNORECASE,
)
_LED_OUT = re.compile(r"\s*(?:所述|所示|所说|中?的?(?:描述|记载|说法)|可知|显示)?\s*[,，]?\s*")
_OPENED = re.compile(
    r"[(（]\s*(?:see|cf\.?|e\.g\.,?|from|参见|见|引自|来自|来源|出自)?\s*[:：]?\s*$", re.IGNORECASE
)
_ALONE = re.compile(r"[\s\d\[\]［］【】()（）^,，、;；.。]*?(?:\n|$)")
_CLOSED = re.compile(r"\s*[)）]")


@dataclass(frozen=True)
class Marker:
    """The numbers of one or more markers that stood together, and where in the text without them."""

    place: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Marked:
    """A text without its markers; `ignored` counts numbers that there is no excerpt of."""

    text: str
    markers: tuple[Marker, ...]
    ignored: int


def read_markers(text: str, count: int) -> Marked:
    """Take the markers out of `text`, where excerpts are numbered from 1 to `count`."""
    kept: list[str] = []
    markers: list[Marker] = []
    place = ignored = end = 0
    for start, stop, numbers in _found(text, count):
        piece = _between(text, end, start, glued=bool(markers) and markers[-1].place == place)
        if _ALONE.match(text, stop) and piece.rstrip(" \t").endswith("\n"):
            piece = piece.rstrip()  # on a line of its own, it speaks of the line before
        piece, stop = _without_frame(piece, text, stop)
        kept.append(piece)
        place += len(piece)
        existing = tuple(number for number in numbers if 1 <= number <= count)
        ignored += len(numbers) - len(existing)
        markers.append(Marker(place, existing))
        end = stop
        if kept and _joins_words("".join(kept)[-1:], text[end : end + 1]):
            kept.append(" ")
            place += 1
    kept.append(text[end:])
    return Marked("".join(kept), tuple(marker for marker in markers if marker.numbers), ignored)


def _between(text: str, start: int, end: int, *, glued: bool) -> str:
    """What stands before a marker, without the space or comma that tied it to what it follows."""
    piece = text[start:end]
    if glued and _GLUE.fullmatch(piece):
        return ""
    at_line_start = not piece.strip(" \t") or piece.rstrip(" \t").endswith("\n")
    return piece if at_line_start and "\n" in piece else piece.rstrip(" \t")


def _without_frame(piece: str, text: str, stop: int) -> tuple[str, int]:
    """Take out what only framed the marker: `(see …)`, `According to …,`."""
    opened, closed = _OPENED.search(piece), _CLOSED.match(text, stop)
    if opened and closed:
        return piece[: opened.start()].rstrip(" \t"), closed.end()
    led = _LED_IN.search(piece)
    if led:
        after = _LED_OUT.match(text, stop)
        return piece[: led.start()], after.end() if after else stop
    return piece, stop


def _joins_words(before: str, after: str) -> bool:
    """Whether taking a marker out would run two words together that are not Chinese."""
    return (
        bool(before and after)
        and (before.isalnum() or before in ".!?")
        and after.isalnum()
        and not (before > "\u2e80" or after > "\u2e80")
    )


def _found(text: str, count: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The bounds and numbers of every marker, in order."""
    found: list[tuple[int, int, tuple[int, ...]]] = []
    for match in _BRACKETED.finditer(text):
        numbers = _numbers(match["numbers"])
        is_interval = len(numbers) > 1 and _INTERVAL.search(text[: match.start()])
        if 0 not in numbers and not is_interval:
            found.append((match.start(), match.end(), numbers))
    for match in _SUPERSCRIPT.finditer(text):
        numbers = _superscript(match["numbers"], count)
        if numbers and not _BEFORE_POWER.search(text[: match.start()]):
            found.append((match.start(), match.end(), numbers))
    found += _round(text, count, bracketed=bool(found))
    last = 0
    for start, end, numbers in sorted(found):
        if start >= last:
            last = end
            yield start, end, numbers


def _numbers(written: str) -> tuple[int, ...]:
    """`1, 3-5` as 1, 3, 4, 5."""
    found: list[int] = []
    for match in _PART.finditer(written):
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(first, last + 1) if first <= last <= first + LONGEST_RANGE else [first, last]
    return tuple(dict.fromkeys(found))


def _superscript(written: str, count: int) -> tuple[int, ...]:
    """`¹²` is 12 where there are so many excerpts, else 1 and 2."""
    plain = written.translate(_DIGITS)
    numbers = _numbers(plain)
    if plain.isdigit() and int(plain) > count:
        numbers = tuple(dict.fromkeys(map(int, plain)))
    return () if 0 in numbers else numbers


def _round(text: str, count: int, *, bracketed: bool) -> list[tuple[int, int, tuple[int, ...]]]:
    """Numbers in round brackets that are markers, not list marks, years or counts (`three (3) models`)."""
    found = []
    for match in _ROUND.finditer(text):
        numbers = _numbers(match["numbers"])
        sure = bool(match["noun"])
        if 0 in numbers or _COUNTED.search(text[: match.start()]) and not sure:
            continue
        if sure or (all(number <= count for number in numbers) and _cites(text, match, bracketed)):
            found.append((match.start(), match.end(), numbers))
    if found and not bracketed:
        found += _beyond(text, count, {start for start, _, _ in found})
    return found


def _beyond(text: str, count: int, known: set[int]) -> list[tuple[int, int, tuple[int, ...]]]:
    """Where round brackets are the model's way to cite, those at a sentence's end that cite nothing."""
    return [
        (match.start(), match.end(), _numbers(match["numbers"]))
        for match in _ROUND.finditer(text)
        if match.start() not in known
        and match["numbers"].isdigit()
        and int(match["numbers"]) in range(count + 1, 100)
        and _cites(text, match, bracketed=False)
        and not _COUNTED.search(text[: match.start()])
    ]


def _cites(text: str, match: re.Match[str], bracketed: bool) -> bool:
    """Whether a number in round brackets ends a clause; after a full stop it does so only at the line's end,
    or where no marker of another form shows that the model cites otherwise and no list is counted."""
    before, after = text[: match.start()].rstrip(" \t"), text[match.end() :]
    if before.endswith("\n") and _ALONE.match(after):
        return bool(before.strip())  # on a line of its own, it speaks of the line before
    if not before or before.endswith("\n") or before[-1] in ":：,，、;；":
        return False
    if before[-1] not in ".。!?！？":
        return _CLOSES.match(after) is not None
    line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
    counted = [int(mark) for mark in re.findall(r"[(（](\d{1,2})[)）]\s*(?=[^\s.。!?！？\[(（])", line)]
    is_list = counted[:1] == [1] and counted == list(range(1, len(counted) + 1)) and len(counted) > 1
    at_end = not after.split("\n", 1)[0].strip()
    return at_end or (not bracketed and not is_list)
