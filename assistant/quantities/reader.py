"""Reads the quantities of a text, English, Chinese or mixed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from assistant.quantities.calendar import find_calendar
from assistant.quantities.chinese import find_chinese
from assistant.quantities.comparators import read_comparator
from assistant.quantities.compare import same_unit
from assistant.quantities.digits import find_digits, read_sign
from assistant.quantities.english import find_english
from assistant.quantities.folding import fold_in_place
from assistant.quantities.masking import hide_non_quantities
from assistant.quantities.nouns import Comparator, Numeral, Quantity
from assistant.quantities.units import counts_something, read_noun

_RANGE = re.compile(r"\s?(?:-|–|—|~|to|至|到)\s?(?:约|about |over |超过)?", re.IGNORECASE)
_BETWEEN_AND = re.compile(r"\s?(?:and|和|与)\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|介于|在)\s?$", re.IGNORECASE)
_YEARS = range(1900, 2050)
_ASCII_NUMBER = re.compile(r"[0-9]")
_DECADE = "年代"
"""The only date that Chinese numerals alone write."""
_CJK_NUMBER = re.compile(r"[零〇一二三四五六七八九十百千万亿两半]")
_SIZE = re.compile(r"(?<=[A-Za-z0-9][-_])(?P<size>[0-9]+(?:\.[0-9]+)?[BMKbmk])(?![A-Za-z0-9])")
_MODEL_AHEAD = re.compile(
    r"[ -](?:[A-Za-z][A-Za-z0-9-]* ){0,2}(?:model|LLM|version)\b"
    r"|\s?的?(?:[A-Za-z][A-Za-z0-9-]*)?\s?(?:大?语言)?模型"
)
_MODEL_SIZE = 1_000_000
_VULGAR: dict[str, str | Decimal] = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}
_VULGAR_FRACTION = re.compile("[½¼¾⅓⅔]")
_CJK_DIGITS = frozenset("一二三四五六七八九")
_MORE = frozenset("多余")
"""What may stand between a Chinese number and its unit: `十多年`."""
_EXACT = frozenset({"year", "month", "day"})


@lru_cache(maxsize=4096)
def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in order. Ordinals, list and citation marks, numbers inside names and
    references to sections are none."""
    folded = hide_non_quantities(fold_in_place(text))
    numerals = _without_overlaps(_find(folded))
    quantities: list[Quantity] = []
    index = 0
    while index < len(numerals):
        last = index
        if index + 1 < len(numerals) and _makes_range(folded, numerals[index], numerals[index + 1]):
            last = index + 1
        quantities.append(_quantity(folded, numerals[index], numerals[last]))
        index = last + 1
    return tuple(quantities)


@lru_cache(maxsize=4096)
def sizes_in_names(text: str) -> tuple[Quantity, ...]:
    """Sizes that end a name, as `22B` does `ViT-22B`: no quantities of their own, yet they vouch for one."""
    found = []
    for match in _SIZE.finditer(fold_in_place(text)):
        for size in find_digits(match["size"].upper()):
            found.append(Quantity(size.value, "", "=", *match.span(), step=size.step))
    return tuple(found)


def _find(folded: str) -> list[Numeral]:
    found = list(find_english(folded))
    has_digits = _ASCII_NUMBER.search(folded) is not None
    if has_digits or _DECADE in folded:
        dates = list(find_calendar(folded))
        found += dates
    if has_digits:
        digits = find_digits(folded)
        found += [n for n in digits if not any(d.start < n.end and n.start < d.end for d in dates)]
    for match in _VULGAR_FRACTION.finditer(folded):
        found.append(Numeral(Decimal(_VULGAR[match.group()]), Decimal(0), *match.span()))
    if _CJK_NUMBER.search(folded):
        found += find_chinese(folded)
    return found


def _without_overlaps(numerals: Iterable[Numeral]) -> list[Numeral]:
    """The earliest and longest of the numerals, none over another."""
    kept: list[Numeral] = []
    for numeral in sorted(numerals, key=lambda n: (n.start, -n.end, n.unit is None)):
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def _makes_range(text: str, low: Numeral, high: Numeral) -> bool:
    if low.vague or high.vague or low.unit in {"year", "month", "day", "clock"} or _is_year(text, low):
        return False
    if not same_unit(low.unit or "", high.unit or ""):
        return False  # `down 21% to 161 dollars`
    between = text[low.end : high.start]
    if not between:
        # `三四个`, three or four.
        return text[low.start] in _CJK_DIGITS and text[high.start] in _CJK_DIGITS
    joined = _RANGE.fullmatch(between) or (
        _BETWEEN_AND.fullmatch(between) and _BETWEEN.search(text[max(0, low.start - 8) : low.start])
    )
    if not joined:
        return False
    return _borrowed(low, high).value < high.value


def _borrowed(low: Numeral, high: Numeral) -> Numeral:
    """In `1–2 billion` the first number has the second's scale."""
    if low.scale == 1 and high.scale > 1 and low.value < high.value / high.scale:
        return replace(low, value=low.value * high.scale, step=low.step * high.scale)
    return low


def _quantity(text: str, low: Numeral, high: Numeral) -> Quantity:
    """The quantity of one numeral, or of the two ends of a range."""
    unit, end = _unit(text, low, high)
    comparator: Comparator = "=" if unit in _EXACT else read_comparator(text, low.start, high.end)
    if high.vague and comparator == "=":
        comparator = "~"
    if low is high:
        return Quantity(low.value, unit, comparator, low.start, end, step=low.step, vague=low.vague)
    low = _borrowed(low, high)
    return Quantity(low.value, unit, comparator, low.start, end, high.value, max(low.step, high.step))


def _unit(text: str, low: Numeral, high: Numeral) -> tuple[str, int]:
    """What is counted, and where the number ends with a unit written onto it."""
    unit, end = high.unit, high.end
    if unit is None:
        sign = read_sign(text, end + (text[end : end + 1] in _MORE))
        unit, end = (
            sign if sign else (read_noun(text, end + text.startswith("+", end), after_of=high.vague), end)
        )
    if low is high and _is_year(text, low):
        return "year", end
    if _is_model_size(text, high, unit):
        return "parameters", end
    return unit or low.unit or "", end


def _is_model_size(text: str, numeral: Numeral, unit: str) -> bool:
    """A `13 billion LLaMA model` has that many parameters."""
    large = numeral.value >= _MODEL_SIZE and not numeral.vague
    return large and unit in {"", "models"} and _MODEL_AHEAD.match(text, numeral.end) is not None


def _is_year(text: str, numeral: Numeral) -> bool:
    """Four plain digits that count nothing are a year."""
    if not numeral.plain or numeral.unit is not None or numeral.end - numeral.start != 4:
        return False
    return numeral.value in _YEARS and not counts_something(text, numeral.end)
