"""Copies of true sentences made false in ways that no hard rule sees: sides swapped, a scope widened, a word
turned into its opposite, a clause from elsewhere put in. And copies that stay true: clauses left out."""

import random
import re
from collections.abc import Iterator

from indexing.analysis import is_chinese

_OPPOSITES = """
increase decrease | increases decreases | increasing decreasing | increased decreased | improve impair
improves impairs | improved impaired | improving impairing | better worse | higher lower | larger smaller
more less | before after | strengths weaknesses | advantages drawbacks | first last | outperforms trails
outperform trail | open closed | high low | large small | early late | success failure | support oppose
simple complex | common rare | accurate inaccurate | public private | benefits harms | faster slower
strong weak | efficient wasteful | important irrelevant | enable prevent | enables prevents | enhance reduce
提高 降低 | 提升 削弱 | 增加 减少 | 增强 削弱 | 优于 逊于 | 更高 更低 | 更大 更小 | 更多 更少
之前 之后 | 优势 劣势 | 优点 缺点 | 开放 封闭 | 早期 晚期 | 成功 失败 | 支持 反对 | 简单 复杂 | 常见 罕见
准确 错误 | 公开 私有 | 有益 有害
重要 次要 | 大规模 小规模 | 丰富 贫乏 | 快速 缓慢 | 高效 低效 | 促进 阻碍 | 输入 输出 | 允许 禁止 | 改善 恶化
"""
_WIDER = r"""
\b(?:some|many|several|most|a few)\b => all
\b(?:may|might|could)\b => will always
\b(?:often|sometimes|usually|typically|generally)\b => always
\bone of the\b => the only one of the
\bpotential\b => proven
\b(?:mainly|primarily|mostly)\b => exclusively
一些|许多|大多数|多数|部分|若干|不少 => 所有
可能会?|也许 => 必然
通常|往往|有时|常常|一般 => 总是
主要 => 仅仅
有望|潜在 => 已证实
之一 => 中唯一的一个
"""
_PIVOT = re.compile(
    r"\s(?:outperforms?|than|(?:is|are) based on|instead of|rather than|(?:is|are) trained on|leads? to|into"
    r"|(?:is|are) followed by|(?:is|are) used (?:for|in)|consists? of|depends? on|uses?|over|before|after)\s"
    r"|优于|基于|取代|而不是|转化为|导致|用于|包括|取决于|依赖于?|转换为|应用于|属于|超过"
)
_CLAUSE_END = re.compile(r"(?<=[,;，；])\s*")
_WORDS_SWAPPED = {False: 3, True: 6}
"""How much on either side of a pivot changes places: words, or Chinese characters."""
_SHORTEST = {False: 25, True: 8}  # characters of a clause, by whether it is Chinese


def _changes() -> Iterator[tuple[re.Pattern[str], str]]:
    for entry in re.split(r"\s*[|\n]\s*", _OPPOSITES.strip()):
        one, other = entry.split()
        for word, replacement in ((one, other), (other, one)):
            yield re.compile(rf"\b{word}\b" if word.isascii() else word), replacement


_TO_OPPOSITE = tuple(_changes())
_TO_WIDER = tuple(
    (re.compile(pattern, re.IGNORECASE), wider)
    for pattern, wider in (line.split(" => ") for line in _WIDER.strip().splitlines())
)


def turn_round(sentence: str, draw: random.Random) -> str | None:
    """A word turned into its opposite; None if there is none to turn."""
    return _replaced(sentence, _TO_OPPOSITE, draw)


def widen(sentence: str, draw: random.Random) -> str | None:
    """Some become all, may becomes will; None if nothing limits the sentence."""
    return _replaced(sentence, _TO_WIDER, draw)


def swap_sides(sentence: str, draw: random.Random) -> str | None:
    """What stands around a verb or a comparison changes places; None if there is no such word."""
    pivots = list(_PIVOT.finditer(sentence))
    if not pivots:
        return None
    pivot = draw.choice(pivots)
    before, after = sentence[: pivot.start()], sentence[pivot.end() :]
    if is_chinese(sentence):
        width = _WORDS_SWAPPED[True]
        left, right = (
            re.split(r"[，。；：、]", before)[-1][-width:],
            re.split(r"[，。；：、]", after)[0][:width],
        )
    else:
        width = _WORDS_SWAPPED[False]
        left = " ".join(re.split(r"[,.;:]\s", before)[-1].split()[-width:])
        right = " ".join(re.split(r"[,.;:](?:\s|$)", after)[0].split()[:width])
    if not left or not right or left == right:
        return None
    return before[: len(before) - len(left)] + right + pivot.group() + left + after[len(right) :]


def trim(sentence: str, draw: random.Random) -> str | None:
    """The sentence without its first or its last clause, which leaves it true; None if it has one clause."""
    clauses = split_clauses(sentence)
    if len(clauses) < 2:
        return None
    kept = clauses[1:] if draw.random() < 0.3 else clauses[:-1]
    end = "。" if is_chinese(sentence) else "."
    return " ".join(kept).rstrip(" ,;，；.。") + end


def graft(sentence: str, other: str, draw: random.Random) -> str | None:
    """A clause of `other` put in place of one of the sentence's, or behind it; None if `other` has none."""
    clauses, foreign = split_clauses(sentence), split_clauses(other)
    if not clauses or not foreign:
        return None
    piece = draw.choice(foreign)
    place = draw.randrange(len(clauses) + 1)
    new = [*clauses[:place], piece, *clauses[place + (draw.random() < 0.5) :]]
    return " ".join(part.rstrip(" .。") for part in new).rstrip(",;，；") + sentence[-1]


def split_clauses(sentence: str) -> list[str]:
    """The parts between commas, short ones joined to the next."""
    found: list[str] = []
    shortest = _SHORTEST[is_chinese(sentence)]
    for part in _CLAUSE_END.split(sentence):
        if found and len(found[-1]) < shortest:
            found[-1] += " " + part
        elif part:
            found.append(part)
    return found


def _replaced(
    sentence: str, changes: tuple[tuple[re.Pattern[str], str], ...], draw: random.Random
) -> str | None:
    found = [(match, other) for pattern, other in changes for match in pattern.finditer(sentence)]
    if not found:
        return None
    match, other = draw.choice(found)
    return sentence[: match.start()] + other + sentence[match.end() :]
