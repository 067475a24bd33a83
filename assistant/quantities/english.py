"""Numbers in English words: `twenty-three`, `two hundred and five thousand`, `two-thirds`, `billions of`."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.quantities.digits import SCALES
from assistant.quantities.nouns import Numeral

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
_VALUES = {word: value for value, word in enumerate([*_ONES, "seventeen", "eighteen", "nineteen"], 1)}
_VALUES |= {
    word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LARGE = {word: SCALES[word] for word in ("hundred", "thousand", "million", "billion", "trillion")} | {
    "dozen": 12
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8}
_PARTS |= {"tenth": 10, "hundredth": 100}
_WORD = "|".join([*sorted(_VALUES, key=len, reverse=True), *_LARGE])

_NUMERAL = re.compile(
    rf"(?<![A-Za-z0-9\x00-])(?:half a "
    rf"|an? (?=(?:{'|'.join(_LARGE)})\b))?(?:{_WORD})\b(?:[ -](?:and )?(?:{_WORD})\b)*",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?<![A-Za-z-])(?:(?P<top>{'|'.join(_VALUES)}"
    rf"|an?)[ -](?P<bottom>{'|'.join(_PARTS)})s?\b(?![ -](?:party|place))"
    r"|(?P<half>half)(?= (?:of|the|a (?!million|billion)|that|as)\b))",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<whole>{'|'.join(_VALUES)})[ -]and[ -]a[ -]half\b"
    rf"(?:[ -](?P<scale>{'|'.join(_LARGE)})\b)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:(?:several|many|a few|multiple|tens|hundreds|thousands|dozens)(?: of)? )?"
    r"(?:(?P<plural>hundred|thousand|million|billion|trillion|dozen)s\b"
    r"|(?<=several )(?P<several>hundred|thousand|million|billion)\b|(?<=a few )(?P<few>hundred|thousand"
    r"|million)\b)",
    re.IGNORECASE,
)
_NUMBER = rf"[0-9]{{1,3}}|{'|'.join(_VALUES)}"
_RATIO = re.compile(
    # `1/4 of`, `1/10 的`; `one in four women`, but no `2 in 10 minutes`
    rf"(?<![A-Za-z0-9./-])(?:(?P<over>{_NUMBER})\s?/\s?(?P<under>{_NUMBER})(?=\s?(?:of\b|的))"
    rf"|(?P<some>{_NUMBER}) (?:in|out of)(?: every)? (?P<all>{_NUMBER})(?= (?:women|men|people|children)\b"
    r"| (?!minutes|hours|days|weeks|months|years|seconds)[a-z]+s\b))",
    re.IGNORECASE,
)
_TENS_OF = {"tens": 10, "hundreds": 100, "thousands": 1000, "dozens": 10}
_NOT_ALONE = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen", "one"})
"""`one` mostly counts nothing (`one of`, `the one`); a scale without a number is part of something else."""


def find_english(text: str) -> Iterator[Numeral]:
    """The numbers in English words of `text`, fractions and magnitudes included."""
    for match in _FRACTION.finditer(text):
        yield _fraction(match)
    for match in _RATIO.finditer(text):
        top, bottom = (_whole(match[a] or match[b]) for a, b in (("over", "some"), ("under", "all")))
        if top < bottom:
            yield Numeral(100 * top / bottom, Decimal(0), *match.span(), unit="%")
    for match in _AND_A_HALF.finditer(text):
        scale = Decimal(_LARGE[match["scale"].lower()] if match["scale"] else 1)
        value = _VALUES[match["whole"].lower()] + Decimal("0.5")
        yield Numeral(value * scale, scale / 10, *match.span(), scale)
    for match in _VAGUE.finditer(text):
        scale = Decimal(_LARGE[(match["plural"] or match["several"] or match["few"]).lower()])
        scale *= _TENS_OF.get(match.group().split()[0].lower(), 1) if " " in match.group() else 1
        yield Numeral(scale, scale, match.start(), match.end(), scale, vague=True)
    for match in _NUMERAL.finditer(text):
        yield from _numerals(match)


def _whole(written: str) -> Decimal:
    return Decimal(_VALUES.get(written.lower(), written))


def _fraction(match: re.Match[str]) -> Numeral:
    if match["half"]:
        return Numeral(Decimal("0.5"), Decimal(0), *match.span())
    top = Decimal(_VALUES.get(match["top"].lower(), 1))
    return Numeral(top / _PARTS[match["bottom"].lower()], Decimal(0), *match.span())


def _numerals(match: re.Match[str]) -> Iterator[Numeral]:
    """One number of the words, or several where they don't add up to one (`two one-day trips`)."""
    words = [(word.group().lower(), word.start()) for word in re.finditer(r"[A-Za-z]+", match.group())]
    if words[0][0] == "half":
        scale = Decimal(_LARGE[words[-1][0]])
        yield Numeral(scale / 2, scale / 10, *match.span())
        return
    run: list[tuple[str, int]] = []
    for word in words:
        if run and not _continues([w for w, _ in run], word[0]):
            yield from _one(match, run)
            run = []
        run.append(word)
    yield from _one(match, run)


def _continues(run: list[str], word: str) -> bool:
    if word in _LARGE:
        return run[-1] != "and"
    if word == "and" or run[-1] == "and":
        return word != "and" or run[-1] in _LARGE
    return run[-1] in _LARGE or (_VALUES.get(run[-1], 0) >= 20 and _VALUES[word] < 10)


def _one(match: re.Match[str], run: list[tuple[str, int]]) -> Iterator[Numeral]:
    while run and run[-1][0] == "and":
        run = run[:-1]
    words = [word for word, _ in run if word not in {"a", "an", "and"}]
    if not words or (len(run) == 1 and words[0] in _NOT_ALONE):
        return
    total = current = Decimal(0)
    for word in words:
        if word in _VALUES:
            current += _VALUES[word]
        elif word in {"hundred", "dozen"}:
            current = max(current, Decimal(1)) * _LARGE[word]
        else:
            total += max(current, Decimal(1)) * _LARGE[word]
            current = Decimal(0)
    last = run[-1]
    scale = Decimal(_LARGE.get(last[0], 1))
    start, end = match.start() + run[0][1], match.start() + last[1] + len(last[0])
    yield Numeral(total + current, scale, start, end, scale)
