"""Stems are the same, whatever other threads stem meanwhile."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from indexing.analysis import stem

ENDINGS = ("ing", "ation", "ational", "fulness", "ly", "ies", "ement", "ization", "ousness", "ed")
STARTS = ("hop", "relat", "gener", "gallucin", "segment", "alig", "medic", "transform", "retriev", "cluster")
WORDS = [
    f"{letter}{start}{ending}" for letter in "bcdfghklmnprstvw" for start in STARTS for ending in ENDINGS
]


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_four_threads_stem_as_one(switching: None) -> None:
    alone = snowballstemmer.stemmer("english")
    expected = [alone.stemWord(word) for word in WORDS]
    stem.cache_clear()
    orders = [WORDS, WORDS[::-1], WORDS[len(WORDS) // 2 :], WORDS[len(WORDS) // 3 :]]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda words: [stem(word) for word in words], orders))
    assert [stem(word) for word in WORDS] == expected
