"""Units by the tokens that the index holds of them: how well they answer for each word of a question."""

from collections.abc import Iterator, Sequence

from assistant.evidence import Unit
from assistant.joint.meeting import Part, part_of, whole
from indexing.embedders.encoder import load_encoder
from indexing.late_interaction import Asked, LateInteraction, Met, weighted
from indexing.store.protocol import Store
from indexing.tokens import WindowTokens, tokens_of


class UnitTokens:
    """Compares units with questions token by token, each unit as it is read within its window."""

    def __init__(self, store: Store) -> None:
        self.late = LateInteraction(store, load_encoder())

    def nearness(self, units: Sequence[Unit], question: str) -> list[float]:
        """The weighted mean, over the question's tokens, of the best cosine with a token of each unit."""
        asked = self.late.ask(question)
        windows = self.late.meet(asked, list({unit.hit.passage.id for unit in units}))
        return [self._met(unit, asked, windows[unit.hit.passage.id]) for unit in units]

    def likeness(self, unit: Unit, question: str) -> float:
        """How like the question the passage of `unit` is as a whole: their vectors' cosine."""
        return self.late.likeness(self.late.ask(question), unit.hit.passage.id)

    def parts(self, units: Sequence[Unit]) -> list[Part]:
        """Each unit beside what else its window holds; alone where it stands in for one of the passage."""
        held = self.late.store.window_tokens(list({unit.hit.passage.id for unit in units}))
        return [self._part(unit, held[unit.hit.passage.id]) for unit in units]

    def _part(self, unit: Unit, windows: Sequence[WindowTokens]) -> Part:
        for number, start, end in _places(unit):
            part = part_of(windows[number], start, end)
            if part is not None:
                return part
        [alone] = tokens_of([unit.text], self.late.encoder)
        return whole(alone)

    def _met(self, unit: Unit, asked: Asked, windows: Sequence[Met]) -> float:
        for number, start, end in _places(unit):
            best = windows[number].within(start, end)
            if best is not None:
                return weighted(asked, best)
        return weighted(asked, self.late.read(asked, unit.text))


def _places(unit: Unit) -> Iterator[tuple[int, int, int]]:
    """The windows of its passage that a unit stands in, by number, with its start and end there."""
    for number, text in enumerate(unit.hit.passage.windows):
        start = text.find(unit.text)
        if start >= 0:
            yield number, start, start + len(unit.text)
