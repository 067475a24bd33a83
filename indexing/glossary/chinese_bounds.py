"""Where a Chinese term begins that stands right before its gloss: `提出了自监督预训练 (Self-supervised …)`.

Chinese has no spaces, so the beginning is found from what may not belong to a term (stops, function words,
verbs that introduce), from how long the term can be for its gloss, and from what recurs before the same
gloss.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from indexing.glossary.nouns import CJK, is_han
from indexing.glossary.usage import FUNCTION_CHARACTERS, ChineseUsage

_TOKEN = re.compile(rf"[{CJK}]|[A-Za-z0-9-]+")
_REACH = 40

_LEAD_WORDS = (
    "特别是 随着 通过 包括 称为 例如 比如 诸如 此类 这类 其他 一个 一种 一类 近期 最近 当前 经典 传统"
    " 新一轮 训练 构建 提高 达到 引入 提出 开发 利用 使用 采用 执行 进行 结合 融合 根据 针对 特定"
    " 介绍 本节 取得 成为 由于 以及 并 称 如 像 除 何 他"
).split()
_BASED = "基于(?!.*的)"
"""`基于人类反馈的强化学习` is one term, `基于大语言模型` is not."""
_COUNTED = "[0-9一二两三四五六七八九十百千万亿]+[万亿余]?[个种份条张名项类]"
_LEADS = re.compile(f"(?:{'|'.join(_LEAD_WORDS)}|{_BASED}|{_COUNTED})+")
"""What introduces a term at the beginning of its context,"""
_INNER_LEADS = re.compile(f"{'|'.join(word for word in _LEAD_WORDS if len(word) > 1)}|{_BASED}")
"""and what ends whatever stands before a term."""
_CHARACTERS_PER_WORD = 2.5
_CHARACTERS_PER_LETTER = 3.5
_FEWEST_PER_WORD = 1.2
_FEW_WORDS = 2
_SHARED_PER_WORD = 1.5
_LONGEST = 14


@dataclass(frozen=True)
class ChineseContext:
    """The Chinese characters (and Latin words among them) before a bracket. `places` are
    where each token stands."""

    tokens: tuple[str, ...]
    places: tuple[int, ...]

    def suffix(self, length: int) -> str:
        return join(self.tokens[len(self.tokens) - length :]) if length else ""


def context_before(text: str, end: int) -> ChineseContext | None:
    """What stands before the bracket at `end`, back to the last stop; None unless its last is Chinese."""
    begin = max(text.rfind("\n", 0, end) + 1, end - _REACH)
    tokens: list[re.Match[str]] = []
    following = end
    for token in reversed(list(_TOKEN.finditer(text, begin, end))):
        if text[token.end() : following] not in ("", " "):
            break
        tokens.insert(0, token)
        following = token.start()
    if not any(is_han(token.group()[0]) for token in tokens[-3:]):
        return None
    return ChineseContext(tuple(t.group() for t in tokens), tuple(t.start() for t in tokens))


def join(tokens: Sequence[str]) -> str:
    """Chinese without spaces, Latin words of a term set off from each other only."""
    joined = ""
    for token in tokens:
        gap = " " if joined and not is_han(token[0]) and not is_han(joined[-1]) else ""
        joined += gap + token
    return joined


class TermBounds:
    def __init__(self, usage: ChineseUsage) -> None:
        self._usage = usage

    def term_length(
        self,
        context: ChineseContext,
        gloss: str,
        others: Sequence[ChineseContext] = (),
        known: Sequence[str] = (),
    ) -> int:
        """How many of the context's last tokens are the term that `gloss` (English or an abbreviation)
        explains; 0 if that is not to be told. `others` stand before the same gloss elsewhere, `known` are
        terms that are plainly bounded there."""
        for term in known:
            length = next((n for n in range(1, len(context.tokens) + 1) if context.suffix(n) == term), 0)
            if length:
                return length
        words = gloss_words(gloss)
        rate = _CHARACTERS_PER_LETTER if gloss.isupper() and " " not in gloss else _CHARACTERS_PER_WORD
        longest = int(rate * words) + 1
        whole = len(context.tokens) - _lead(context.tokens)
        cuts = self._cuts(context, whole)
        overlaps = sorted((self._shared(context, other) for other in others), reverse=True)
        shared = overlaps[0] if overlaps else 0
        often = overlaps[1] if len(overlaps) > 1 else 0
        if not cuts and whole <= _LONGEST:
            return often if _SHARED_PER_WORD * words < often < whole else whole
        fewest = words if words <= _FEW_WORDS else _FEWEST_PER_WORD * words
        length = min((n for n in cuts if n >= fewest), default=whole)
        length -= _lead(context.tokens[len(context.tokens) - length :])
        if _SHARED_PER_WORD * words < shared < length:
            return shared
        return length if length <= longest else self._recurring(context, words, longest)

    def _cuts(self, context: ChineseContext, length: int) -> list[int]:
        """The lengths of what follows each function word or introduction in the last `length` tokens."""
        tokens = context.tokens[len(context.tokens) - length :]
        cuts = [
            length - i - 1
            for i, (token, following) in enumerate(zip(tokens, tokens[1:], strict=False))
            if token in FUNCTION_CHARACTERS
            and (i or token != "中")
            and not self._usage.inside_word(token, following[0])
            and not (i and self._usage.inside_word(tokens[i - 1][-1], token))
        ]
        return cuts + [length - lead.end() for lead in _INNER_LEADS.finditer(_one_each(tokens))]

    def _shared(self, context: ChineseContext, other: ChineseContext) -> int:
        """How many of their last tokens both contexts share."""
        pairs = zip(reversed(context.tokens), reversed(other.tokens), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _recurring(self, context: ChineseContext, words: int, longest: int) -> int:
        """The longest end that stands elsewhere too, and does not begin inside a word."""
        tokens = context.tokens
        for length in range(min(longest, len(tokens)), int(_FEWEST_PER_WORD * words), -1):
            before = tokens[-length - 1][-1] if length < len(tokens) else " "
            whole = not self._usage.inside_word(before, tokens[-length][0])
            if whole and self._usage.count(context.suffix(length)) > 1:
                return length
        return 0


def _one_each(tokens: Sequence[str]) -> str:
    """One character a token, so that places in it are places in `tokens`."""
    return "".join(token if is_han(token[0]) else "0" if token.isdigit() else "x" for token in tokens)


def _lead(tokens: Sequence[str]) -> int:
    """How many tokens at the beginning introduce the term."""
    lead = _LEADS.match(_one_each(tokens))
    return lead.end() if lead and lead.end() < len(tokens) else 0


def gloss_words(gloss: str) -> int:
    """Words of an English gloss, or letters of an abbreviation, each of which stands for a word."""
    if " " in gloss or "-" in gloss or gloss.islower() or gloss.istitle():
        return len(re.findall(r"[A-Za-z]+", gloss))
    return sum(character.isupper() for character in gloss)
