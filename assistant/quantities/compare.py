"""When two quantities say the same: after units and scales, to the precision written."""

from decimal import Decimal

from assistant.quantities.lexicon import CONVERSIONS, GENERIC
from assistant.quantities.nouns import Quantity

_FEWEST_DIGITS = 2
"""A number of one digit isn't taken for a rounded one: `2 亿` for 214 million is 7 % off."""
_ROUGHLY = Decimal("0.1")
_EXACT = frozenset({"year", "month", "day", "decade", "clock"})
_ONE_SIDED = ({">", "≥"}, {"<", "≤"})
_MAGNITUDE = 10


def equivalent(a: Quantity, b: Quantity) -> bool:
    """Whether `a` and `b` say the same in other words: as written, or rounded to the coarser's precision."""
    if not _comparable(a, b):
        return False
    if a.vague or b.vague:
        return _same_magnitude(a, b)
    (low_a, high_a, step_a), (low_b, high_b, step_b) = _in_base(a, b), _in_base(b, a)
    return _rounds(low_a, step_a, low_b, step_b) and _rounds(high_a, step_a, high_b, step_b)


def roughly_equal(a: Quantity, b: Quantity) -> bool:
    """Whether `a` and `b` may differ by rounding alone: `2.14 亿` and `超过 2 亿`."""
    if equivalent(a, b):
        return True
    if not _comparable(a, b) or a.vague or b.vague or a.unit in _EXACT:
        return False
    (low_a, high_a, step_a), (low_b, high_b, step_b) = _in_base(a, b), _in_base(b, a)
    step = max(step_a, step_b)
    return _near(low_a, low_b, step) and _near(high_a, high_b, step)


def is_above(bound: Quantity, number: Quantity) -> bool:
    """Whether `number` is no less than a lower bound and not far above it: up to the next round number, as
    2,636 is `over 2,000`, or up to rounding."""
    if not _comparable(bound, number) or number.vague:
        return False
    low, value = _in_base(bound, number)[0], _in_base(number, bound)[0]
    if roughly_equal(bound, number):
        return low <= value
    if bound.unit != number.unit or bound.unit in _EXACT or number.high is not None:
        return False
    return low <= value < low + _last_digit(low)


def same_unit(a: str, b: str) -> bool:
    """Whether the units agree: the same, measures of the same thing, one wider than the other, or unknown."""
    if a == b or not a or not b:
        return True
    if {a, b} <= {"year", ""} or b in GENERIC.get(a, ()) or a in GENERIC.get(b, ()):
        return True
    return a in CONVERSIONS and b in CONVERSIONS and CONVERSIONS[a][0] == CONVERSIONS[b][0]


def _comparable(a: Quantity, b: Quantity) -> bool:
    opposite = any(
        a.comparator in one and b.comparator in other for one, other in (_ONE_SIDED, _ONE_SIDED[::-1])
    )
    return not opposite and same_unit(a.unit, b.unit)


def _in_base(quantity: Quantity, other: Quantity) -> tuple[Decimal, Decimal, Decimal]:
    """Low end, high end and step, in the base of the unit where the other's differs."""
    factor = Decimal(1)
    if quantity.unit != other.unit and quantity.unit in CONVERSIONS and other.unit:
        factor = CONVERSIONS[quantity.unit][1]
    elif quantity.unit == "%" and not other.unit and other.value <= 1 < quantity.value:
        # `two-thirds` and `0.67` are shares too.
        factor = Decimal("0.01")
    high = quantity.high if quantity.high is not None else quantity.value
    return quantity.value * factor, high * factor, quantity.step * factor


def _rounds(a: Decimal, step_a: Decimal, b: Decimal, step_b: Decimal) -> bool:
    if a == b:
        return True
    coarse, step = (a, step_a) if step_a >= step_b else (b, step_b)
    if not step or step_a == step_b or abs(coarse) < step * 10 ** (_FEWEST_DIGITS - 1):
        return False
    return abs(a - b) <= step / 2


def _near(a: Decimal, b: Decimal, step: Decimal) -> bool:
    step = max(step, _last_digit(a), _last_digit(b))
    return a == b or (abs(a - b) < step and abs(a - b) <= _ROUGHLY * max(abs(a), abs(b)))


def _last_digit(value: Decimal) -> Decimal:
    """What 1 in the last digit that isn't zero is worth: 100 for 1,300."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _same_magnitude(a: Quantity, b: Quantity) -> bool:
    """`billions` meets `数十亿`; a number proper meets a magnitude that it lies in (`3.5 billion`)."""
    if a.vague and b.vague:
        return a.value == b.value
    magnitude, number = (a, b) if a.vague else (b, a)
    return magnitude.value <= number.value < magnitude.value * _MAGNITUDE * 100
