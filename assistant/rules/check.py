"""All rules at once."""

from functools import lru_cache

from assistant.rules.names import wrong_names
from assistant.rules.negations import wrong_negations
from assistant.rules.nouns import Violation
from assistant.rules.numbers import wrong_numbers


@lru_cache(maxsize=4096)
def violations(claim: str, source: str) -> tuple[Violation, ...]:
    """Where `claim` departs from `source` in what can't be a matter of wording, in any pairing of English and
    Chinese: each number must stand in the source as an equivalent quantity, each name must be written there,
    and what is negated in one must be negated in the other."""
    found = [*wrong_numbers(claim, source), *wrong_names(claim, source), *wrong_negations(claim, source)]
    return tuple(sorted(found, key=lambda violation: (violation.start, violation.end, violation.kind)))
