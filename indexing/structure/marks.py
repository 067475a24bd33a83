"""Citation marks: `[5, 6]`, `[10]–[12]`, `¹¹`, `^{10,11}` and the bibliography numbers they spell out."""

import re
from functools import lru_cache

from corpus import Span
from indexing.blocks import CitationMark

_DASH = r"[–—―~〜～-]"
_COMMA = r"[,，、;；]"

_LIST = rf"\d{{1,4}}(?:[ ]?(?:{_COMMA}|{_DASH})[ ]?\d{{1,4}})*"
# `[12](https://…)` is a link that happens to read as a number.
_BRACKET = rf"\[{_LIST}\](?!\((?:https?:|www\.|[#/]))"
_SINGLE_BRACKET = re.compile(_BRACKET)
BRACKETS = re.compile(rf"{_BRACKET}(?:[ ]*(?:{_COMMA}|{_DASH})?[ ]*{_BRACKET})*")

_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SIGNS + "⁻", "0123456789-")
SUPERSCRIPTS = re.compile(
    rf"[{_SIGNS}]+(?:[,–⁻-][{_SIGNS}]+)*"
    rf"|\^\{{[ ]?{_LIST}[ ]?\}}"
    rf"|<sup>[ ]?{_LIST}[ ]?</sup>"
)
_MATHS = re.compile(r"\$(?=\S)[^$\n]{0,120}?(?<=\S)\$(?!\d)")

_RANGE_OR_NUMBER = re.compile(rf"(\d+)(?:\]?[ ]*{_DASH}[ ]*\[?(\d+))?")
_LONGEST_RANGE = 100

_WORD_BEFORE = re.compile(r"[\w.]+\Z")
_INTEGER = re.compile(r"\d+\Z")
_UNITS = frozenset("m dm cm mm μm µm um nm km in ft s ms min h kg g mg l ml px 米 厘米 毫米 公里".split())


def find_marks(text: str, spans: tuple[Span, ...], numbers: frozenset[str]) -> tuple[CitationMark, ...]:
    """The marks within `spans` of the document `text` whose numbers all stand in the bibliography.

    A text cites in one way, which is told from all of it: where brackets prevail, superscripts are
    footnote signs. Author lists use superscripts for affiliations: don't ask for marks of front matter.
    """
    pattern = SUPERSCRIPTS if cites_by_superscript(text) else BRACKETS
    marks: list[CitationMark] = []
    for start, end in spans:
        maths = [match.span() for match in _MATHS.finditer(text, start, end)]
        for match in pattern.finditer(text, start, end):
            if any(low < match.end() and match.start() < high for low, high in maths):
                continue
            if pattern is BRACKETS or _is_citation_sign(text, match.start(), match.end()):
                marks += _resolve(match, numbers)
    return tuple(marks)


def _resolve(match: re.Match[str], numbers: frozenset[str]) -> list[CitationMark]:
    """The mark that was matched; if it isn't known as a whole, those of its brackets that are."""
    spelt = _spell_out(match.group())
    if spelt and numbers.issuperset(spelt):
        return [CitationMark(Span(*match.span()), spelt)]
    parts = list(_SINGLE_BRACKET.finditer(match.string, *match.span()))
    return [mark for part in parts for mark in _resolve(part, numbers)] if len(parts) > 1 else []


@lru_cache(maxsize=32)
def cites_by_superscript(text: str) -> bool:
    """Whether superscripts glued to words outnumber bracketed numbers.

    A sign that stands off from its word doesn't vote: that is how footnotes are set.
    """
    glued = sum(
        not text[match.start() - 1 : match.start()].isspace()
        and match.start() > 0
        and _is_citation_sign(text, match.start(), match.end())
        for match in SUPERSCRIPTS.finditer(text)
    )
    return glued > sum(1 for _ in BRACKETS.finditer(text))


def _is_citation_sign(text: str, start: int, end: int) -> bool:
    """Tell a superscript that cites from a power, a unit and the sign of a footnote or affiliation."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 24) : start]
    if not before.strip(" -*"):
        return False  # `¹<https://…` begins a footnote
    if before[-1].isspace():
        return not text[end : end + 1].isalpha()  # `, ²Imperial College` is an affiliation
    if before[-1] in "+-−⁺⁻":
        return False  # `Ca⁺²`, `10-³`
    return not _is_power(before, text[start:end])


def _is_power(before: str, sign: str) -> bool:
    """`10⁴`, `2^{10}`, `m²`, `cm³`, `R²`; but `GPT-4⁷` is a name and `(87.0¹³)` a figure with its source."""
    word = _WORD_BEFORE.search(before)
    if word is None:
        return False
    prior = before[: word.start()]
    if _INTEGER.match(word.group()):
        return not prior.endswith(("-", "–"))
    exponent = len(re.sub(r"\D", "", sign.translate(_PLAIN))) == 1
    return exponent and (len(word.group()) == 1 or word.group().lower() in _UNITS)


def _spell_out(mark: str) -> tuple[str, ...]:
    """`[5, 6]` → 5, 6; `[10]–[12]` → 10, 11, 12. Empty if a range runs backwards or is out of all measure."""
    numbers: list[str] = []
    for first, last in _RANGE_OR_NUMBER.findall(mark.translate(_PLAIN)):
        low, high = int(first), int(last or first)
        if not low <= high <= low + _LONGEST_RANGE:
            return ()
        numbers += map(str, range(low, high + 1))
    return tuple(dict.fromkeys(numbers))
