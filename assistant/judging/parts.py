"""What of a source is read: its text without citation marks, and of a long one the sentences that a claim is
most likely to rest on."""

import re

from indexing.analysis import words
from indexing.embedders.encoder import load_encoder
from indexing.sentences import split_sentences

LONGEST = 160
"""Tokens of a source that are read. Of more, a claim finds a word of each in it and looks supported."""

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"\^\{{[^{{}}\n]*\}}|(?<=\S)[{_RAISED}]+(?:[,，–-][{_RAISED}]+)*|\s?\[\d+\](?:\s?[,–-]\s?\[\d+\])*|\$"
)
"""Citation marks as the texts have them. A raised number may also be an exponent: the rules check a claim's
numbers against the source as it stands."""


def unmarked(text: str) -> str:
    """`text` as it reads, without citation marks, on one line."""
    return " ".join(_MARK.sub("", text).replace("-\n", "-").split())


def best_part(text: str, claim: str) -> str:
    """`text`, or where it is too long its sentences that share most words with `claim`, in their order."""
    encoder = load_encoder()
    if len(text) <= LONGEST or encoder.length(text) <= LONGEST:
        return text
    wanted = frozenset(words(claim))
    sentences = [text[start:end] for start, end in split_sentences(text)]
    order = sorted(
        range(len(sentences)), key=lambda place: (-len(wanted.intersection(words(sentences[place]))), place)
    )
    room = LONGEST
    kept: list[int] = []
    for place in order:
        length = encoder.length(sentences[place])
        if length <= room or not kept:
            kept.append(place)
            room -= length
        if room <= 0:
            break
    return " ".join(sentences[place] for place in sorted(kept))
