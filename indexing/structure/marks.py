"""Citation marks: `[5, 6]`, `[10]–[12]`, `¹¹`, `^{10,11}` and the bibliography numbers they spell out.

Where brackets cite, raised numbers are the signs of footnotes.
"""

import re
from functools import lru_cache

from corpus import Span
from indexing.blocks import CitationMark
from indexing.structure.language import CJK

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

_FOOTNOTE = re.compile(rf"(?P<raised>[{_SIGNS}]{{1,2}})|<sup>[ ]?(?P<number>\d{{1,2}})[ ]?</sup>")
_UPRIGHT = re.compile(r"\\(?:mathrm|text|textbf|mathbf)\s*\{\s*(?P<word>[A-Za-z][A-Za-z ]*)\}\Z")
_LONE_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-Z] ?\Z")

# Chinese is written up to a Latin word without a space.
_WORD_BEFORE = re.compile(rf"(?:[^\W{CJK}]|\.)+\Z|[{CJK}]+\Z")
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


def footnote_number(note: str) -> str | None:
    """The number that the footnote `note` begins with, if any."""
    match = _FOOTNOTE.match(note)
    return (match["number"] or match["raised"].translate(_PLAIN)) if match else None


def find_footnote_marks(
    text: str, spans: tuple[Span, ...], notes: frozenset[str]
) -> tuple[CitationMark, ...]:
    """The raised signs within `spans` that point to a footnote numbered in `notes`. They cite nothing.

    Where superscripts are how a text cites, none can be told from a citation.
    """
    if not notes or cites_by_superscript(text):
        return ()
    found: list[CitationMark] = []
    for start, end in spans:
        maths = [match.span() for match in _MATHS.finditer(text, start, end)]
        for sign in SUPERSCRIPTS.finditer(text, start, end):
            inside = any(low < sign.end() and sign.start() < high for low, high in maths)
            told = _is_sign_in_maths if inside else _is_sign_in_words
            if notes.issuperset(_spell_out(sign.group()) or ("",)) and told(text, sign.start(), sign.end()):
                found.append(CitationMark(Span(*sign.span()), ()))
    return tuple(found)


def _is_sign_in_words(text: str, start: int, end: int) -> bool:
    """Not in the middle of a name: `M³AE`, also set apart by spaces."""
    before, after = text[max(0, start - 3) : start], text[end : end + 2]
    joined = re.match(r"[A-Za-z]", after) or (_LONE_LETTER.search(before) and re.match(r" ?[A-Z]", after))
    return not joined and _is_citation_sign(text, start, end)


def _is_sign_in_maths(text: str, start: int, end: int) -> bool:
    """After upright words only: `$\\mathrm{ I I }^{2}.$` is the Table II with a footnote."""
    word = _UPRIGHT.search(text, max(0, start - 40), start)
    return word is not None and not _is_power(word["word"].replace(" ", ""), text[start:end])


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
    letter = len(word.group()) == 1 and not re.match(f"[{CJK}]", word.group())
    return exponent and (letter or word.group().lower() in _UNITS)


def _spell_out(mark: str) -> tuple[str, ...]:
    """`[5, 6]` → 5, 6; `[10]–[12]` → 10, 11, 12. Empty if a range runs backwards or is out of all measure."""
    numbers: list[str] = []
    for first, last in _RANGE_OR_NUMBER.findall(mark.translate(_PLAIN)):
        low, high = int(first), int(last or first)
        if not low <= high <= low + _LONGEST_RANGE:
            return ()
        numbers += map(str, range(low, high + 1))
    return tuple(dict.fromkeys(numbers))
