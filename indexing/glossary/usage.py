"""How words are used in the texts: what tells an English noun from a verb, a Chinese term from a fragment."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document
from indexing.analysis import STOP_WORDS
from indexing.glossary.nouns import CJK, is_han, singular

_REFERENCES = re.compile(r"^[#\s]*(?:references|参考文献)\s*$", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*|[.,;:()!?|\n]")
_DETERMINERS = frozenset(
    "the a an their its these this those our his her your my each such more some any them it us".split()
)
_CLOSERS = frozenset(
    "of in for on with by from to at as and or is are was were has have had can could may might will would"
    " should that which who when while during across within between through into than under over via but"
    " , . ; : ( ) ? |".split()
)
_OPENERS_OF_VERBS = frozenset(
    "to can could may might will would should must we they i you it which that who not".split()
)
GENERAL_WORDS = frozenset(
    "improved different various several multiple other most same certain recent current existing previous"
    " new aforementioned following first second third two three four seven particular possible important"
    " main wide common many promising remarkable resulting desired due able al et available e i g d b he"
    " she article section table figure fig paper work works study studies note problem problems issue"
    " issues aspect aspects number way ways lot addition example examples instance use using key future"
    " overall term terms based used even often cannot fact idea ideas contrast general case cases type"
    " types mail university department".split()
)
"""Words that open phrases of any field."""
_LONGEST_ACRONYM = 6
_NOUN_CLOSED = 0.3
_VERB_DETERMINED = 0.11
_VERB_OPENED = 0.25
_BESIDE = ("det", "end", "pre", "first")
_VERB_ENDINGS = ("fy", "ize", "ise")
_SENTENCE_OPENER = 0.4

FUNCTION_CHARACTERS = frozenset(
    "的了在和与及或等是为对将从以其该这那于至被把由如也还而并能会有中个种些则都更最所可"
)
_HELD_TOGETHER = 0.6
_SMOOTHING = 3
_INFORMATION = 4.5
"""Pointwise mutual information, in nats, of two characters that mostly make up a word."""
_SEEN = 3
_OPENS = 0.06
_DOMINANT = 0.8


def body(document: Document) -> str:
    """The text up to its bibliography: names of conferences and titles of papers are no usage."""
    headings = list(_REFERENCES.finditer(document.text))
    return document.text[: headings[-1].start()] if headings else document.text


@dataclass(frozen=True)
class _Use:
    count: int
    determined: float
    closed: float
    opened: float
    begins: float


class EnglishUsage:
    """English words by what stands beside them: a verb takes an object (`predict the`) or follows `to` or
    `can`; a noun is followed by a preposition or a stop; an adverb opens sentences."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("all", *_BESIDE)}
        self._spellings: Counter[str] = Counter()
        for text in texts:
            tokens = _TOKEN.findall(text)
            lower = [token.casefold() for token in tokens]
            self._spellings.update(tokens)
            self._spellings.update(word.removesuffix("s") for word in tokens if word.islower())
            for before, word, after in zip(lower, lower[1:], lower[2:], strict=False):
                counts["all"][word] += 1
                counts["det"][word] += after in _DETERMINERS
                counts["end"][word] += after in _CLOSERS
                counts["pre"][word] += before in _OPENERS_OF_VERBS
                counts["first"][word] += after == "," and before in ".;,\n"
        self._counts = counts

    def count(self, word: str) -> int:
        return self._counts["all"][word.casefold()]

    def plain(self, phrase: str) -> str:
        """`phrase` as running text would write it: without capitals but for names and abbreviations."""
        words = re.findall(r"[A-Za-z0-9]+", phrase)
        if phrase.isupper() and (len(phrase) > _LONGEST_ACRONYM or " " in phrase):
            return phrase.casefold()
        first, rest = words[0], words[1:]
        if first.istitle() and len(first) > 1 and all(word.islower() or word.isupper() for word in rest):
            return phrase[0].casefold() + phrase[1:]
        if all(not word.istitle() or self._spellings[word.casefold()] for word in words):
            return re.sub(r"[A-Z][a-z]+(?![A-Za-z])", lambda word: word.group().casefold(), phrase)
        return phrase

    def is_noun(self, word: str) -> bool:
        use = self._use(word)
        return (
            use.count >= _SEEN
            and use.closed >= _NOUN_CLOSED
            and not self.is_verb(word)
            and use.begins < _SENTENCE_OPENER
            and not word.casefold().endswith(("ly", "ed"))
        )

    def is_verb(self, word: str) -> bool:
        use = self._use(word)
        return use.determined > _VERB_DETERMINED or use.opened >= _VERB_OPENED or word.endswith(_VERB_ENDINGS)

    def is_adjective(self, word: str) -> bool:
        use = self._use(word)
        return (
            use.closed < _NOUN_CLOSED
            and not self.is_verb(word)
            and not word.casefold().endswith(("ed", "ing", "ly"))
        )

    def is_term(self, words: Sequence[str]) -> bool:
        """Whether `words` look like a noun phrase or a single adjective, and not like a general word."""
        lower = [word.casefold() for word in words]
        if any(word in STOP_WORDS and word != "of" for word in lower):
            return False
        if "of" in (lower[0], lower[-1]) or lower[0] in GENERAL_WORDS or "et" in lower:
            return False
        if len(words) == 1:
            return self.is_noun(words[0]) or self.is_adjective(words[0])
        verbs = any(self.is_verb(word) for word in lower if word != "of")
        return self.is_noun(words[-1]) and not verbs and not lower[0].endswith("ly")

    def _use(self, word: str) -> _Use:
        """Of `word` in singular and plural together: many nouns are seen a few times only."""
        one = singular(word.casefold())
        forms = {word.casefold(), one, one + "s"}
        total = sum(self._counts["all"][form] for form in forms)
        shares = (sum(self._counts[name][form] for form in forms) / max(total, 1) for name in _BESIDE)
        return _Use(total, *shares)


class ChineseUsage:
    """Chinese strings by what stands beside them, to see whether one breaks off inside a word."""

    def __init__(self, texts: Sequence[str]) -> None:
        # Spaces between characters are the converter's, those around Latin words the typesetter's.
        self._text = "\n".join(re.sub(rf"(?<=[{CJK}]) | (?=[{CJK}])", "", text) for text in texts)
        self._characters = Counter(self._text)
        self._pairs = Counter(zip(self._text, self._text[1:], strict=False))
        self._openings = Counter(
            right
            for left, right in zip(self._text, self._text[1:], strict=False)
            if not is_han(left) or left in FUNCTION_CHARACTERS
        )
        self.count = lru_cache(maxsize=None)(self._count)

    def _count(self, string: str) -> int:
        return self._text.count(string)

    def inside_word(self, left: str, right: str) -> bool:
        """Whether two neighbouring characters belong together: one of them hardly stands without the other,
        or they meet much more often than by chance."""
        seen = self._pairs[left, right]
        if seen < _SEEN or not (is_han(left) and is_han(right)):
            return False
        a, b = self._characters[left], self._characters[right]
        information = math.log(seen * len(self._text) / (a * b))
        return seen / (min(a, b) + _SMOOTHING) >= _HELD_TOGETHER or (
            seen > _SEEN and information >= _INFORMATION
        )

    def opens_words(self, character: str) -> bool:
        """Whether `character` ever follows a stop, a Latin word or a function word: some only end words."""
        return self._openings[character] >= _OPENS * self._characters[character]

    def hardly_without(self, string: str, extended: str) -> bool:
        """Whether `string` is mostly seen as part of `extended`."""
        alone = self.count(string)
        return alone >= _SEEN and self.count(extended) >= _DOMINANT * alone
