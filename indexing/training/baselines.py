"""What the encoder is measured against: BM25 over words and character pairs, and the teacher itself."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.pieces import HAN, normalise
from indexing.training.teacher import Teacher

_UNITS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
_K1, _B = 1.5, 0.75


def terms(text: str) -> list[str]:
    """Lower-cased words, and each pair of neighbouring Chinese characters."""
    found: list[str] = []
    for unit in _UNITS.finditer(normalise(text)):
        run = unit.group()
        pairs = unit.lastgroup == "han" and len(run) > 1
        found += [run[i : i + 2] for i in range(len(run) - 1)] if pairs else [run]
    return found


def bm25_scores(questions: Sequence[str], passages: Sequence[str]) -> NDArray[np.float64]:
    """Okapi BM25 (Robertson and Zaragoza 2009), shape (len(questions), len(passages))."""
    counts = [Counter(terms(passage)) for passage in passages]
    lengths = np.array([count.total() for count in counts], float)
    norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
    postings: dict[str, list[int]] = {}
    for place, count in enumerate(counts):
        for term in count:
            postings.setdefault(term, []).append(place)
    scores = np.zeros((len(questions), len(passages)))
    for row, question in enumerate(questions):
        for term in terms(question):
            for place in postings.get(term, ()):
                frequency = counts[place][term]
                seen = len(postings[term])
                rarity = math.log(1 + (len(passages) - seen + 0.5) / (seen + 0.5))
                scores[row, place] += rarity * frequency * (_K1 + 1) / (frequency + norms[place])
    return scores


class TeacherEmbedder:
    """The teacher behind the embedders' door."""

    def __init__(self, base: Path) -> None:
        self._teacher = Teacher(base, max_tokens=256)  # as its own configuration has it

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), hidden); questions and passages alike."""
        return self._teacher.encode(texts).astype(np.float32)
