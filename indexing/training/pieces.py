"""Pieces of the static space: English word pieces and overlapping Chinese runs of one to three characters."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from indexing.embedders.pieces import HAN, normalise, runs

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN = re.compile(r"(##)?[0-9a-z\u00df-\u024f\u0370-\u03ff]+")
_LEAST_COUNT = 4
_LEAST_COHESION = 1.5  # pointwise mutual information, in nats


def english_pieces(vocabulary: Mapping[str, int]) -> list[str]:
    """The words and word endings of BERT's vocabulary, most frequent first, as its rows are ordered."""
    return [piece for piece in sorted(vocabulary, key=vocabulary.__getitem__) if _LATIN.fullmatch(piece)]


def chinese_pieces(texts: Iterable[str], size: int) -> list[str]:
    """All characters, then the runs that cohere best (count times mutual information), `size` in all."""
    counts: Counter[str] = Counter()
    for text in texts:
        for han in _HAN_RUN.findall(normalise(text)):
            counts.update(runs(han))
    total = sum(count for run, count in counts.items() if len(run) == 1)
    characters = sorted((run for run in counts if len(run) == 1), key=lambda run: (-counts[run], run))
    worth = {run: _worth(run, counts, total) for run, count in counts.items() if count >= _LEAST_COUNT}
    longer = [run for run, value in worth.items() if len(run) > 1 and value > 0]
    longer.sort(key=lambda run: (-worth[run], run))
    return (characters + longer)[:size]


def _worth(run: str, counts: Counter[str], total: int) -> float:
    if len(run) == 1:
        return 0.0
    apart = max(counts[run[:i]] * counts[run[i:]] for i in range(1, len(run)))
    cohesion = math.log(counts[run] * total / apart)
    return counts[run] * cohesion if cohesion > _LEAST_COHESION else 0.0
