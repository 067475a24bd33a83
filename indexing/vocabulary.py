"""The words that the texts use, which a question's words may be translated to."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus import Document
from indexing.analysis import STOP_WORDS, fold

LEAST = {"en": 2, "zh": 4}
"""A word is of the vocabulary when the texts use it this often."""
LENGTHS = (2, 3, 4)
"""Characters of a Chinese word."""
_ENGLISH = re.compile(r"[a-z]{3,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_NO_PART = re.compile(r"[的了是在和与等及或中为有对上于以将并也从这其该些个被由可而]")
"""Characters that stand between words or belong to no term."""


def word_vocabulary(documents: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """`(language, word)` of the texts' words, sorted: lower-case English words and Chinese pieces of two to
    four characters, which are words where they recur."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        text = fold(document.text)
        counts.update(("en", word) for word in _ENGLISH.findall(text.casefold()) if word not in STOP_WORDS)
        counts.update(("zh", piece) for run in _CHINESE.findall(text) for piece in pieces(run))
    return tuple(sorted(key for key, count in counts.items() if count >= LEAST[key[0]]))


def pieces(run: str) -> list[str]:
    """All pieces of a run of Chinese characters that may be words."""
    found = [run[i : i + length] for length in LENGTHS for i in range(len(run) - length + 1)]
    return [piece for piece in found if not _NO_PART.search(piece)]
