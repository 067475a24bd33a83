"""Two texts as the joint reader is given them: a question and what an index holds of a text, or a claim and
its source.

The reader is told how near each token comes to each of the other text at the encoder's end, as in late
interaction (Khattab and Zaharia 2020).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import Encoded, Matrix
from indexing.tokens import WindowTokens, bits_of, cosines

MARKS = 2
"""Tokens before those that ask, one for each thing that is told: ANSWERS, SUPPORTS."""
ANSWERS, SUPPORTS = range(MARKS)
SIDES = 3
"""Where a token stands: in the text that asks; in the part of the other that is meant; beside that part."""
ASKING, MEANT, BESIDE = range(SIDES)
_FARTHEST = -0.2
"""Tokens that are less alike than this are as good as unrelated."""


@dataclass(frozen=True)
class Part:
    """A part of a text beside what else stands in it, by the n tokens of both.

    Their `ids`, the signs of their vectors at the encoder's end and in its `middle`, as in `WindowTokens`,
    and their `sides`, (n,).
    """

    ids: NDArray[np.uint16]
    signs: NDArray[np.uint8]
    middle: NDArray[np.uint8]
    sides: NDArray[np.int64]


def whole(tokens: WindowTokens) -> Part:
    """All of a text."""
    return Part(tokens.ids, tokens.signs, tokens.middle, np.full(len(tokens.ids), MEANT))


def part_of(window: WindowTokens, start: int, end: int) -> Part | None:
    """The characters from `start` to `end` of a window, beside its other tokens; None if the window was cut
    before them."""
    meant = (window.places[:, 0] >= start) & (window.places[:, 1] <= end)
    if not meant.any():
        return None
    return Part(window.ids, window.signs, window.middle, np.where(meant, MEANT, BESIDE))


@dataclass(frozen=True)
class Met:
    """What the reader is given of an asking text of n tokens and another of m.

    `asking`, (n, size), and `read`, (m, size): their tokens in the encoder's middle, of what an index holds
    by their signs. `sides`, (m,): where the other's tokens stand. `asking_met`, (n, 3), and `read_met`,
    (m, 3): how near each comes to the nearest token of the other text, how rare it is, and both multiplied.
    `near`, (looking, MARKS + n + m): cosines of tokens of one text with those of the other, 0 elsewhere;
    `across`: 1 where there are some. The marks and the asking tokens look; where `both` texts are read anew
    all tokens do.
    """

    asking: Matrix
    read: Matrix
    sides: NDArray[np.int64]
    asking_met: Matrix
    read_met: Matrix
    near: Matrix
    across: Matrix
    both: bool


def meet(asking: Encoded, part: Part, rarity: Matrix) -> Met:
    """Lay two texts with tokens side by side; `rarity` has a value from 0 to 1 for each token of the
    vocabulary."""
    last, middle = asking.layers
    count, size = middle.shape
    near = cosines(last, part.signs)
    beside = ((MARKS, 0), (MARKS + count, 0))
    return Met(
        asking=middle,
        read=(2 * bits_of(part.middle, size) - 1) / np.float32(np.sqrt(size)),
        sides=part.sides,
        asking_met=_met(near.max(axis=1), rarity[asking.ids]),
        read_met=_met(near.max(axis=0), rarity[part.ids]),
        near=np.pad(near, beside),
        across=np.pad(np.ones_like(near), beside),
        both=False,
    )


def meet_anew(claim: Encoded, source: Encoded, rarity: Matrix) -> Met:
    """Lay two texts side by side that are both read anew, by all of their vectors."""
    (last, middle), (their_last, their_middle) = claim.layers, source.layers
    near = last @ their_last.T
    all_near = np.zeros((MARKS + sum(near.shape),) * 2, np.float32)
    across = all_near.copy()
    first, second = slice(MARKS, MARKS + len(middle)), slice(MARKS + len(middle), None)
    all_near[first, second], all_near[second, first] = near, near.T
    across[first, second] = across[second, first] = 1
    return Met(
        asking=middle,
        read=their_middle,
        sides=np.full(len(their_middle), MEANT),
        asking_met=_met(near.max(axis=1), rarity[claim.ids]),
        read_met=_met(near.max(axis=0), rarity[source.ids]),
        near=all_near,
        across=across,
        both=True,
    )


def _met(nearest: Matrix, rare: Matrix) -> Matrix:
    nearest = nearest.clip(min=_FARTHEST)
    return np.stack([nearest, rare, nearest * rare], axis=1).astype(np.float32)
