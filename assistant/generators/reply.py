"""A model's reply as draft sentences: lines and bullets, sentences, each with the numbers it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.generators.markers import Marker, read_markers
from assistant.generators.prompts import is_refusal
from indexing.sentences import split_sentences

_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)、）]|[(（]\d{1,2}[)）]|[①-⑳])\s+|^\s*[①-⑳]\s*")
_REFERENCES = re.compile(r"^\W*(?:references|sources|citations|参考文献|来源|引用|出处)\W*$", re.IGNORECASE)
_LAYOUT = re.compile(r"^\s*(?:#{1,6}\s|```|-{3,}\s*$|\|?[\s:|-]+\|?\s*$)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`")
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_LABEL = re.compile(r"^\s*(?:answer|final answer|回答|答案|答)\s*[:：]\s*", re.IGNORECASE)
_LEADS_IN = (":", "：")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Written:
    """A sentence that a model wrote. `numbers` are those of existing excerpts; `lead` is the line that a
    bullet completes; `leads` tells that bullets complete this one."""

    text: str
    numbers: tuple[int, ...]
    bullet: bool = False
    lead: str = ""
    leads: bool = False

    @property
    def claim(self) -> str:
        """What is to be checked: a bullet says something only together with the line before it."""
        return f"{self.lead} {self.text}" if self.lead else self.text


@dataclass(frozen=True)
class ReadReply:
    """What a reply says; `refused` when it says that there is no answer, and nothing else."""

    sentences: tuple[Written, ...]
    ignored: int
    refused: bool


def read_reply(text: str, count: int) -> ReadReply:
    """Read a reply to an answer prompt with `count` excerpts."""
    marked = read_markers(_body(text), count)
    sentences = [sentence for line in _lines(marked.text, marked.markers) for sentence in line]
    kept = [sentence for sentence in sentences if not is_refusal(sentence.text)]
    refused = len(kept) < len(sentences) and not any(sentence.numbers for sentence in kept)
    return ReadReply(() if refused else tuple(_with_leads(kept)), marked.ignored, refused)


def _body(text: str) -> str:
    """The reply without a list of references at its end, emphasis and the label `Answer:`."""
    lines = _LABEL.sub("", text.strip()).splitlines()
    end = next((n for n, line in enumerate(lines) if n and _REFERENCES.match(line)), len(lines))
    kept = [_cells(line) for line in lines[:end] if not _LAYOUT.match(line)]
    return _EMPHASIS.sub("", "\n".join(kept))


def _cells(line: str) -> str:
    """A row of a Markdown table as a bullet."""
    row = _ROW.match(line)
    return "- " + ", ".join(filter(None, map(str.strip, row[1].split("|")))) if row else line


def _lines(text: str, markers: tuple[Marker, ...]) -> Iterator[list[Written]]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        # A marker between two lines stands after the first of them.
        here = [m for m in markers if start < m.place <= end or (m.place == start and _leading(m, text, end))]
        bullet = _BULLET.match(line)
        first = bullet.end() if bullet else 0
        yield list(_sentences(line[first:], start + first, here, bullet=bullet is not None))
        start = end + 1


def _leading(marker: Marker, text: str, end: int) -> bool:
    """Whether a marker at the start of a line speaks of what follows on it."""
    return bool(text[marker.place : end].strip())


def _sentences(line: str, offset: int, markers: list[Marker], *, bullet: bool) -> Iterator[Written]:
    """The sentences of a line; a bullet is one, as its parts make sense together only."""
    bounds = split_sentences(line)
    if bullet and bounds:
        bounds = [(bounds[0][0], bounds[-1][1])]
    leading = bool(markers) and bounds and markers[0].place <= offset + bounds[0][0]
    before = 0
    for number, (start, end) in enumerate(bounds):
        until = bounds[number + 1][0] if number + 1 < len(bounds) else len(line) + 1
        low, high = (start - 1, until - 1) if leading else (before, until)
        if number == len(bounds) - 1:
            high = len(line) + 1
        numbers = [
            n
            for m in markers
            if low <= m.place - offset < high or (not number and m.place < offset)
            for n in m.numbers
        ]
        before = until
        text = line[start:end].strip()
        if _WORD.search(text):
            yield Written(text, tuple(dict.fromkeys(numbers)), bullet)


def _with_leads(sentences: list[Written]) -> Iterator[Written]:
    """The sentences, each bullet with the line that leads it in."""
    lead = ""
    for number, sentence in enumerate(sentences):
        if not sentence.bullet:
            following = sentences[number + 1 : number + 2]
            leads = sentence.text.endswith(_LEADS_IN) and bool(following) and following[0].bullet
            lead = sentence.text if leads else ""
            yield Written(sentence.text, sentence.numbers, leads=leads)
        else:
            yield Written(sentence.text, sentence.numbers, True, lead)
