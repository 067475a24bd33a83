"""The texts as a system finds them, tampered with for one question."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Span

Place = tuple[str, Span]
"""A document and characters in it."""
PLANTED = "planted"
"""The id of the document that a planted passage is said to be of."""
STRANGERS = 2
"""How many passages each question of others brings in."""


@dataclass(frozen=True)
class World:
    """`hidden`: passages that overlap one of these places are not found. `others`: questions whose first
    passages are found first, though they have nothing to do with what is asked. `planted`: a passage that is
    found first, with something false in it."""

    hidden: tuple[Place, ...] = ()
    others: tuple[str, ...] = ()
    planted: str = ""

    def hides(self, document: str, spans: Sequence[Span]) -> bool:
        """Whether a passage there is hidden."""
        return any(
            document == other and any(span.overlaps(hidden) for span in spans)
            for other, hidden in self.hidden
        )


UNCHANGED = World()
