"""Who wrote a text and on what: its title, authors, affiliations, addresses and key words.

Most of it stands before the abstract, the key words right after it. Some of it stands at a page's foot and so
comes between two halves of a paragraph, or even glued to the second half.
"""

import re
from collections.abc import Sequence

from indexing.structure.language import CJK
from indexing.structure.lines import Heading, Line
from indexing.structure.run_in import clean_title, is_abstract, lists_key_words

_LONGEST = 800
_AFFILIATION = re.compile(
    rf"""^[\\(*†‡\s]*(?:corresponding\ authors?|correspondence|通讯作者|通信作者)\b
    |\b(?:is|are|was|were)\ (?:now\ |also\ )?with\ (?:the\ )?[A-Z].*
     (?:University|Institut|Hospital|School|College|Clinic|Laborator|e-?mail)
    |\(e-?mails?:
    |^[{CJK}A-Za-z、,，\s.-]{{2,60}}(?:隶属于|就职于|任职于|现任职)
     .*(?:大学|学院|公司|医院|研究所|实验室)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*)*"
_CORRESPONDENTS = re.compile(
    rf"(?:Corresponding authors?|通讯作者)\s*[:：]\s*{_NAME}(?:(?:,?\s+and\s+|\s*[,，、和]\s*){_NAME})*\s+"
    rf"(?=[a-z{CJK}])"
)
# Shorter rests are the end of the note itself (`…, Benny Lo contributed equally`).
_SHORTEST_REST = 60
_PROSE = re.compile(r"[.。!?！？]\s*\S.*[.。!?！？]$", re.DOTALL)
_SHORTEST_PROSE = 240


def split_correspondence(lines: Sequence[Line]) -> tuple[Line, ...]:
    """`lines` with a note on correspondence taken apart from body text that is glued to its end."""
    return tuple(part for line in lines for part in _split(line))


def _split(line: Line) -> tuple[Line, ...]:
    match = _CORRESPONDENTS.match(line.text)
    if not match or len(line.text) - match.end() < _SHORTEST_REST:
        return (line,)
    note, cut = match[0].rstrip(), line.start + match.end()
    return (
        Line(line.start, line.start + len(note), note, False, line.follows_blank),
        Line(cut, line.end, line.text[match.end() :], False, False),
    )


def find_front_matter(lines: Sequence[Line], title: str, headings: dict[int, Heading]) -> frozenset[int]:
    """The places where lines of front matter start."""
    short = [line for line in lines if len(line.text) <= _LONGEST]
    found = {line.start for line in short if _AFFILIATION.search(line.text)}
    found |= {line.start for line in short if lists_key_words(line.text) and not _is_prose(line.text)}
    found |= {line.start for line in lines[:1] if _same(line.text, title)}
    head = _head(lines, title, headings)
    return frozenset(found | {line.start for line in head})


def _head(lines: Sequence[Line], title: str, headings: dict[int, Heading]) -> Sequence[Line]:
    """What stands before the abstract; without one, what stands before a heading, if no prose does."""
    for index, line in enumerate(lines):
        if is_abstract(line.text) or _is_abstract_heading(headings.get(line.start)):
            return lines[:index]
    for index, line in enumerate(lines):
        if line.start in headings and not _same(line.text, title):
            head = lines[:index]
            return () if any(_is_prose(part.text) for part in head) else head
    return ()


def _is_abstract_heading(heading: Heading | None) -> bool:
    return heading is not None and heading.title.lower() in ("abstract", "摘要")


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORTEST_PROSE and _PROSE.search(text) is not None


def _same(text: str, title: str) -> bool:
    return clean_title(text).casefold() == clean_title(title).casefold()
