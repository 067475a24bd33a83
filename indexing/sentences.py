"""Sentences of a text, in English and Chinese, as ranges of its characters."""

import re

_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)|[。！？]+[”’」』）)]*|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:et al|e\.g|i\.e|cf|vs|etc|approx|resp|Figs?|Tabs?|Secs?|Eqs?|Refs?|Nos?|Dr|Prof|Mr|Ms|St|Inc)"
    r"|(?<![A-Za-z0-9])(?<![0-9] )[A-Z])\.$"
)
_NEW_SENTENCE_AFTER_ABBREVIATION = re.compile(
    r"(?:etc| al)\.\s+(?:The|This|These|In|However|For|We|It|They|Moreover|Furthermore)\b"
)
# `Figure 1.`, `图 2.` at the start of a line: the label of a caption, whose text follows.
_LABEL = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:Fig(?:ure|s)?|Tab(?:le)?|Scheme|Box|Algorithm|图|表格?)\.?[ ]?"
    r"(?:[A-Z]?[0-9]+(?:[.-][0-9]+)*[a-z]?|[IVXLC]+)\.(?=[ \t]*\S)",
    re.IGNORECASE,
)
_OPENS_SENTENCE = re.compile(r"\s*[\"“‘'(\[]*[A-Z0-9\u3400-\u9fff]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The `[start, end)` of each sentence of `text`, without the white space around it.

    Full stops end a sentence only where the next one can begin: not in decimals, after abbreviations,
    initials or the label of a caption, or before a lower-case word. Line breaks always end one.
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    labels = {label.end() for label in _LABEL.finditer(text)}
    for end in _END.finditer(text):
        if end.end() not in labels and _ends_sentence(text, end):
            _add(ranges, text, start, end.end())
            start = end.end()
    _add(ranges, text, start, len(text))
    return ranges


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if not end.group().startswith("."):
        return True
    if _ABBREVIATION.search(text, max(0, end.start() - 12), end.start() + 1):
        # "etc." and "et al." may end a sentence too; an author's name may follow them as well as a sentence.
        return _NEW_SENTENCE_AFTER_ABBREVIATION.match(text, max(0, end.start() - 3)) is not None
    return end.end() >= len(text) or _OPENS_SENTENCE.match(text, end.end()) is not None


def _add(ranges: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        ranges.append((begin, begin + len(stripped)))
