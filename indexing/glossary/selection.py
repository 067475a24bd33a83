"""Which aligned terms are sure enough for a glossary.

A pair must recur, stand by itself in both languages, or be made of words that are translated the same way
elsewhere; the thresholds were set by reading what the surveys' parallel lines give.
"""

from indexing.glossary.alignment import AlignedTerm
from indexing.glossary.nouns import is_han
from indexing.glossary.usage import ChineseUsage, EnglishUsage

_OFTEN = 10
_REPEATED = 5
_ADJECTIVE = 3
_SHARE_ADJECTIVE = 0.8
_SHARE_APART = 0.15
_SHARE_ONCE = 0.3
_WORD_SHARES = ((_OFTEN, 0.1), (_REPEATED, 0.2), (2, 0.3))
_PHRASE_SHARES = ((3, 0.15), (2, 0.2))
"""What recurs so often may be translated so rarely that way."""
_SHORT = 2
_USUAL_OPENING = 10


def is_reliable(term: AlignedTerm, english: EnglishUsage, chinese: ChineseUsage) -> bool:
    candidates = term.candidates
    places = len(candidates)
    if not _well_formed(term, chinese) or 2 * sum(c.certain for c in candidates) < places:
        return False
    if any(candidate.apart and candidate.certain for candidate in candidates):
        return term.share >= _SHARE_APART
    if len(term.first.words) == 1:
        adjective = english.is_adjective(term.first.words[0].text)
        enough = places >= (_ADJECTIVE if adjective else 2) or term.share >= _SHARE_ADJECTIVE
        return places > 1 and enough and _shares(term, _WORD_SHARES)
    if places > 1:
        return _shares(term, _PHRASE_SHARES)
    return term.first.supported and term.share >= _SHARE_ONCE and _edges_recur(term.first.chinese, chinese)


def _shares(term: AlignedTerm, table: tuple[tuple[int, float], ...]) -> bool:
    return any(len(term.candidates) >= places and term.share >= share for places, share in table)


def _well_formed(term: AlignedTerm, chinese: ChineseUsage) -> bool:
    """Not a term that opens with a character which only ends words (`型AI模型`)."""
    text = term.first.chinese
    return (
        len(text) <= _SHORT
        or not is_han(text[0])
        or chinese.opens_words(text[0])
        or chinese.count(text[:2]) >= _USUAL_OPENING
    )


def _edges_recur(text: str, chinese: ChineseUsage) -> bool:
    """Whether the term's first and last two characters are seen elsewhere: what breaks off inside a word
    leaves a pair that is not (`用进` of `应用进程`)."""
    return chinese.count(text[:2]) > 1 and chinese.count(text[-2:]) > 1
