"""Every quantity of a claim must stand in its source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.quantities import (
    Quantity,
    equivalent,
    is_above,
    read_quantities,
    roughly_equal,
    sizes_in_names,
)
from assistant.rules.nouns import Violation, ViolationKind

_ONE = re.compile(r"\b(?:one|single|an?|sole|once)\b|一|单|唯一|首", re.IGNORECASE)
_TWO = re.compile(
    r"\b(?:both|dual|twice|pair|couple|double|bilingual|either|neither)\b|双|二者|两者|均", re.IGNORECASE
)
_WORDS_FOR = {1: _ONE, 2: _TWO}
_LOWER_BOUND = frozenset({">", "≥"})


def wrong_numbers(claim: str, source: str) -> Iterator[Violation]:
    """The claim's quantities that the source lacks; kind `unit` where only the unit differs."""
    wanted = read_quantities(claim)
    if not wanted:
        return
    given = (*read_quantities(source), *sizes_in_names(source))
    for quantity in wanted:
        if not _stands(quantity, given) and not _in_words(quantity, source):
            bare = replace(quantity, unit="")
            kind: ViolationKind = "unit" if _stands(bare, given) else "number"
            yield Violation(kind, claim[quantity.start : quantity.end], quantity.start, quantity.end)


def _stands(wanted: Quantity, given: Sequence[Quantity]) -> bool:
    if any(_says(wanted, quantity) for quantity in given):
        return True
    if wanted.high is None:
        # An end of a range is said by the range.
        return any(_says(wanted, end) for quantity in given for end in _ends(quantity))
    singles = [quantity for quantity in given if quantity.high is None]
    return all(any(_says(end, quantity) for quantity in singles) for end in _ends(wanted))


def _ends(quantity: Quantity) -> tuple[Quantity, ...]:
    if quantity.high is None:
        return ()
    return replace(quantity, high=None), replace(quantity, value=quantity.high, high=None)


def _says(wanted: Quantity, given: Quantity) -> bool:
    """Whether `given` says `wanted`: a claim may round what it cites, it may not know it more exactly."""
    if given.vague and not wanted.vague:
        return False
    if equivalent(wanted, given):
        return (
            wanted.vague
            or wanted.value == given.value
            or wanted.step >= given.step
            or _measured_otherwise(wanted, given)
            or not (wanted.step and given.step)  # `three quarters`, `75%`
        )
    if wanted.comparator in _LOWER_BOUND:
        return is_above(wanted, given)
    return wanted.comparator == "~" and roughly_equal(wanted, given)


def _measured_otherwise(wanted: Quantity, given: Quantity) -> bool:
    """In another unit of the same measure (`1.287 GWh`, `1287 MWh`) more digits tell nothing more."""
    return bool(wanted.unit and given.unit and wanted.unit != given.unit)


def _in_words(quantity: Quantity, source: str) -> bool:
    words = (
        _WORDS_FOR.get(int(quantity.value)) if quantity.high is None and quantity.value in (1, 2) else None
    )
    return words is not None and words.search(source) is not None
