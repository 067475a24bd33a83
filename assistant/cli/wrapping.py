"""Lines of a given width, where a Chinese character takes two columns and may stand at any line's end."""

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_NOT_FIRST = frozenset("，。、；：！？）】」』》〉”’％…,.;:!?)]}%›·-")
"""No line begins with these."""
_NOT_LAST = frozenset("（【「『《〈“‘([{")
"""No line ends with these."""
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")


def width(text: str) -> int:
    """How many columns `text` takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of `text`, white space collapsed, each with its indent and at most `columns` wide."""
    lines: list[str] = []
    line, used, indent = "", 0, first
    for piece in _pieces(text, max(1, columns - max(width(first), width(rest)))):
        size = width(piece.rstrip())
        if line and used + size > columns - width(indent):
            lines.append((indent + line).rstrip())
            line, used, indent = "", 0, rest
        line += piece
        used += width(piece)
    return [*lines, (indent + line).rstrip()]


def shorten(text: str, columns: int) -> str:
    """`text` with white space collapsed, cut with an ellipsis when it is wider than `columns`."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    kept, used = 0, width(ELLIPSIS)
    for piece in _pieces(text, columns):
        used += width(piece)
        if used > columns:
            break
        kept += len(piece)
    return text[:kept].rstrip(" ,;，；、") + ELLIPSIS


def _pieces(text: str, columns: int) -> Iterator[str]:
    """What a line may break after: words with the space that follows, Chinese characters with the marks
    that stick to them; none wider than `columns`."""
    piece = ""
    for character in " ".join(text.split()):
        if piece and (_breaks(piece[-1], character) or width(piece) + _width(character) > columns):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " ":
        return True
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return bool(_WIDE.match(before) or _WIDE.match(after))
