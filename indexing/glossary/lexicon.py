"""Which Chinese characters translate which English word, learned from parallel segments.

IBM Model 1 (Brown et al. 1993) in both directions, trained to agree (Liang, Taskar and Klein 2006: each
direction's expectations are multiplied by the other's, which keeps rare words from collecting whatever is
unexplained), with a mild preference for the diagonal (Dyer, Chahuneau and Smith 2013). Characters rather than
words, because there is no Chinese segmenter here and characters recur more often.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import STOP_WORDS
from indexing.glossary.nouns import is_han
from indexing.glossary.segments import SegmentPair

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUNDS = 8
_DIAGONAL = 3.0
_NOTHING = 0.02
"""Probability that a token stands for nothing on the other side."""
_FUNCTION = 0.4
ALIGNED = 0.25
"""A word that accounts for less of a character has nothing to do with it."""
_ATTESTED = 0.5
_USUAL = 5.0
_ALWAYS = 15.0
_OWN_SHARE = 0.2
"""A character usually translates a word if it did about so often; below this share of that it hardly does."""
_OTHER_NAME = 0.01


class Alignment:
    """For each segment a matrix [English words × Chinese tokens]: how much of a Chinese token each English
    word accounts for; a column sums to at most 1."""

    def __init__(self, segments: Sequence[SegmentPair]) -> None:
        self._shapes = [(len(s.english), len(s.chinese)) for s in segments]
        cells = _Cells(segments)
        forward = np.ones(cells.types)
        backward = np.ones(cells.types)
        for _ in range(_ROUNDS):
            by_chinese = cells.posterior(forward, cells.column)
            by_english = cells.posterior(backward, cells.row)
            agreed: Floats = np.bincount(cells.pair, by_chinese * by_english, minlength=cells.types).astype(
                np.float64
            )
            forward = agreed / cells.total(agreed, cells.english_of)
            backward = agreed / cells.total(agreed, cells.chinese_of)
        self._posterior = cells.posterior(forward * np.sqrt(backward), cells.column)
        self._ends = np.cumsum([n * m for n, m in self._shapes])

    def matrix(self, segment: int) -> Floats:
        n, m = self._shapes[segment]
        end = int(self._ends[segment])
        return self._posterior[end - n * m : end].reshape(n, m)


class Lexicon:
    """How much of each Chinese character each English word (a stem) accounts for in all segments."""

    def __init__(self, segments: Sequence[SegmentPair], alignment: Alignment) -> None:
        self._words: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for number, segment in enumerate(segments):
            matrix = alignment.matrix(number)
            for i, j in np.argwhere(matrix > ALIGNED):
                if segment.english[i].text.casefold() not in STOP_WORDS:
                    self._words[segment.chinese[j].key][segment.english[i].key] += float(matrix[i, j])

    def evidence(self, word: str, character: str) -> float:
        return self._words[character].get(word, 0.0) if character in self._words else 0.0

    def supports(self, words: Collection[str], chinese: str) -> bool:
        """Whether any character of `chinese` translates one of `words`."""
        return any(self.evidence(word, c) >= _ATTESTED for c in chinese for word in words)

    def contradicted(self, words: Collection[str], chinese: str) -> int:
        """Where the last characters of `chinese` end that translate other words than `words`; 0 if there are
        none. Two are needed, side by side and of one word, or one apart and hardly ever anything else.

        One character alone says nothing: it may be part of several words.
        """
        strange = [self._strangers(words, character) for character in chinese]
        ends = [0]
        for i, (here, after) in enumerate(zip(strange, strange[1:], strict=False)):
            if here.keys() & after.keys():
                ends.append(i + 2)
        for i, (here, after) in enumerate(zip(strange, strange[2:], strict=False)):
            if min(max(here.values(), default=0), max(after.values(), default=0)) >= _ALWAYS:
                ends.append(i + 3)
        return max(ends)

    def _strangers(self, words: Collection[str], character: str) -> dict[str, float]:
        """The other words that `character` usually translates, if it hardly translates any of `words`."""
        known = self._words.get(character, {})
        if sum(known.get(word, 0) for word in words) >= _OWN_SHARE * max(known.values(), default=0):
            return {}
        return {word: evidence for word, evidence in known.items() if evidence >= _USUAL}


class _Cells:
    """Every meeting of an English word and a Chinese token in a segment, as flat arrays."""

    def __init__(self, segments: Sequence[SegmentPair]) -> None:
        english = {key: i for i, key in enumerate(dict.fromkeys(t.key for s in segments for t in s.english))}
        chinese = {key: i for i, key in enumerate(dict.fromkeys(t.key for s in segments for t in s.chinese))}
        keys, rows, columns, priors = [], [], [], []
        row = column = 0
        for segment in segments:
            n, m = len(segment.english), len(segment.chinese)
            left = np.array([english[t.key] for t in segment.english], dtype=np.int64)
            right = np.array([chinese[t.key] for t in segment.chinese], dtype=np.int64)
            keys.append((left[:, None] * len(chinese) + right[None, :]).ravel())
            rows.append(np.repeat(np.arange(row, row + n), m))
            columns.append(np.tile(np.arange(column, column + m), n))
            priors.append((_diagonal(n, m) * _kinship(segment)).ravel())
            row, column = row + n, column + m
        types, self.pair = np.unique(np.concatenate(keys), return_inverse=True)
        self.types = len(types)
        self.english_of: Integers = types // len(chinese)
        self.chinese_of: Integers = types % len(chinese)
        self.row: Integers = np.concatenate(rows)
        self.column: Integers = np.concatenate(columns)
        self._prior: Floats = np.concatenate(priors)

    def posterior(self, weights: Floats, side: Integers) -> Floats:
        """Each token of `side` shared out over the tokens that it meets."""
        shares: Floats = weights[self.pair] * self._prior
        totals = np.bincount(side, shares)
        return shares / (totals[side] + _NOTHING * totals[side].clip(min=1e-12))

    def total(self, counts: Floats, word: Integers) -> Floats:
        sums: Floats = np.bincount(word, counts)[word].astype(np.float64)
        return sums.clip(min=1e-12)


def _diagonal(n: int, m: int) -> Floats:
    """How likely two places are to correspond, before the words are known."""
    rows = (np.arange(n) + 0.5) / n
    columns = (np.arange(m) + 0.5) / m
    likely: Floats = np.exp(-_DIAGONAL * np.abs(rows[:, None] - columns[None, :]))
    return likely


def _kinship(segment: SegmentPair) -> Floats:
    """Latin words of the Chinese side are the same words of the English side, if it has them; function words
    stand for little."""
    kin = np.ones((len(segment.english), len(segment.chinese)))
    kin[[token.key in STOP_WORDS for token in segment.english]] = _FUNCTION
    for j, token in enumerate(segment.chinese):
        if not is_han(token.key):
            same = np.array([word.key == token.key for word in segment.english])
            kin[:, j] = np.where(same, 1.0, _OTHER_NAME)
    return kin
