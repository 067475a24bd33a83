"""Terms and their translations from parallel segments.

Phrase pairs consistent with the word alignment (Och and Ney 2004, softened to posteriors), kept where both
sides are terms, and where the pair recurs or each word of it is translated the same elsewhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Span
from indexing.analysis import STOP_WORDS
from indexing.glossary.lexicon import ALIGNED, Alignment, Floats, Lexicon
from indexing.glossary.nouns import is_han, singular
from indexing.glossary.segments import SegmentPair, Token
from indexing.glossary.usage import FUNCTION_CHARACTERS, ChineseUsage, EnglishUsage

_MOST_WORDS = 5
_MOST_CHARACTERS = 12
_LONGEST_ABBREVIATION = 4
_GAP = re.compile(r"[ -]?")
_INSIDE = 0.8
"""A Chinese term's characters are explained by the English term to this share at least, on average,"""
_OUTSIDE = 0.25
"""which explains no more than this share of anything else."""
_WORD_TRANSLATED = 0.5
_ATTESTED_ELSEWHERE = 0.5
_ENGLISH_BEFORE = re.compile(r"(?:[,;:(|/]|\b(?:and|or))\s+$|[(|/]$")
_ENGLISH_AFTER = re.compile(r"\s*[,;:.)|/]|\s+(?:and|or)\b")
_CHINESE_BEFORE = re.compile(r"[、,;:(|/，；：（和与及或]\s*$")
_CHINESE_AFTER = re.compile(r"\s*[、,;:。)|/，；：）和与及或等]")
_TAKEN = 0.5
_MOST_EXTENDED = 2


@dataclass(frozen=True)
class Candidate:
    """An English term and a Chinese one that translate each other at one place."""

    words: tuple[Token, ...]
    english: str
    """The English term as it is written, without the converter's faults."""
    chinese: str
    spans: tuple[Span, Span]
    apart: bool
    """Both stand by themselves: as headings, table cells or items of a list."""
    supported: bool
    """Each of its words is translated by the same characters elsewhere."""
    certain: bool
    """What stands beside the Chinese term belongs to something else."""

    @property
    def key(self) -> tuple[str, ...]:
        return _lemmas(self.words)


@dataclass(frozen=True)
class AlignedTerm:
    """A pair of terms with its places. `share` is the part of either term's occurrences that are translated
    by the other, whichever is less."""

    candidates: tuple[Candidate, ...]
    share: float

    @property
    def first(self) -> Candidate:
        """Its first place, a certain one if there is any."""
        return min(self.candidates, key=lambda candidate: not candidate.certain)


class TermAligner:
    def __init__(
        self, text: str, segments: Sequence[SegmentPair], english: EnglishUsage, chinese: ChineseUsage
    ) -> None:
        self._text = text
        self._segments = segments
        self._english = english
        self._chinese = chinese
        self._alignment = Alignment(segments)
        self.lexicon = Lexicon(segments, self._alignment)

    def terms(self) -> list[AlignedTerm]:
        """Every pair of terms that some segment attests, in the order of their first place."""
        places: dict[tuple[tuple[str, ...], str], list[Candidate]] = defaultdict(list)
        phrases: Counter[tuple[str, ...]] = Counter()
        for number, segment in enumerate(self._segments):
            matrix = self._alignment.matrix(number)
            for start, end in self._english_terms(segment):
                phrases[_lemmas(segment.english[start:end])] += 1
                candidate = self._translation(segment, matrix, start, end)
                if candidate:
                    places[candidate.key, candidate.chinese].append(candidate)
        whole = "\n".join("".join(token.text for token in s.chinese) for s in self._segments)
        return [
            AlignedTerm(tuple(found), len(found) / max(phrases[key], whole.count(chinese)))
            for (key, chinese), found in places.items()
        ]

    def _english_terms(self, segment: SegmentPair) -> Iterator[tuple[int, int]]:
        words = segment.english
        for start in range(len(words)):
            for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
                if end - start > 1 and not self._adjacent(words[end - 2], words[end - 1]):
                    break
                if not self._inside_compound(words[start], words[end - 1]) and self._english.is_term(
                    [word.text for word in words[start:end]]
                ):
                    yield start, end

    def _adjacent(self, left: Token, right: Token) -> bool:
        return _GAP.fullmatch(self._text, left.end, right.start) is not None

    def _inside_compound(self, first: Token, last: Token) -> bool:
        """Whether a hyphen ties the term to a neighbour: `shot` of `zero-shot` is no term."""
        return self._text[first.start - 1] == "-" or self._text[last.end : last.end + 1] == "-"

    def _translation(self, segment: SegmentPair, matrix: Floats, start: int, end: int) -> Candidate | None:
        explained: Floats = matrix[start:end].sum(axis=0)
        found = self._best_run(segment.chinese, explained)
        if found is None:
            return None
        inside = explained[slice(*found)]
        words = segment.english[start:end]
        translated = matrix[start:end, slice(*found)].sum(axis=1)
        if (
            inside.mean() < _INSIDE
            or explained.sum() - inside.sum() > _OUTSIDE * explained.sum()
            or min(translated[[word.text != "of" for word in words]]) < _WORD_TRANSLATED
        ):
            return None
        elsewhere = self._explained_elsewhere(segment, matrix, start, end)
        run = self._completed(segment.chinese, elsewhere, *found)
        tokens = segment.chinese[slice(*run)]
        if not _is_chinese_term(tokens):
            return None
        return Candidate(
            words,
            self._written(words),
            "".join(token.text for token in tokens),
            (_span(words), _span(tokens)),
            _covers(segment, words, run) or self._delimited(words, tokens),
            self._supported(segment, matrix, (start, end), run),
            not any(self._doubtful(segment.chinese, elsewhere, *run, right=right) for right in (False, True)),
        )

    def _explained_elsewhere(self, segment: SegmentPair, matrix: Floats, start: int, end: int) -> Floats:
        """How much of each Chinese token the content words outside the term account for."""
        outside = np.array([word.text.casefold() not in STOP_WORDS for word in segment.english])
        outside[start:end] = False
        explained: Floats = matrix[outside].sum(axis=0)
        return explained

    def _written(self, words: Sequence[Token]) -> str:
        written = words[0].text
        for word in words[1:]:
            written += ("-" if self._text[word.start - 1] == "-" else " ") + word.text
        return written

    def _best_run(self, tokens: Sequence[Token], explained: Floats) -> tuple[int, int] | None:
        """The run of adjacent tokens of which most is explained: the largest sum over one half each."""
        best, found = 0.0, None
        total, start = 0.0, 0
        for j, share in enumerate(explained):
            if total <= 0 or not self._adjacent(tokens[j - 1], tokens[j]):
                total, start = 0.0, j
            total += float(share) - 0.5
            if total > best + 1e-9:
                best, found = total, (start, j + 1)
        return found

    def _completed(self, tokens: Sequence[Token], elsewhere: Floats, start: int, end: int) -> tuple[int, int]:
        """The run from `start` to `end`, widened where it breaks off inside a word that is nobody else's."""
        for _ in range(_MOST_EXTENDED):
            end += self._goes_on(tokens, elsewhere, start, end, right=True)
            start -= self._goes_on(tokens, elsewhere, start, end, right=False)
        return start, end

    def _goes_on(
        self, tokens: Sequence[Token], elsewhere: Floats, start: int, end: int, *, right: bool
    ) -> bool:
        neighbour = self._neighbour(tokens, start, end, right=right)
        if neighbour is None or elsewhere[neighbour] >= _TAKEN:
            return False
        string = "".join(token.text for token in tokens[start:end])
        character = tokens[neighbour].text
        pair = (string[-1], character) if right else (character, string[0])
        extended = string + character if right else character + string
        return self._chinese.inside_word(*pair) or self._chinese.hardly_without(string, extended)

    def _doubtful(
        self, tokens: Sequence[Token], elsewhere: Floats, start: int, end: int, *, right: bool
    ) -> bool:
        """Whether the character next to the run may belong to it: nobody else's, or of one word with it."""
        neighbour = self._neighbour(tokens, start, end, right=right)
        if neighbour is None:
            return False
        left, after = (end - 1, neighbour) if right else (neighbour, start)
        if self._chinese.inside_word(tokens[left].text[-1], tokens[after].text[0]):
            return True
        return bool(elsewhere[neighbour] < _TAKEN) and tokens[neighbour].text not in FUNCTION_CHARACTERS

    def _neighbour(self, tokens: Sequence[Token], start: int, end: int, *, right: bool) -> int | None:
        """The place of the Chinese character that touches the run."""
        place = end if right else start - 1
        if not 0 <= place < len(tokens) or not is_han(tokens[place].text):
            return None
        pair = (tokens[place - 1], tokens[place]) if right else (tokens[place], tokens[place + 1])
        return place if self._adjacent(*pair) else None

    def _delimited(self, words: Sequence[Token], tokens: Sequence[Token]) -> bool:
        """Whether both terms stand between commas, brackets or conjunctions, as items of lists do."""
        return bool(
            _ENGLISH_BEFORE.search(self._text, max(words[0].start - 6, 0), words[0].start)
            and _ENGLISH_AFTER.match(self._text, words[-1].end)
            and _CHINESE_BEFORE.search(self._text, max(tokens[0].start - 3, 0), tokens[0].start)
            and _CHINESE_AFTER.match(self._text, tokens[-1].end)
        )

    def _supported(
        self, segment: SegmentPair, matrix: Floats, words: tuple[int, int], run: tuple[int, int]
    ) -> bool:
        """Whether every word of the phrase is translated by the same characters in another segment."""
        for i in range(*words):
            word = segment.english[i]
            if word.text == "of":
                continue
            elsewhere = sum(
                self.lexicon.evidence(word.key, segment.chinese[j].key) - float(matrix[i, j])
                for j in range(*run)
                if matrix[i, j] > ALIGNED
            )
            if elsewhere < _ATTESTED_ELSEWHERE:
                return False
        return True


def _lemmas(words: Sequence[Token]) -> tuple[str, ...]:
    """Singular and plural are one term; `imaging` and `images`, of one stem, are two."""
    return tuple(singular(word.text.casefold()) for word in words)


def _is_chinese_term(tokens: Sequence[Token]) -> bool:
    characters = [token.text for token in tokens if is_han(token.text)]
    names = [token.text for token in tokens if not is_han(token.text)]
    return (
        2 <= len(characters) <= _MOST_CHARACTERS
        and all(name.isupper() and len(name) <= _LONGEST_ABBREVIATION for name in names)
        and tokens[0].text not in FUNCTION_CHARACTERS
        and tokens[-1].text not in FUNCTION_CHARACTERS
        and not any(character in "的了在和与及或" for character in characters)
    )


def _covers(segment: SegmentPair, words: Sequence[Token], run: tuple[int, int]) -> bool:
    """Whether the pair is all of a heading or a cell, but for a number before it (`A. Bioinformatics`)."""
    left = segment.english[: -len(words)]
    right = segment.chinese[: run[0]]
    return (
        segment.whole
        and words[-1] == segment.english[-1]
        and run[1] == len(segment.chinese)
        and len(left) == len(right) <= 1
        and all(len(token.text) <= 3 and token.text.isupper() for token in (*left, *right))
    )


def _span(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].start, tokens[-1].end)
