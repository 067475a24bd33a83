"""Mark-up of the texts (Markdown, HTML, light LaTeX): where it stands and what of it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_LINK = re.compile(r"!?\[([^\[\]\n]+)\]\((?:https?:|mailto:|www\.|[#/.])[^()\s]*\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_SUP = re.compile(r"<sup>([^<>\n]*)</sup>")
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|small|span|p|a|br)(?:\s[^<>\n]*)?/?>")
# A space before punctuation is the converter's: `over $80%$ , demonstrating`.
_MATHS = re.compile(r"\$(?=\S)([^$\n]{0,120}?)(?<=\S)\$(?!\d)(?:[ ]+(?=[,.;:)]))?")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~$-])")
_BRACED = re.compile(r"\^\{([^{}\n]*)\}")
_STARS = re.compile(r"(?<!\S)\* \*(?=[ ]?[^\s*|])|(?<=[^\s*|])\* \*(?!\S)|\*+")
_TICKS = re.compile(r"`+")

_COMMAND = re.compile(r"\\([a-zA-Z]+|.)")
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "approx": "≈",
    "sim": "∼", "to": "→", "rightarrow": "→", "infty": "∞", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "lambda": "λ", "mu": "μ", "sigma": "σ", "tau": "τ", "chi": "χ",
}  # fmt: skip
_FONTS = frozenset("mathrm mathbf mathit mathcal mathbb text textbf textit rm bf it left right".split())


@dataclass(frozen=True)
class Markup:
    """A construct at `[start, end)`: `text` is what is read of it, its characters stand at `positions`.

    `stars` is the number of asterisks of an emphasis delimiter, which only its partner decides.
    """

    start: int
    end: int
    text: str
    positions: tuple[int, ...]
    stars: int = 0


def find_markup(text: str, start: int, end: int) -> list[Markup]:
    """The constructs of `text[start:end]` in order; what lies between them is read as it stands."""
    found = []
    position = start
    while match := _HINT.search(text, position, end):
        markup = _READERS[match.group()](text, match.start(), end)
        position = max(match.end(), markup.end if markup else 0)
        if markup:
            found.append(markup)
    return found


def _kept(match: re.Match[str], group: int = 1) -> Markup:
    return Markup(*match.span(), match.group(group), tuple(range(*match.span(group))))


def _dropped(match: re.Match[str]) -> Markup:
    return Markup(*match.span(), "", ())


def _link(text: str, start: int, end: int) -> Markup | None:
    match = _LINK.match(text, start, end)
    return _kept(match) if match else None


def _image(text: str, start: int, end: int) -> Markup | None:
    return _link(text, start, end)


def _tag(text: str, start: int, end: int) -> Markup | None:
    if match := _AUTOLINK.match(text, start, end):
        return _kept(match)
    if match := _SUP.match(text, start, end):
        return _superscript(text, match)
    match = _TAG.match(text, start, end)
    if match is None:
        return None
    if match.group().startswith("<br"):
        return Markup(*match.span(), " ", (match.start(),))
    return _dropped(match)


def _superscript(text: str, match: re.Match[str]) -> Markup:
    """A sign after a word, but the middle of a name: `M<sup>3</sup>AE` is M3AE, also set apart by spaces."""
    before = text[: match.start()][-2:].rstrip(" ")
    after = text[match.end() : match.end() + 2].lstrip(" ")
    kept = _kept(match)
    if not (before[-1:].isupper() and before.isascii() and after[:1].isupper() and after.isascii()):
        return Markup(kept.start, kept.end, kept.text.translate(SUPERSCRIPT), kept.positions)
    gap = len(text[: match.start()][-2:]) - len(before)
    trailing = 1 if text[match.end() : match.end() + 1] == " " else 0
    return Markup(kept.start - gap, kept.end + trailing, kept.text, kept.positions)


def _escape(text: str, start: int, end: int) -> Markup | None:
    match = _ESCAPE.match(text, start, end)
    return _kept(match) if match else None


def _braced(text: str, start: int, end: int) -> Markup | None:
    match = _BRACED.match(text, start, end)
    if match is None:
        return None
    kept = _kept(match)
    return Markup(kept.start, kept.end, kept.text.translate(SUPERSCRIPT), kept.positions)


def _stars(text: str, start: int, end: int) -> Markup | None:
    match = _STARS.match(text, start, end)
    return Markup(*match.span(), "", (), match.group().count("*")) if match else None


def _ticks(text: str, start: int, end: int) -> Markup | None:
    match = _TICKS.match(text, start, end)
    return _dropped(match) if match else None


def _invisible(text: str, start: int, end: int) -> Markup | None:
    return Markup(start, start + 1, "", ())


def _maths(text: str, start: int, end: int) -> Markup | None:
    match = _MATHS.match(text, start, end)
    if match is None:
        return None
    read: list[tuple[str, int]] = []
    depth, raised = 0, False
    position, stop = match.span(1)
    while position < stop:
        sign = text[position]
        step = 1
        if command := _COMMAND.match(text, position, stop):
            step = len(command.group())
            sign = _read_command(command.group(1))
        depth += (sign == "{") - (sign == "}")
        if sign == "^":
            raised = True
        elif sign not in "{}_" and not (depth and sign.isspace()):
            read += [(character, position) for character in _raise(sign, raised)]
        raised = raised and (sign == "^" or depth > 0)
        position += step
    return Markup(*match.span(), "".join(sign for sign, _ in read), tuple(place for _, place in read))


def _read_command(name: str) -> str:
    if name in _FONTS:
        return ""
    return _SIGNS.get(name, name)


def _raise(sign: str, raised: bool) -> str:
    return sign.translate(SUPERSCRIPT) if raised else sign


_READERS: dict[str, Callable[[str, int, int], Markup | None]] = {
    "[": _link,
    "!": _image,
    "<": _tag,
    "\\": _escape,
    "^": _braced,
    "*": _stars,
    "`": _ticks,
    "$": _maths,
    "\u00ad": _invisible,
    "\u200b": _invisible,
    "\u2060": _invisible,
    "\ufeff": _invisible,
}
_HINT = re.compile("[" + re.escape("".join(_READERS)) + "]")
