"""What a question asks about, as concepts that a passage covers or lacks.

A concept is one word, name or phrase of the question with every way a text may write it: a name joined or
apart, a word's stem, its translations in the glossary. Concepts weigh as much as they are rare
(inverse document frequency, Spärck Jones 1972).
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexing.analysis import (
    CHINESE_STOP_PATTERN,
    STOP_WORDS,
    fold,
    is_chinese,
    stem,
    terms,
)
from indexing.glossary.glossary import Occurrence

_NAME = re.compile(
    # Words that a digit ends (`Med-PaLM 2`, `GPT 4`, `CASP14`) or hyphens join (`LLaVA-Med`, `fine-tuning`).
    r"(?:[A-Z][A-Za-z]* )?[A-Za-z]+(?:-[A-Za-z]+)?[- ]?[0-9]+(?:\.[0-9]+)*[a-z]?(?![A-Za-z0-9])"
    r"|[A-Za-z0-9]+(?:-[A-Za-z0-9.]+)+"
    r"|[A-Za-z0-9]+(?:\.[0-9]+[A-Za-z]*)*"
)
_CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")
_GENERIC_WORD = 0.4
"""Words of ordinary talk tell little of what is asked, even if scientific texts rarely use them."""
GENERIC_WORDS = frozenset(
    (
        "according applied applying across apart actually against all along already although always"
        " among another anyone anything apply around ask available away back bad based basically become"
        " before behind being best better between beyond big both bring call called case certain change"
        " check clear come common concern consider count cover current currently deal describe described"
        " despite detail did different difference does doing done down during each easy either else"
        " enough especially ever every everyone everything exactly example except explain far feel few"
        " figure find first follow found four full further gave general generally get getting given"
        " gives go goes going good got great group had happen happens hard help here high hold hope idea"
        " important inside instead involve involved issue item keep keeps kept kind kinds know known"
        " last later least leave less let look lot low made main mainly make makes making matter mean"
        " means mention mentioned method might more most move must name named need needs never new next"
        " nothing now number off often once one only open option order other otherwise out over own"
        " paper part particular people perhaps place plan point possible problem provide put question"
        " quite rather reach real really reason recent recently refer report reported result review"
        " right said same say says second set sets see seem seen several show shown side simple simply"
        " since small something sort start state still stop such suggest suggested sure survey take"
        " taken talk term terms than thing things think third three through together told too took"
        " toward towards try trying turn two type types under until up upon use used useful using usual"
        " usually various versus very want wanted way ways went whether whole within without word words"
        " work works would yet 基于 属于 面临 存在 遇到 直接 拿来 经常 出来 到底 大概 现在 具体 一般"
        " 目前 综述 里面 其中 关于 认为 提到 说法 来说 主要 情况 方面 问题 东西 时候 这种 那种 怎样 想要"
        " 需要 应该 还有 已经 可能 之间 之后 以前 如果 因为 所以 但是 而且 不同 相关 进行 使用 采用 作者"
        " 文中 文章 介绍 说明 解释 做法 办法 一共 总共 通常 往往 究竟 最近 如今 一些 有些 所有 任何 各自"
        " 自己 大家 我们 你们 他们 什么 知道 告诉 了解 看看 比如 例如"
    ).split()
)
_UNITS = frozenset("KB MB GB TB PB GHz kWh MWh GWh USD RMB".split())
_DIGIT = re.compile(r"[0-9]")
_SHORT_YEAR = re.compile(r"(?<=[a-z])20(\d\d)$")
_LOOKS_LIKE_NAME = re.compile(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|[A-Za-z]-?[0-9]")
_UNKNOWN_BIGRAM = 0.25
"""Chinese bigrams that no text has mostly straddle two words: they count for this part only…"""
_UNKNOWN_WORD = 0.5
"""…and English words that none has, which only words of like meaning can express, for this."""


@dataclass(frozen=True)
class Concept:
    """`surface` as the question writes it; each alternative is a set of terms that together express it.

    `known` tells whether any passage expresses it. `is_name` marks proper names and model names.
    """

    surface: str
    alternatives: tuple[frozenset[str], ...]
    weight: float
    known: bool
    is_name: bool

    def covered_by(self, present: frozenset[str] | set[str]) -> bool:
        return any(alternative <= present for alternative in self.alternatives)


@dataclass(frozen=True)
class Query:
    """A question taken apart. `terms` are what full text is searched for."""

    text: str
    concepts: tuple[Concept, ...]
    terms: tuple[str, ...]


def coverage(concepts: Sequence[Concept], present: frozenset[str]) -> float:
    """Share of the concepts' weight that the terms `present` express, from 0 to 1; 0 without concepts."""
    total = sum(concept.weight for concept in concepts)
    return sum(c.weight for c in concepts if c.covered_by(present)) / total if total else 0.0


DocumentFrequency = Callable[[Sequence[str]], dict[str, int]]
Translations = Callable[[str], Sequence[Occurrence]]


def analyse(question: str, frequency: DocumentFrequency, passages: int, translations: Translations) -> Query:
    """Take a question apart; `frequency` tells in how many of the `passages` each term stands, and
    `translations` what the texts call its terms otherwise."""
    folded = fold(question)
    occurrences = translations(folded)
    drafts = [
        (name, [*written, *_translated(name, folded, occurrences)])
        for name, written in _latin_concepts(folded) + _chinese_concepts(folded)
    ]
    found = frequency(sorted({t for _, written in drafts for a in written for t in a}))
    names = _names(folded)
    concepts = tuple(_weigh(name, written, found, passages, name in names) for name, written in drafts)
    wanted = dict.fromkeys(t for c in concepts for a in c.alternatives for t in sorted(a) if found.get(t))
    return Query(question, concepts, tuple(wanted))


def _names(question: str) -> frozenset[str]:
    """The surfaces that are names: by their form, by a capital within a sentence, or Latin in Chinese."""
    chinese = is_chinese(question)
    names = set()
    for match in _NAME.finditer(question):
        surface = "".join(_words(match.group()))
        inside = re.search(r"[^\s.?!。？！:：\"“]\s*$", question[: match.start()]) is not None
        capital = surface[:1].isupper() and len(surface) > 2 and (inside or chinese)
        if (capital or _LOOKS_LIKE_NAME.search(surface)) and surface not in _UNITS:
            names.add(surface)
    return frozenset(names)


def _words(name: str) -> list[str]:
    """The words and numbers of a match of `_NAME`, without function words before them."""
    words = re.findall(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)*[A-Za-z]*", name)
    while words and words[0].casefold() in STOP_WORDS:
        words = words[1:]
    return words


def _latin_concepts(question: str) -> list[tuple[str, list[frozenset[str]]]]:
    drafts: dict[str, list[frozenset[str]]] = {}
    for match in _NAME.finditer(question):
        words = _words(match.group())
        if words:
            parts = frozenset(stem(word.casefold()) for word in words)
            joined = "".join(words).casefold()
            alternatives = [frozenset([stem(joined)]), frozenset([joined])]
            # `GPT-4` isn't said by a text with GPT here and 4 there; numbered names stand together.
            alternatives += [] if len(words) > 1 and _DIGIT.search(joined) else [parts]
            short = _SHORT_YEAR.sub(r"\1", joined)  # BraTS 2021 is also written BraTS21.
            drafts["".join(words)] = list(dict.fromkeys([*alternatives, frozenset([short])]))
    return list(drafts.items())


def _chinese_concepts(question: str) -> list[tuple[str, list[frozenset[str]]]]:
    drafts: dict[str, list[frozenset[str]]] = {}
    for run in _CHINESE_RUN.findall(CHINESE_STOP_PATTERN.sub(" ", question)):
        for bigram in terms(run):
            drafts[bigram] = [frozenset([bigram])]
    return list(drafts.items())


def _translated(name: str, question: str, occurrences: Sequence[Occurrence]) -> list[frozenset[str]]:
    """The other forms of the terms of the question that `name` belongs to, each as a set of terms."""
    wanted = name.casefold()
    return [
        frozenset(terms(form))
        for occurrence in occurrences
        if wanted in re.sub(r"[\s\-]", "", question[occurrence.start : occurrence.end].casefold())
        for form in occurrence.forms
    ]


def _weigh(
    surface: str,
    alternatives: Sequence[frozenset[str]],
    found: dict[str, int],
    passages: int,
    is_name: bool,
) -> Concept:
    counts = [min(found.get(term, 0) for term in alternative) for alternative in alternatives if alternative]
    frequency = max(counts, default=0)
    weight = math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    if not frequency and not is_name:
        weight *= _UNKNOWN_BIGRAM if is_chinese(surface) else _UNKNOWN_WORD
    if surface.casefold() in GENERIC_WORDS and not is_name:
        weight *= _GENERIC_WORD
    return Concept(surface, tuple(alternatives), weight, frequency > 0, is_name)
