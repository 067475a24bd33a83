"""Headings that open a paragraph instead of standing above it.

Marked ones carry a number (`1) Data: …`), bold type (`- **RLHF:** …`) or a colon after a list sign. Unmarked
ones (`Guideline To create …`) show only in that a sentence begins right after them, or in that the same words
open paragraph after paragraph.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from indexing.structure.language import CJK
from indexing.structure.lines import Heading
from indexing.structure.numbering import LEVELS, UNNUMBERED_LEVEL, Scheme

_BULLET = r"(?:[-•*+]\s+)"
_ITEM = r"(?:\d{1,2}|[a-z])\)"
_TITLE = r"(?:[^.。;；:：!?！？*\n]|\.(?=\S)|\*(?!\*))"
_LABELLED = re.compile(
    rf"(?P<bullet>{_BULLET})?(?P<opened>\*{{2}})?\s*(?P<title>(?:{_ITEM}\s*)?{_TITLE}{{1,110}}?)\s*"
    r"(?P<closed>\*{2})?[:：](?P<closed_after>\*{2})?\s*(?P<rest>\S)"
)
_NUMBERED_SENTENCE = re.compile(rf"(?P<title>{_ITEM}\s*[A-Z{CJK}]{_TITLE}{{1,80}})[.。]\s*(?=\S)")
_NUMBERED_PHRASE = re.compile(
    rf"(?P<title>[a-z]\)\s*{_TITLE}{{0,16}}?[{CJK}]{{2,8}}?)\s*"
    r"(?=[,，\[]|是|将|把|对|通过|利用|使用|采用|(?<!预)训练|旨在|可以|能|会|也|已|被|在)"
)
_NUMBER = re.compile(_ITEM)
_STARTS_TITLE = re.compile(rf"(?:{_ITEM}\s*)?\**[A-Z{CJK}]")
_STARTS_SENTENCE = re.compile(rf"[A-Z0-9{CJK}“\"(（*\[]")
_ABSTRACT = re.compile(
    r"\**(?P<title>Abstract|Summary|摘\s*要|(?P<key_words>Index Terms|Key ?words|索引术语|关键词|索引词))"
    r"\**\s*[—–:：-]+\s*\**",
    re.IGNORECASE,
)
_WORDS_OF_A_PLAIN_TITLE = 6
_CHARACTERS_OF_A_PLAIN_TITLE = 16

LIST_ITEM = re.compile(rf"(?:{_BULLET}|\d{{1,2}}\.\s+)\S")


def clean_title(title: str) -> str:
    """A heading's words without mark-up and the colon that ends them."""
    bare = re.sub(r"^#+\s*|<[^>]+>|\*+|`", "", title.strip())
    return re.sub(r"\s+", " ", bare).strip().rstrip(":：—").strip()


def is_abstract(text: str) -> bool:
    """Whether `text` is an abstract or a list of key words with its name run in."""
    return _ABSTRACT.match(text) is not None


def lists_key_words(text: str) -> bool:
    """Whether `text` is a list of key words with its name run in."""
    match = _ABSTRACT.match(text)
    return match is not None and match["key_words"] is not None


def run_in_heading(text: str, repeated: frozenset[str] = frozenset()) -> Heading | None:
    """The heading that opens the paragraph or list item `text`, or None. `repeated` are the words that open
    several paragraphs of its document."""
    if match := _ABSTRACT.match(text):
        return Heading(clean_title(match["title"]), 1)
    if heading := _labelled(text) or _numbered(text):
        return heading
    title = _unmarked(text, repeated)
    return Heading(title, UNNUMBERED_LEVEL) if title else None


def _labelled(text: str) -> Heading | None:
    match = _LABELLED.match(text)
    if not match or not _STARTS_TITLE.match(match["title"]):
        return None
    title = clean_title(match["title"])
    if match["closed"] or match["closed_after"]:
        return Heading(title, UNNUMBERED_LEVEL if match["bullet"] else _level(title))
    if match["bullet"]:
        plain = _is_plain_title(title) and _STARTS_SENTENCE.match(match["rest"])
        return Heading(title, UNNUMBERED_LEVEL, governs=False) if plain else None
    return Heading(title, _level(title)) if _NUMBER.match(title) else None


def _numbered(text: str) -> Heading | None:
    match = _NUMBERED_PHRASE.match(text) or _NUMBERED_SENTENCE.match(text)
    if not match:
        return None
    title = clean_title(match["title"])
    return Heading(title, _level(title))


def _level(title: str) -> int:
    if not _NUMBER.match(title):
        return UNNUMBERED_LEVEL
    return LEVELS[Scheme.ITEM if title[0].isdigit() else Scheme.SUBITEM]


def _is_plain_title(title: str) -> bool:
    if re.search(f"[{CJK}]", title):
        return len(title) <= _CHARACTERS_OF_A_PLAIN_TITLE
    return len(title.split()) <= _WORDS_OF_A_PLAIN_TITLE


_WORD = re.compile(r"[A-Z][A-Za-z-]*")
_LONGEST = 6
_TIMES = 3
_OPENERS = frozenset(
    "The A An In On At To For With When While Where As If Since Because Although Despite There This These "
    "Those It We They One Two Most Many Some Several Existing Current Recent".split()
)
_ARTICLES = frozenset(("The", "A", "An"))
_TIES = frozenset(
    "a an the of in on at to for from by with and or nor but as is are was were be been has have had that "
    "which than into between among via per not can could may might will would should must".split()
)


def repeated_openings(texts: Iterable[str]) -> frozenset[str]:
    """The words that open several of `texts` and after which each time a new sentence begins."""
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        words = text.split(maxsplit=4)[:4]
        for size in range(1, len(words)):
            if not _WORD.fullmatch(words[size - 1]):
                break
            followers[" ".join(words[:size])].append(words[size])
    return frozenset(
        phrase
        for phrase, after in followers.items()
        if len(set(after)) >= _TIMES and all(word[0].isupper() for word in after) and phrase not in _OPENERS
    )


def _unmarked(text: str, repeated: frozenset[str]) -> str | None:
    words = text.split(maxsplit=_LONGEST + 2)[: _LONGEST + 3]
    for size in range(min(len(words) - 1, _LONGEST), 0, -1):
        if " ".join(words[:size]) in repeated:
            return " ".join(words[:size])
    for size in range(1, min(len(words) - 2, _LONGEST) + 1):
        if not re.fullmatch(r"[A-Za-z-]+", words[size - 1]) or (size > 1 and words[size - 1] in _OPENERS):
            return None
        if _sentence_begins(words, size):
            return " ".join(words[:size])
    return None


def _sentence_begins(words: list[str], size: int) -> bool:
    """Whether a sentence begins after the first `size` words, themselves the words of a title."""
    last, first, second = words[size - 1], words[size], words[size + 1]
    if size < 2 or not words[0][0].isupper() or last in _TIES or words[0] in _OPENERS - _ARTICLES:
        return False
    if first == "A":
        # Not `Severe Hepatitis A infection …`, but a definition takes up a word of the title.
        return second in {word.lower() for word in words[:size]}
    if first in _OPENERS:
        return second[0].islower() or _is_acronym(second)
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return plural and _is_acronym(first) and first.endswith("s") and second[0].islower()


def _is_acronym(word: str) -> bool:
    return re.fullmatch(r"[A-Z]{2,}s?", word) is not None
