"""Sources that give different values for the same thing: both sides are shown.

Only table rows are compared so far: rows of one name that tell the same column in different tables. A
difference of rounding, unit or wording is none.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.answer import Conflict, Sentence, Side
from assistant.generation import DraftSentence
from assistant.quantities import read_quantities, roughly_equal, same_unit


def find_conflicts(
    drafts: Sequence[DraftSentence], sentences: Sequence[Sentence]
) -> tuple[Conflict, ...]:
    """The conflicts among `sentences`, each made of the draft in the same place; one for each thing."""
    by_thing: dict[str, list[tuple[DraftSentence, Sentence]]] = {}
    for draft, sentence in zip(drafts, sentences, strict=True):
        if draft.about:
            by_thing.setdefault(re.sub(r"[\W_]", "", draft.about).casefold(), []).append((draft, sentence))
    return tuple(
        Conflict(
            told[0][0].about, tuple(Side(draft.value, sentence.citations) for draft, sentence in told)
        )
        for told in by_thing.values()
        if any(differ(one.value, other.value) for (one, _), (other, _) in combinations(told, 2))
    )


def differ(one: str, other: str) -> bool:
    """Whether two values give different numbers for the same: each has a quantity of a unit that the other
    has too, and none of these agree."""
    pairs = [
        (a, b) for a in read_quantities(one) for b in read_quantities(other) if same_unit(a.unit, b.unit)
    ]
    return bool(pairs) and not any(roughly_equal(a, b) for a, b in pairs)
