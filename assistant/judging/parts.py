"""What of a source is read: its text without citation marks, and of a long one the sentences that a claim is
most likely to rest on."""

import re
from collections.abc import Sequence

from indexing.analysis import is_chinese, words
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
    """`text`, or where it is too long the sentences that come nearest to `claim`, in their order: those that
    share most words with it, or across languages those whose tokens its own find the nearest. Raises
    EmbedderError when files of the encoder are missing."""
    encoder = load_encoder()
    if len(text) <= LONGEST or encoder.length(text) <= LONGEST:
        return text
    sentences = [text[start:end] for start, end in split_sentences(text)]
    across = is_chinese(text) != is_chinese(claim)
    near = _near_by_tokens(sentences, claim) if across else _near_by_words(sentences, claim)
    room = LONGEST
    kept: list[int] = []
    for place in sorted(range(len(sentences)), key=lambda place: (-near[place], place)):
        length = encoder.length(sentences[place])
        if length <= room or not kept:
            kept.append(place)
            room -= length
        if room <= 0:
            break
    return " ".join(sentences[place] for place in sorted(kept))


def _near_by_words(sentences: Sequence[str], claim: str) -> list[float]:
    """How many of the claim's words each sentence has."""
    wanted = frozenset(words(claim))
    return [float(len(wanted.intersection(words(sentence)))) for sentence in sentences]


def _near_by_tokens(sentences: Sequence[str], claim: str) -> list[float]:
    """The sum, over the claim's tokens, of the best cosine with one of each sentence (as ColBERT, Khattab and
    Zaharia 2020)."""
    encoder = load_encoder()
    ours, *_ = encoder.read(claim).layers
    read = [one.layers[0] for one in encoder.read_all(sentences)]
    return [float((ours @ theirs.T).max(axis=1).sum()) if theirs.size else 0.0 for theirs in read]
