"""Captions: the label and the words above a table, the abbreviations they spell out, and footnotes."""

import re
from collections.abc import Sequence

from corpus import Span
from indexing.blocks import Language
from indexing.structure.language import CJK, language_of
from indexing.structure.table_cells import reading_text
from indexing.structure.table_lines import TextLine
from indexing.structure.table_nouns import Caption

_LABEL = re.compile(
    r"\s*(?:[*_#>]+\s*|<[bi]>)*"
    r"(?P<label>(?:TABLE|Table|表格?|附表|Supplementary Table|Extended Data Table)\s*"
    r"(?:[A-Z]?\d+(?:\.\d+)*|[IVXLC]+|[A-Z])(?![A-Za-z\d]))"
    r"(?P<rest>.*)\Z",
    re.DOTALL,
)
# A paragraph may begin `Table 2 summarizes …`: a caption goes on with a stop or a capital.
_TITLE = re.compile(rf"\s*(?:</?[bi]>|[*_])*\s*(?:[:.：。．|—–-]|\Z|(?<=\s)(?:[A-Z]|[{CJK}\d(（]))")
_PROSE = re.compile(r"\s*(?:展示|列出|总结|给出|显示|所示|中|说明|汇总了|概括|[Ss]hows|[Ll]ists)")
_MOST_CAPTION_LINES = 4
_MOST_BLANKS = 2

_SHORT = r"(?<![A-Za-z\d])(?P<short>[A-Z](?:[A-Z\d/-]|[a-z](?=[A-Z])){0,9})"
_LONG = r"(?P<long>[^,，;；.。:：()（）]+(?:[(（][^()（）]*[)）])?)"
_ABBREVIATION = re.compile(rf"{_SHORT}\s?[:：]\s*{_LONG}")
_SIGN = re.compile(
    r"[“\"‘'](?P<short>[^“”\"‘’']{1,40})[”\"’']\s*"
    r"(?:denotes|means|stands for|indicates|represents|refers to|表示|意味着|代表|指|是指)\s*"
    r"(?P<long>(?:[^.。;；]|\.(?!\s|\Z))+)"
)

_NOTE = re.compile(
    r"\s*[*_]*(?:Notes?|Abbreviations?|Source|注释?|备注|缩写|说明|来源)[*_]*\s*[:：.]", re.IGNORECASE
)
_MARKED = re.compile(r"\s*(?:(?P<sign>[*†‡§¶]+|[⁰¹²³⁴-⁹]{1,2})|<sup>\s*(?P<raised>\w{1,2})\s*</sup>)\s*\S")


def find_captions(lines: Sequence[TextLine], first: int, floor: int) -> tuple[Caption, ...]:
    """The captions that end just above line `first`, none of them above line `floor`.

    A bilingual text may give two, one in each language.
    """
    captions: list[Caption] = []
    index, top = _caption_above(lines, first, floor)
    while index is not None:
        captions.insert(0, _caption(lines[index:top]))
        top = index
        index = top - 1 if top - 1 >= floor and label_of(lines[top - 1].text) else None
    return tuple(captions)


def _caption_above(lines: Sequence[TextLine], first: int, floor: int) -> tuple[int | None, int]:
    """The index of the nearest line with a label above `first`, and where its caption ends."""
    words = blanks = 0
    for index in range(first - 1, floor - 1, -1):
        line = lines[index]
        blanks = blanks + 1 if line.blank else 0
        words += not line.blank
        if blanks > _MOST_BLANKS or words > _MOST_CAPTION_LINES or line.row is not None:
            return None, first
        if label_of(line.text):
            return (index, first) if _reaches(lines[index:first]) else (None, first)
    return None, first


def _reaches(lines: Sequence[TextLine]) -> bool:
    """Whether the lines from a label to the table are all its caption.

    A label alone has its caption below it; one with words may only wrap: past a blank line stands a paragraph
    that parts it from the table.
    """
    if not _rest(lines[0].text).strip():
        return True
    blank = [line.blank for line in lines]
    return True not in blank or all(blank[blank.index(True) :])


def caption_below(lines: Sequence[TextLine], after: int) -> Caption | None:
    """The caption on the line below a table, unless another table follows that it may belong to."""
    words = [index for index in range(after, min(after + _MOST_BLANKS, len(lines))) if not lines[index].blank]
    if not words or not label_of(lines[words[0]].text):
        return None
    following = [line for line in lines[words[0] + 1 : words[0] + 4] if not line.blank]
    if following and following[0].row is not None:
        return None
    return _caption(lines[words[0] : words[0] + 1])


def label_of(line: str) -> str:
    """`Table 2` of a line that begins a caption, else nothing."""
    match = _LABEL.match(line)
    if match is None or _PROSE.match(match["rest"]) or not _TITLE.match(line, match.end("label")):
        return ""
    return re.sub(r"\s+", " ", match["label"])


def _rest(line: str) -> str:
    match = _LABEL.match(line)
    return match["rest"] if match else line


def _caption(lines: Sequence[TextLine]) -> Caption:
    words = [line for line in lines if not line.blank]
    text = " ".join(reading_text(line.text, marks=False) for line in words)
    return Caption(label_of(words[0].text), text, tuple(line.span for line in words))


def abbreviations(caption: Caption) -> tuple[tuple[str, str], ...]:
    """What a caption spells out: `CL: 对比学习 (CONTRASTIVE LEARNING)`, `“N/R” denotes not released …`."""
    rest = _rest(caption.text)
    found = sorted((*_ABBREVIATION.finditer(rest), *_SIGN.finditer(rest)), key=lambda match: match.start())
    pairs = ((match["short"].strip(), match["long"].strip()) for match in found)
    return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


def caption_language(caption: Caption | None, header: str) -> Language:
    """The language of a caption's words; of the header where there is no caption."""
    return language_of(f"{_rest(caption.text)} {header}" if caption else header)


def find_footnotes(
    lines: Sequence[TextLine], first: int, after: int, caption: Caption | None
) -> tuple[Span, ...]:
    """Notes right below a table, and a page's footnote above it that names it.

    `first` is the line where the table with its caption begins, `after` the one past its end.
    """
    inside = "\n".join(line.text for line in lines[first:after])
    notes: list[Span] = []
    if caption and caption.label:
        above = [line for line in lines[max(0, first - 1 - _MOST_BLANKS) : first] if not line.blank]
        named = re.compile(rf"(?i){re.escape(caption.label)}(?![\dIVXLC])")
        notes += [line.span for line in above if _MARKED.match(line.text) and named.search(line.text)]
    for index in range(after, min(after + 8, len(lines))):
        line = lines[index]
        if line.blank:
            if index > after:
                break
            continue
        if not (_NOTE.match(line.text) or _signed(line.text, inside)):
            break
        notes.append(line.span)
    return tuple(notes)


def _signed(line: str, inside: str) -> bool:
    """Whether a line begins with a footnote sign that the table bears."""
    match = _MARKED.match(line)
    if match is None:
        return False
    sign = match["sign"] or f"<sup>{match['raised']}</sup>"
    # A single asterisk also begins a list item and emphasis.
    return sign in inside and not re.match(r"\s*\*(?:\s|\S[^*]*\*)", line)
