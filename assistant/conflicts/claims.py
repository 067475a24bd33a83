"""What a sentence or a table row says of a thing in numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Unit
from assistant.extractive.columns import attributes_of
from assistant.extractive.rows import name_cell, plain_name
from assistant.quantities import Quantity, read_quantities
from assistant.turns.names import names_in
from indexing.analysis import STOP_WORDS
from indexing.blocks import Cell

MEASURED = frozenset({"size", "scale", "data"})
"""What columns must tell for their numbers to be a thing's own; a score is of a task and a metric too."""
_PARAMETERS = "parameters"
_TIMES = frozenset({"year", "month", "day", "years", "months", "days", "hours", "times", "%", ""})
"""Units that tell nothing of what is counted."""
_LEAST = 13
"""Smaller numbers count parts, stages, kinds: rarely the size of anything."""
_COMPARES = re.compile(r"\b(?:than|versus|vs|compared (?:to|with))\b|相比|比", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:It|This (?:dataset|database|model)|The (?:dataset|database))\b|^(?:它|该|此)")
_NOUN = re.compile(
    r"(?P<gap>[\s-]*)(?P<words>[\u3400-\u9fff][\u3400-\u9fffA-Za-z]{0,9}"
    r"|[A-Za-z][A-Za-z-]*(?: [A-Za-z][A-Za-z-]*){0,2})"
)
_SIDE_WORDS = 40
_SHORT_CELL = 25
"""A longer cell tells more than the one quantity."""


@dataclass(frozen=True)
class Claim:
    """A quantity that `unit` gives for a thing; `value` as it is written there."""

    unit: Unit
    quantity: Quantity
    value: str


def key(name: str) -> str:
    """What two ways to write a name have in common."""
    return re.sub(r"[\W_]", "", plain_name(name)).casefold()


def row_claims(unit: Unit, wanted: str) -> Iterator[Claim]:
    """What a row about the thing says of its size and amount."""
    name = name_cell(unit.block)
    if name is None or key(name.value or "") != wanted:
        return
    for cell in unit.block.cells:
        told = attributes_of(cell.column) & MEASURED
        if cell is not name and cell.value and told:
            yield from _of_cell(unit, cell, "size" in told)


def _of_cell(unit: Unit, cell: Cell, is_size: bool) -> Iterator[Claim]:
    for quantity in read_quantities(cell.value or ""):
        if is_size and not quantity.unit:
            quantity = replace(quantity, unit=_PARAMETERS)
        if _counts(quantity):
            value = cell.value or ""
            short = len(value) <= _SHORT_CELL
            yield Claim(unit, quantity, value if short else written(value, quantity))


def sentence_claims(unit: Unit, wanted: str, before: Unit | None = None) -> Iterator[Claim]:
    """What a sentence says of the thing: the quantities that no other name stands nearer before. `before` is
    the sentence that it may go on from (`It holds …`)."""
    places = [(unit.text.find(name), name) for name in names_in(unit.text)]
    subject = _subject(before) if before is not None and _GOES_ON.match(unit.text) else None
    for quantity in read_quantities(unit.text):
        nearest = max(((at, name) for at, name in places if at <= quantity.start), default=None)
        name = nearest[1] if nearest else subject
        between = unit.text[nearest[0] if nearest else 0 : quantity.start]
        if name and key(name) == wanted and _counts(quantity) and not _COMPARES.search(between):
            yield Claim(unit, quantity, written(unit.text, quantity))


def _subject(unit: Unit) -> str | None:
    return next(iter(names_in(unit.text)), None)


def _counts(quantity: Quantity) -> bool:
    return not quantity.vague and quantity.unit not in _TIMES and quantity.value >= _LEAST


def written(text: str, quantity: Quantity) -> str:
    """The quantity as a text writes it, with the noun that follows."""
    start = max(text.rfind(sign, 0, quantity.start) for sign in " ,(，（：:。") + 1
    start = start if quantity.start - start <= 1 else quantity.start
    if quantity.comparator in (">", "≥", "~", "<", "≤"):
        start = _with_bound(text, start)
    return (text[start : quantity.end] + _noun(text, quantity.end)).strip()


def _noun(text: str, end: int) -> str:
    """What is counted, as it stands behind a number: a few words up to a verb or a function word."""
    found = _NOUN.match(text, end)
    if found is None:
        return ""
    words: list[str] = []
    for word in found["words"].split():
        if word.casefold() in STOP_WORDS or word.endswith(("ed", "ing")):
            break
        words.append(word)
    return found["gap"] + " ".join(words) if words else ""


_BOUND = re.compile(
    r"(?:\b(?:over|more than|about|around|approximately|nearly|up to|at least|only)\s+|[>≥~≈<≤]\s*"
    r"|(?:超过|约|大约|近|至少)\s*)$"
)


def _with_bound(text: str, start: int) -> int:
    found = _BOUND.search(text, max(0, start - _SIDE_WORDS), start)
    return found.start() if found else start


def claims_of(units: Sequence[Unit], wanted: str) -> list[Claim]:
    """All that `units`, in the texts' order, say of the thing."""
    found: list[Claim] = []
    for before, unit in zip([None, *units], units, strict=False):
        if unit.is_row:
            found += row_claims(unit, wanted)
        else:
            goes_on = before is not None and before.block.id == unit.block.id
            found += sentence_claims(unit, wanted, before if goes_on else None)
    return found
