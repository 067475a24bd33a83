"""The names and numbers of a text as a vector: what an encoder of this size can't know of all the world's.

A name stands for its consonants, so that 特斯拉 finds Tesla; one in Latin letters also for itself, a number
for its digits. All is hashed with signs into few dimensions (the hashing trick, Weinberger et al. 2009).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.pieces import HAN
from indexing.embedders.sounds import chinese_sounds, english_sounds, transliterated
from indexing.embedders.unit import unit_rows

_TOKEN = re.compile(r"(?P<word>[A-Za-z]{2,})|(?P<number>\d[\d,]+(?:\.\d+)?)")
_CHINESE = re.compile(f"[{HAN}]")
_COMMON = 3_000
"""English pieces that are no names: a table has them in the order of their frequency."""
_SPELLING = 0.6
"""What a name's letters count beside its sound or a number, which the other language has as well."""


@dataclass(frozen=True)
class NameSettings:
    """How names take part in a vector."""

    dimension: int = 111
    weight: float = 0.35
    """What a question's names count in its likeness with a passage, where meaning counts 1."""
    full: float = 4.0
    """The length of the sum of a passage's hashed names from which more of them don't count more."""


class NameHasher:
    """Finds the names in texts and hashes them. `pieces` are those of the model's table."""

    def __init__(self, pieces: Sequence[str], settings: NameSettings) -> None:
        self._common = frozenset([piece for piece in pieces if not _CHINESE.match(piece)][:_COMMON])
        self._known = frozenset(pieces)
        self._settings = settings

    def vectors(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Shape (len(texts), dimension): a question's rows have the length 1, a passage's the longer the more
        it names, up to 1; both 0 where nothing is named."""
        found = np.zeros((len(texts), self._settings.dimension), np.float32)
        for row, text in zip(found, texts, strict=True):
            for name, weight in self.features(text).items():
                place, sign = _place(name, len(row))
                row[place] += sign * weight
        lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
        # Between counting names and their share: neither long passages nor short ones get ahead.
        found *= (1.0 if query else np.minimum(np.sqrt(lengths / self._settings.full), 1)) / lengths
        return found

    def features(self, text: str) -> dict[str, float]:
        """What is hashed, with its weight: once for each thing, however often it is named."""
        plain = unicodedata.normalize("NFKD", text)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        found: dict[str, float] = {}
        for token in _TOKEN.finditer(plain):
            if token.lastgroup == "number":
                found[token.group().replace(",", "")] = 1.0
            elif self._is_name(token.group()):
                found[token.group().lower()] = _SPELLING
                # An abbreviation is spelt, not spoken.
                if not token.group().isupper():
                    _add(found, _of_sounds(english_sounds(token.group())))
        for name in transliterated(plain):
            # Two such characters may as well be a word.
            if len(name) > 2 or name not in self._known:
                _add(found, _of_sounds(chinese_sounds(name)))
        return found

    def _is_name(self, word: str) -> bool:
        return not word.islower() and word.lower() not in self._common


def _add(found: dict[str, float], more: dict[str, float]) -> None:
    for feature, weight in more.items():
        found[feature] = max(found.get(feature, 0.0), weight)


@lru_cache(maxsize=50_000)
def _of_sounds(sounds: str) -> dict[str, float]:
    """The whole, and all runs of two or three, as languages differ in a sound or two."""
    runs = {sounds[i : i + n] for n in (2, 3) for i in range(len(sounds) - n + 1)}
    weight = len(runs) ** -0.5 if runs else 0.0
    return {f"~{run}": weight for run in sorted(runs)} | ({f"={sounds}": 1.0} if runs else {})


@lru_cache(maxsize=100_000)
def _place(feature: str, dimension: int) -> tuple[int, int]:
    number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
    return (number >> 1) % dimension, 1 if number & 1 else -1


def join(
    meanings: NDArray[np.float32], names: NDArray[np.float32], weight: float, *, query: bool
) -> NDArray[np.float32]:
    """Unit rows of meaning, names and one number more, which fills every passage up to the same length: what
    it names must not make it less like a question that names nothing. Of a question for something named, a
    part of the likeness is left to its names, so that it falls where they lack."""
    fill = np.sqrt(np.maximum(1 - np.square(names).sum(axis=1, keepdims=True), 0))
    rest = np.hstack([names, np.zeros_like(fill) if query else fill])
    joined = np.concatenate([meanings, np.float32(weight**0.5) * rest], axis=1)
    return unit_rows(joined)
