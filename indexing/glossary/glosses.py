"""Terms that a text glosses itself: `微调 (Fine-tuning, FT)`, `large language model (LLM)`, `CL: 对比学习`.

Long forms of English abbreviations are found as Schwartz and Hearst (2003) do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Span
from indexing.analysis import STOP_WORDS
from indexing.glossary.chinese_bounds import ChineseContext, context_before
from indexing.glossary.nouns import CJK, singular

_BRACKETED = re.compile(r"[(（]([^()（）\n]{2,80})[)）]")
_ABBREVIATION = re.compile(r"[A-Za-z][A-Za-z-]{1,9}")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z]*(?:[ -][A-Za-z][A-Za-z]*){0,7}")
_CHINESE = re.compile(rf"[{CJK}]{{2,12}}")
_LATIN_BEFORE = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z][A-Za-z-]{1,20} ?$")
_ROMAN = re.compile(r"[IVX]+")
_LISTED = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<short>[A-Z][A-Za-z-]{{1,9}})[:：] ?"
    rf"(?:(?P<chinese>[{CJK}]{{2,12}})(?: ?[(（](?P<gloss>[A-Za-z][A-Za-z -]+)[)）])?"
    rf"|(?P<english>[a-z][A-Za-z]*(?:[ -][A-Za-z]+){{0,5}}))(?=\s*(?:[,，;；、。.]|$))",
    re.MULTILINE,
)
_LONGEST_ACRONYM = 6
"""In capitals, a longer word is no acronym but a word."""
_JOINING = frozenset("of and for in from to with the".split())
_LIST_LENGTH = 3
"""A line with at least so many `ABBR: term` is a list of abbreviations."""


@dataclass(frozen=True)
class Gloss:
    """A term as the text glosses it at `span`. `context` is there if the Chinese term's beginning is not
    plain: the term is then what `chinese_bounds` makes of the characters before the bracket."""

    english: str | None
    chinese: str | None
    abbreviation: str | None
    span: Span
    context: ChineseContext | None = None


def find_glosses(text: str) -> list[Gloss]:
    """Every gloss of `text`, in order, with repeats."""
    listed = list(_listed(text))
    taken = [gloss.span for gloss in listed]
    bracketed = [g for g in _bracketed(text) if not any(g.span.overlaps(span) for span in taken)]
    return sorted([*listed, *bracketed], key=lambda gloss: gloss.span)


def _listed(text: str) -> Iterator[Gloss]:
    start = 0
    for line in text.splitlines(keepends=True):
        matches = [m for m in _LISTED.finditer(line) if not _ROMAN.fullmatch(m["short"])]
        if len(matches) >= _LIST_LENGTH:
            for match in matches:
                english = match["gloss"] or match["english"]
                span = Span(start + match.start(), start + match.end())
                yield Gloss(english, match["chinese"], match["short"], span)
        start += len(line)


def _bracketed(text: str) -> Iterator[Gloss]:
    for match in _BRACKETED.finditer(text):
        gloss = _inverted(text, match) or _after_chinese(text, match) or _after_english(text, match)
        if gloss:
            yield gloss


def _inverted(text: str, match: re.Match[str]) -> Gloss | None:
    """`OCT(光学相干断层扫描)`, `GPT (Generative pre-trained transformer)`."""
    before = _LATIN_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if before is None:
        return None
    name, inner = before.group().strip(), match.group(1).strip()
    span = Span(before.start(), match.end())
    if not is_abbreviation(name):
        return None
    if _CHINESE.fullmatch(inner):
        return Gloss(None, inner, without_plural(name), span)
    if _ENGLISH.fullmatch(inner) and long_form(name, inner) == inner:
        return Gloss(inner, None, without_plural(name), span)
    return None


def _after_chinese(text: str, match: re.Match[str]) -> Gloss | None:
    context = context_before(text, match.start())
    if context is None:
        return None
    english, abbreviation = _parts(match.group(1))
    if english is None and abbreviation is None:
        return None
    return Gloss(english, None, abbreviation, Span(context.places[0], match.end()), context)


def _parts(inner: str) -> tuple[str | None, str | None]:
    """The English term and the abbreviation of `Fine-tuning, FT`; nothing if there is anything else."""
    parts = [part.strip() for part in re.split("[,，;；]", inner)]
    if len(parts) > 1 + is_abbreviation(parts[-1]) or _ROMAN.fullmatch(parts[-1]):
        return None, None
    abbreviation = without_plural(parts[-1]) if is_abbreviation(parts[-1]) else None
    if len(parts) == 1 and abbreviation:
        return None, abbreviation
    return (parts[0] if _ENGLISH.fullmatch(parts[0]) else None), abbreviation


def _after_english(text: str, match: re.Match[str]) -> Gloss | None:
    short = match.group(1).strip()
    if not is_abbreviation(short):
        return None
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[line_start : match.start()].rstrip(" *")
    words = list(re.finditer(r"[A-Za-z]+", before))[-min(len(short) + 5, 2 * len(short)) :]
    if not words or words[-1].end() != len(before):
        return None
    found = long_form(short, before[words[0].start() :])
    if found is None or not _ENGLISH.fullmatch(found):
        return None
    english = found if short == without_plural(short) else singular_phrase(found)
    start = line_start + len(before) - len(found)
    return Gloss(english, None, without_plural(short), Span(start, match.end()))


def is_abbreviation(word: str) -> bool:
    return (
        _ABBREVIATION.fullmatch(word) is not None
        and sum(character.isupper() for character in word) >= 2
        and not (word.isupper() and len(word) > _LONGEST_ACRONYM)
    )


def without_plural(abbreviation: str) -> str:
    """`LLMs` → `LLM`, but `CLS` stays."""
    return abbreviation[:-1] if abbreviation.endswith("s") and len(abbreviation) > 2 else abbreviation


def singular_phrase(phrase: str) -> str:
    head, _, last = phrase.rpartition(" ")
    return f"{head} {singular(last)}".strip()


def long_form(short: str, text: str) -> str | None:
    """The end of `text` that `short` abbreviates: words with its letters for initials, or else the shortest
    whose letters spell `short` in order, the first of them beginning a word."""
    letters = "".join(c for c in without_plural(short).casefold() if c.isalnum())
    place = _by_initials(letters, text)
    if place is None:
        place = _by_letters(letters, text)
    if place is None:
        return None
    found = text[place:]
    words = re.findall(r"[A-Za-z]+", found)
    too_many = len(words) > min(len(letters) + 3, 8)
    return None if too_many or len(found) <= len(short) or short in words else found


def _by_initials(letters: str, text: str) -> int | None:
    words = list(re.finditer(r"[A-Za-z]+", text))
    content = [word for word in words if word.group().casefold() not in _JOINING]
    for candidates in (words, content):
        ending = candidates[-len(letters) :]
        if "".join(word.group()[0].casefold() for word in ending) == letters:
            return ending[0].start()
    return None


def _by_letters(letters: str, text: str) -> int | None:
    lower = text.casefold()
    place = len(text)
    for number, letter in reversed(list(enumerate(letters))):
        place -= 1
        while place >= 0 and (
            lower[place] != letter or (number == 0 and place > 0 and lower[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    opening = re.match(r"[A-Za-z]+", text[place:])
    return None if opening and opening.group().casefold() in STOP_WORDS else place
