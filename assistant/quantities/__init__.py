"""Quantities: what a text counts or measures, read alike in English and Chinese, and compared."""

from assistant.quantities.compare import equivalent, is_above, roughly_equal, same_unit
from assistant.quantities.nouns import Comparator, Quantity
from assistant.quantities.reader import read_quantities, sizes_in_names

__all__ = [
    "Comparator",
    "Quantity",
    "equivalent",
    "is_above",
    "read_quantities",
    "roughly_equal",
    "same_unit",
    "sizes_in_names",
]
