"""Lists in the sources: enumerated in a paragraph, over list items, or as a section's run-in headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Unit
from indexing.blocks import Block, BlockKind

_SIGNS = (
    re.compile(r"(?<![A-Za-z0-9_.])\(?([1-9][0-9]?)[)）]\s?"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])\s?"),
    re.compile(r"(?<![\w(])\(?(i{1,3}|iv|v|vi{0,3})\)\s?"),
    re.compile(r"(?<![\w(])\(?([a-h])\)\s?"),
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_TRAILING = re.compile(r"[\s;；,，、.。]*(?:\band\b|\bor\b|以及|和)?\s*$")
_NUMBERED = re.compile(r"\(?(?:[0-9]+|[a-z]|[ivx]+)[).]|[0-9]+(?:\.[0-9]+)*\s")
ANNOUNCES = re.compile(
    r"(?:\b(?:following|as follows|below|namely|these are)\b|如下|以下)[^.。]*[.。:：]?\s*$|[:：]\s*$"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|several)\b.{0,60}[.:]?\s*$"
    r"|[两三四五六七八九十几][个类种大项].{0,20}[。:：]?\s*$",
    re.IGNORECASE,
)

_NUMBERS = {
    **dict(zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True)),
    **dict(zip("两二三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)),
}
_COUNT = re.compile(
    r"\b(?:which|what|the|name|list) (two|three|four|five|six|seven|eight|nine|ten|[2-9])\b(?! years"
    r"| percent)"
    r"|[哪这那]([两二三四五六七八九十2-9])(?![0-9年])|([两二三四五六七八九十2-9])(?:类|种|大|方面|个(?:方面"
    r"|特[征点]|目标))",
    re.IGNORECASE,
)

_COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|several|following)\s+(?:[\w\-]+\s+){0,3}?[a-z]+s\b"
    r"|[两三四五六七八几][个类种大项点方]",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"^(?:The )?(?:first|second|third|fourth|fifth|last|other|another)(?:ly)?\b"
    r"|^(?:Finally|Lastly|On the (?:one|other) hand)\b"
    r"|^(?:首先|其次|再次|最后|另一[个种类方]|第[一二三四五六七八]|[一二三四五六]是)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Enumeration:
    """`intro` and the `[start, end)` of each item, in one text."""

    intro: tuple[int, int]
    items: tuple[tuple[int, int], ...]


def asked_count(question: str) -> int | None:
    """How many items the question says there are ("which four …", `哪三类`); None if it doesn't."""
    match = _COUNT.search(question)
    if match is None:
        return None
    word = next(group for group in match.groups() if group).casefold()
    return _NUMBERS.get(word) or int(word)


def inline_enumeration(text: str) -> Enumeration | None:
    """The enumeration with the most items that `text` spells out (`1) …; 2) …`); None below two items."""
    found = [enumeration for sign in _SIGNS if (enumeration := _enumerated(text, sign))]
    return max(found, key=lambda enumeration: len(enumeration.items), default=None)


def _enumerated(text: str, sign: re.Pattern[str]) -> Enumeration | None:
    signs: list[re.Match[str]] = []
    for match in sign.finditer(text):
        number = _number(match.group(1))
        if number == len(signs) + 1:
            signs.append(match)
        elif number == 1 and len(signs) < 2:
            signs = [match]
    if len(signs) < 2:
        return None
    ends = [following.start() for following in signs[1:]] + [_end_of_last(text, signs[-1].end())]
    items = tuple(_trimmed(text, match.end(), end) for match, end in zip(signs, ends, strict=True))
    return Enumeration((0, signs[0].start()), items)


def _number(sign: str) -> int:
    if sign.isdecimal():
        return int(sign)
    if sign in _CIRCLED:
        return _CIRCLED.index(sign) + 1
    if sign in _ROMAN and sign != "v":
        return _ROMAN.index(sign) + 1
    return ord(sign) - ord("a") + 1


def _end_of_last(text: str, start: int) -> int:
    """The last item ends with its sentence."""
    match = re.compile(r"[.。](?=\s|$)|[。]").search(text, start)
    return match.start() if match else len(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    tail = _TRAILING.search(text, start, end)
    return start, tail.start() if tail and tail.start() > start else end


def following_items(block: Block, blocks: Sequence[Block]) -> list[Block]:
    """The list items that stand right after `block` in its section, up to the next block of another kind."""
    after = [other for other in blocks if other.start >= block.end and other.kind is not BlockKind.LAYOUT]
    items = []
    for other in after:
        if other.kind is not BlockKind.LIST_ITEM or other.section[: len(block.section)] != block.section:
            break
        items.append(other)
    return items


def subsections(block: Block, blocks: Sequence[Block]) -> list[Block]:
    """The first block under each numbered heading directly below `block`'s section, as far as that goes."""
    depth = len(block.section)
    firsts: dict[str, Block] = {}
    for other in blocks:
        if other.start < block.end or other.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            continue
        if other.section[:depth] != block.section:
            break
        if len(other.section) > depth and _NUMBERED.match(other.section[depth]):
            firsts.setdefault(other.section[depth], other)
    return list(firsts.values())


def announces_list(unit: Unit) -> bool:
    """Whether a unit says that a list follows."""
    return ANNOUNCES.search(unit.text) is not None


def counts(unit: Unit) -> bool:
    """Whether a unit says how many things there are; sentences that begin with ordinals may tell them."""
    return _COUNTS.search(unit.text) is not None
