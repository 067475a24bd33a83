"""The nouns of quantities."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparator = Literal["=", ">", "<", "≥", "≤", "~"]


@dataclass(frozen=True)
class Quantity:
    """A number that counts or measures something, at `text[start:end]`: its digits or words, their scale and
    a unit written onto them (`$300`, `80GB`, `60%`), without the noun that follows.

    `unit` is normalised over both languages (`patients`, `GB`, `%`, `USD`), `""` if none was recognised. The
    parts of a date are quantities of their own: `year`, `month` and `day`, where durations are `years` and so
    on. Of a range, `value` is the low end and `high` the other.
    """

    value: Decimal
    unit: str
    comparator: Comparator
    start: int
    end: int
    high: Decimal | None = None
    step: Decimal = Decimal(1)
    """What 1 in the last written digit is worth: 100 million for `8.9B`."""
    vague: bool = False
    """A magnitude only: `billions of`, `数十亿`."""


@dataclass(frozen=True)
class Numeral:
    """A number as written, before its context is looked at."""

    value: Decimal
    step: Decimal
    start: int
    end: int
    scale: Decimal = Decimal(1)
    """The scale word's or letter's own factor, which a range's first number may borrow."""
    vague: bool = False
    unit: str | None = None
    """Set where the form of the number itself tells (`百分之六十`, a date)."""
    plain: bool = False
    """Digits alone, without separators, fraction or scale: may be a year."""
