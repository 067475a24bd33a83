"""Units by the tokens that the index holds of them: how well they answer for each word of a question."""

from collections.abc import Sequence

from assistant.evidence import Unit
from assistant.joint.meeting import Part, part_of, whole
from indexing.embedders.encoder import load_encoder
from indexing.late_interaction import Asked, LateInteraction, Met, weighted
from indexing.store.protocol import Store
from indexing.tokens import tokens_of


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
        parts = []
        for unit in units:
            passage = unit.hit.passage
            windows = zip(passage.windows, held[passage.id], strict=True)
            text, tokens = next(((text, read) for text, read in windows if unit.text in text), ("", None))
            if tokens is None:
                [tokens] = tokens_of([unit.text], self.late.encoder)
                parts.append(whole(tokens))
            else:
                start = text.find(unit.text)
                parts.append(part_of(tokens, start, start + len(unit.text)))
        return parts

    def _met(self, unit: Unit, asked: Asked, windows: Sequence[Met]) -> float:
        for text, met in zip(unit.hit.passage.windows, windows, strict=True):
            start = text.find(unit.text)
            best = met.within(start, start + len(unit.text)) if start >= 0 else None
            if best is not None:
                return weighted(asked, best)
        return weighted(asked, self.late.read(asked, unit.text))
