"""When two values for the same thing can't both be right. Rounding, units and wording make no difference."""

from assistant.quantities import Quantity, roughly_equal

_WITHIN_BOUND = 1.1
"""A bound is set near what it bounds: `over 200 million` is said of 214 million, not of 300."""
_ABOVE, _BELOW = frozenset({">", "≥"}), frozenset({"<", "≤"})


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of the same unit may say the same: but for rounding or cutting off digits, as a
    bound and a number within it, as a range and a number in it."""
    if one.vague or other.vague or roughly_equal(one, other):
        return True
    (low, high), (low_other, high_other) = _ends(one), _ends(other)
    step = float(max(one.step, other.step))
    return low < high_other + step and low_other < high + step


def _ends(quantity: Quantity) -> tuple[float, float]:
    """The least and the most that a quantity may stand for."""
    low, high = float(quantity.value), float(quantity.high if quantity.high is not None else quantity.value)
    if quantity.comparator in _ABOVE:
        return low, low * _WITHIN_BOUND
    return (0.0 if quantity.comparator in _BELOW else low), high
