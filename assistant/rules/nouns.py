"""The noun of the rules."""

from dataclasses import dataclass
from typing import Literal

ViolationKind = Literal["number", "unit", "name", "negation"]


@dataclass(frozen=True)
class Violation:
    """What a claim says that its source doesn't. `text` is the claim's own words at `[start, end)`; where the
    claim has dropped a negation, it is the source's word for it, at an empty range."""

    kind: ViolationKind
    text: str
    start: int
    end: int
