"""Headings that stand alone, and the path of headings above each piece."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexing.blocks import Language
from indexing.structure.language import CJK, language_of
from indexing.structure.lines import Heading, Line
from indexing.structure.numbering import UNNUMBERED_LEVEL, Numbering
from indexing.structure.run_in import clean_title

CAPTION = re.compile(
    r"(?:Fig(?:ure)?s?\.?|Table|Scheme|图|表)\s*(?:\d+|[IVX]+)\s*(?:[.:：．。]|$)", re.IGNORECASE
)

_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+\S")
_BOX = re.compile(r"(?:BOX|Box|Panel|专栏|框)\s*\d*\s*[:：.]\s*\S")
_LIST_SIGN = re.compile(r"[-•*+]\s|\||\\|[a-z0-9]{1,2}\)")
_SENTENCE_END = re.compile(r"[.。;；,，:：…、!！]\**$")
_CITATION = re.compile(r"\[\d|[⁰¹²³⁴-⁹]|\^\{|@|https?:")
_LONGEST_LATIN, _LONGEST_CHINESE, _MOST_WORDS = 120, 45, 14
# Parts that no survey numbers, wherever they stand.
_UNNUMBERED_PARTS = frozenset(
    "abstract summary keywords introduction background methods results discussion conclusion conclusions "
    "references bibliography acknowledgement acknowledgements acknowledgment acknowledgments appendix "
    "appendices funding".split()
) | frozenset(
    (
        "author contributions", "competing interests", "conflict of interest", "conflicts of interest",
        "data availability", "code availability", "supplementary material",
        "摘要", "引言", "介绍", "结论", "讨论", "致谢", "参考文献", "附录", "作者贡献", "利益冲突",
    )
)  # fmt: skip


def find_headings(lines: Sequence[Line], bilingual: bool) -> dict[int, Heading]:
    """The headings among `lines` that stand alone, by the place where they start.

    In a bilingual text, whose lines follow each other in pairs, a heading needs no blank lines around it, and
    each language numbers its own.
    """
    numberings: dict[Language, Numbering] = {}
    numbered = False
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        language: Language = language_of(line.text) if bilingual else "en"
        heading, has_number = _heading(line, numberings.setdefault(language, Numbering()), bilingual)
        numbered |= has_number
        if heading is None and bilingual and index and _is_twin(line, lines[index - 1], found):
            heading = replace(found[lines[index - 1].start], title=clean_title(line.text))
        if heading is not None:
            found[line.start] = heading if numbered or has_number else _from_markdown(line, heading)
    return found


def _heading(line: Line, numbering: Numbering, bilingual: bool) -> tuple[Heading | None, bool]:
    """The heading that `line` is, if any, and whether its number says so."""
    marked = _MARKDOWN.match(line.text) is not None
    title = clean_title(line.text)
    if not marked and not ((line.apart or bilingual) and _may_be_title(line.text)):
        return None, False
    if number := numbering.read(title):
        return Heading(title, number.level), True
    if is_unnumbered_part(title) or _BOX.match(title):
        return Heading("Abstract" if title.lower() == "abstract" else title, 1), False
    if marked or _is_title_case(title):
        return Heading(title, UNNUMBERED_LEVEL), False
    return None, False


def is_unnumbered_part(title: str) -> bool:
    return title.lower() in _UNNUMBERED_PARTS


def _may_be_title(text: str) -> bool:
    if _LIST_SIGN.match(text) or CAPTION.match(text) or _CITATION.search(text):
        return False
    limit = _LONGEST_CHINESE if language_of(text) == "zh" else _LONGEST_LATIN
    return len(text) <= limit and not _SENTENCE_END.search(text)


def _is_title_case(title: str) -> bool:
    words = re.findall(r"[A-Za-z][\w’'-]*", title)
    long = [word for word in words if len(word) > 3]
    return (
        2 <= len(words) <= _MOST_WORDS
        and title[0].isupper()
        and not re.search(f"[{CJK},]", title)
        and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
    )


def _from_markdown(line: Line, heading: Heading) -> Heading:
    """Where nothing is numbered, the number of `#` is all there is to go by."""
    marked = _MARKDOWN.match(line.text)
    if marked:
        return replace(heading, level=len(marked["marks"]))
    return replace(heading, level=1)


def _is_twin(line: Line, before: Line, found: dict[int, Heading]) -> bool:
    """Whether `line` translates the heading that stands right before it."""
    return (
        before.start in found
        and language_of(before.text) != language_of(line.text)
        and not line.follows_blank
        and _may_be_title(line.text)
    )


def find_figure_titles(lines: Sequence[Line], headings: dict[int, Heading]) -> frozenset[int]:
    """Those of `headings` that belong to a figure: told by their words alone, and a caption follows."""
    found: set[int] = set()
    caption_follows = False
    for line in reversed(lines):
        heading = headings.get(line.start)
        by_words = heading and heading.level == UNNUMBERED_LEVEL and not _MARKDOWN.match(line.text)
        if by_words and caption_follows:
            found.add(line.start)
        else:
            caption_follows = CAPTION.match(line.text) is not None
    return frozenset(found)


class SectionPaths:
    """The headings in force while a text is read, one path for each language that has its own headings."""

    def __init__(self) -> None:
        self._open: dict[Language, list[Heading]] = {}

    def enter(self, heading: Heading, language: Language) -> tuple[str, ...]:
        """Put `heading` in force; the path above it."""
        stack = self._open.setdefault(language, [])
        while stack and stack[-1].level >= heading.level:
            stack.pop()
        above = self.path(language)
        stack.append(heading)
        return above

    def leave(self, heading: Heading, language: Language) -> None:
        """End `heading` if it is still the last in force."""
        stack = self._open.get(language, [])
        if stack and stack[-1] == heading:
            stack.pop()

    def last(self, language: Language) -> Heading | None:
        stack = self._open.get(language, [])
        return stack[-1] if stack else None

    def path(self, language: Language) -> tuple[str, ...]:
        return tuple(heading.title for heading in self._open.get(language, []))
