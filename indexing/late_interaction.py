"""How well passages and parts of them answer for each word of a question.

Late interaction (Khattab and Zaharia 2020, ColBERT): each token of the question is met by the token most
like it, in its context, and tokens count as much as they are rare. It needs no common words, so it works
across languages, and unlike the cosine of two texts it isn't blurred by all else that a passage says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import Encoder, Matrix
from indexing.store.protocol import Store
from indexing.tokens import bits_of, cosines

DECIMALS = 6
"""Products of matrices differ behind these by where a token stands; texts that say the same are ties."""


@dataclass(frozen=True)
class Asked:
    """A question's unit vector as a whole, shape `(dimension,)`, and its tokens': `(tokens, dimension)`, with
    weights that add up to 1."""

    whole: Matrix
    vectors: Matrix
    weights: Matrix


@dataclass(frozen=True)
class Met:
    """How the tokens of one window meet a question's: `cosines` has shape `(asked, met)`, `places` are those
    of the window's tokens in its text."""

    cosines: Matrix
    places: NDArray[np.uint16]

    def within(self, start: int, end: int) -> Matrix | None:
        """The best cosine of each token asked with those from `start` to `end`; None if there are none."""
        inside = (self.places[:, 0] >= start) & (self.places[:, 1] <= end)
        return np.asarray(self.cosines[:, inside].max(axis=1)) if inside.any() else None


class LateInteraction:
    """Compares questions with what the store holds of passages' tokens. Threads may share it."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self.encoder = encoder

    def ask(self, question: str) -> Asked:
        """The tokens of `question`; of one without any, none."""
        encoded = self.encoder.read(question)
        weights = self.store.token_weights(encoded.ids.tolist())
        return Asked(encoded.vector, encoded.layers[0], weights / max(float(weights.sum()), 1e-9))

    def meet(self, asked: Asked, passages: Sequence[str]) -> dict[str, tuple[Met, ...]]:
        """How each window of the passages of these ids meets the question."""
        held = self.store.window_tokens(passages)
        windows = [window for of_one in held.values() for window in of_one]
        if not windows:
            return {id: () for id in held}
        # All at once: a product of matrices for each window takes ten times as long.
        every = cosines(asked.vectors, np.concatenate([window.signs for window in windows]))
        ends = np.cumsum([len(window.places) for window in windows])
        parts = iter(np.split(every, ends[:-1], axis=1))
        return {
            id: tuple(Met(next(parts), window.places) for window in of_one) for id, of_one in held.items()
        }

    def read(self, asked: Asked, text: str) -> Matrix | None:
        """The best cosine of each token asked with those of a text that the store doesn't hold."""
        tokens = self.encoder.read(text).layers[0]
        return np.asarray((asked.vectors @ tokens.T).max(axis=1)) if len(tokens) else None

    def likeness(self, asked: Asked, passage: str) -> float:
        """The cosine of the question as a whole with the mean of the signs of the tokens of the passage's
        nearest window; 0 if it has none."""
        windows = self.store.window_tokens([passage])[passage]
        bits = (bits_of(window.signs, len(asked.whole)) for window in windows if len(window.signs))
        means = [part.mean(axis=0, dtype=np.float64) - 0.5 for part in bits]
        near = (float(asked.whole @ mean) / max(float(np.linalg.norm(mean)), 1e-9) for mean in means)
        return round(max(near, default=0.0), DECIMALS)

    def nearness(self, asked: Asked, passages: Sequence[str]) -> dict[str, float]:
        """For each passage the weighted mean of its best cosines, over all its windows together."""
        held = self.store.window_tokens(passages)
        signs = {id: [window.signs for window in of_one if len(window.signs)] for id, of_one in held.items()}
        found = [id for id, of_one in signs.items() if of_one]
        if not found:
            return dict.fromkeys(held, 0.0)
        every = cosines(asked.vectors, np.concatenate([part for id in found for part in signs[id]]))
        counts = [sum(map(len, signs[id])) for id in found]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        near = (asked.weights @ np.maximum.reduceat(every, starts, axis=1)).round(DECIMALS)
        return dict.fromkeys(held, 0.0) | dict(zip(found, near.tolist(), strict=True))


def weighted(asked: Asked, best: Matrix | None) -> float:
    """The weighted mean of the best cosine of each token asked; 0 if there are none."""
    return round(float(asked.weights @ best), DECIMALS) if best is not None else 0.0
