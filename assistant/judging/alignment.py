"""How well each token of a claim is met by one of its source, by what the tokens mean in their contexts.

Greedy alignment by the nearest token vector, as in BERTScore (Zhang et al. 2020), but kept token by token:
one part of a claim that nothing in the source meets makes it false, however well the rest is met.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.judging.wording import longest_run, worst_clause, worst_stretch
from indexing.embedders.encoder import Matrix


@dataclass(frozen=True)
class Reading:
    """The tokens of a text as the encoder reads them: ids, the sentence and the clause that each is in,
    how rare each is (0 to 1), unit vectors of two layers and of the word that it belongs to, read without its
    context: (tokens, size). A token that is no word has zeros for the last."""

    ids: NDArray[np.int64]
    sentence: NDArray[np.int64]
    clause: NDArray[np.int64]
    rarity: Matrix
    last: Matrix
    middle: Matrix
    word: Matrix


_QUANTILES = (0.05, 0.1, 0.25, 0.5)
_LEVELS = (0.5, 0.65, 0.8)
_STRETCHES = (3, 6, 12)
_LAYER_FEATURES = (
    "mean",
    "rarity mean",
    *(f"quantile {quantile}" for quantile in _QUANTILES),
    *(f"worst {size}" for size in _STRETCHES),
    "worst clause",
    *(f"below {level}" for level in _LEVELS),
    *(f"run below {level}" for level in _LEVELS),
)
ALIGNMENT_FEATURES = (
    *(f"last {name}" for name in _LAYER_FEATURES),
    *(f"middle {name}" for name in _LAYER_FEATURES),
    *(f"word {name}" for name in _LAYER_FEATURES),
    "words back",
    "same token",
    "rare tokens missing",
    "worst same 6",
    "best sentence",
    "two best sentences",
    "best beside all",
    "sentences used",
    "in order",
    "pooled",
    "pooled sentence",
    "back",
    "claim tokens",
    "source tokens",
)


def alignment_features(claim: Reading, source: Reading) -> list[float]:
    """The features of ALIGNMENT_FEATURES."""
    if not len(claim.ids) or not len(source.ids):
        return [0.0] * len(ALIGNMENT_FEATURES)
    last, middle = claim.last @ source.last.T, claim.middle @ source.middle.T
    same = np.isin(claim.ids, source.ids).astype(np.float32)
    weights = claim.rarity + np.float32(1e-3)
    words, back = _words(claim, source)
    return [
        *_layer(last.max(axis=1), claim.clause, weights),
        *_layer(middle.max(axis=1), claim.clause, weights),
        *words,
        back,
        float((same * weights).sum() / weights.sum()),
        float(((1 - same) * (claim.rarity > 0.6)).sum()) / 10,
        worst_stretch(same, 6),
        *_sentences(last, source, weights),
        *_pooled(claim, source),
        float(last.max(axis=0).mean()),
        len(claim.ids) / 50,
        float(np.log1p(len(source.ids))),
    ]


def _words(claim: Reading, source: Reading) -> tuple[list[float], float]:
    """The same features of words alone, which tell translations apart best, and how well the source's words
    are met by the claim's."""
    ours, theirs = claim.word.any(axis=1), source.word.any(axis=1)
    if not ours.any() or not theirs.any():
        return [0.0] * len(_LAYER_FEATURES), 0.0
    cosines = claim.word[ours] @ source.word[theirs].T
    layer = _layer(cosines.max(axis=1), claim.clause[ours], claim.rarity[ours] + np.float32(1e-3))
    return layer, float(cosines.max(axis=0).mean())


def _layer(best: Matrix, clause: NDArray[np.int64], weights: Matrix) -> list[float]:
    return [
        float(best.mean()),
        float((best * weights).sum() / weights.sum()),
        *np.quantile(best, _QUANTILES).tolist(),
        *(worst_stretch(best, size) for size in _STRETCHES),
        worst_clause(best, clause),
        *(float((best < level).mean()) for level in _LEVELS),
        *(longest_run(best < level) / 10 for level in _LEVELS),
    ]


def _sentences(cosines: Matrix, source: Reading, weights: Matrix) -> list[float]:
    """How much of the claim one or two sentences of the source meet, beside all of it."""
    starts = np.flatnonzero(np.diff(source.sentence, prepend=-1))
    by_sentence = np.maximum.reduceat(cosines, starts, axis=1)
    share = weights / weights.sum()
    first = int((share @ by_sentence).argmax())
    alone = float(share @ by_sentence[:, first])
    two = float((share @ np.maximum(by_sentence, by_sentence[:, [first]])).max())
    places = cosines.argmax(axis=1)
    steps = np.diff(places)
    return [
        alone,
        two,
        float(share @ by_sentence.max(axis=1)) - alone,
        float(len(set(by_sentence.argmax(axis=1).tolist()))) / 5,
        float(((steps >= 0) & (steps <= 2)).mean()) if len(steps) else 1.0,
    ]


def _pooled(claim: Reading, source: Reading) -> list[float]:
    """Cosine of the claim's mean vector with that of the source, and with its sentences' at best."""
    starts = np.flatnonzero(np.diff(source.sentence, prepend=-1))
    sentences = np.add.reduceat(source.last, starts, axis=0)
    rows = np.concatenate([sentences.sum(axis=0, keepdims=True), sentences])
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    mean = claim.last.sum(axis=0)
    cosines = rows @ (mean / max(float(np.linalg.norm(mean)), 1e-9))
    return [float(cosines[0]), float(cosines[1:].max())]
