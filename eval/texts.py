"""Texts as metrics compare them, in both languages."""

import re
from collections import Counter

from indexing.analysis import normalise
from indexing.sentences import split_sentences

MARK = re.compile(r"\s*\[\d+\]")
"""A citation mark of ours."""
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:\.[0-9]+)*")
_ARTICLES = frozenset({"a", "an", "the"})
_BULLET = re.compile(r"^\s*[-•*]\s+", re.MULTILINE)


def plain(text: str) -> str:
    """`text` without citation marks and bullets."""
    return _BULLET.sub("", MARK.sub("", text)).strip()


def tokens(text: str) -> list[str]:
    """Lower-case English words without articles, numbers, single Chinese characters: the mixed segmentation
    of Lewis et al. (MLQA, 2020), which for plain English words gives SQuAD's own tokens."""
    return [token for token in _TOKEN.findall(normalise(text)) if token not in _ARTICLES]


def token_f1(text: str, reference: str) -> float:
    """F1 of the tokens in common, repeats counted (Rajpurkar et al., SQuAD, 2016); 1 for two empty texts."""
    found, wanted = Counter(tokens(text)), Counter(tokens(reference))
    if not found or not wanted:
        return float(found == wanted)
    common = sum((found & wanted).values())
    if not common:
        return 0.0
    precision, recall = common / sum(found.values()), common / sum(wanted.values())
    return 2 * precision * recall / (precision + recall)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without citation marks."""
    bare = plain(text)
    return [bare[start:end] for start, end in split_sentences(bare) if tokens(bare[start:end])]
