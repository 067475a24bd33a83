"""Numbers in digits, with their scales in either language: `8.9B`, `1,059,519`, `2.75 亿`, `10⁴`, `$300`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from string import ascii_letters

from assistant.quantities.lexicon import CURRENCIES, SIGN_UNITS, alternation
from assistant.quantities.nouns import Numeral

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
    "t": 10**12,
}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def _power_pattern(number: str) -> str:
    return rf"\^\s?\{{?(?P<caret{number}>[-+]?[0-9]+)\}}?|(?P<raised{number}>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"


_NUMBER = re.compile(
    rf"(?P<money>{alternation(CURRENCIES)})?\s?"
    r"(?<![A-Za-z0-9\x00])(?<![0-9][.,，])(?P<sign>(?<![\w)\]-])-)?"
    r"(?P<whole>[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?P<part>\.[0-9]+)?"
    r"(?:[eE](?P<e>[-+]?[0-9]{1,3})(?![0-9A-Za-z])"
    rf"|\s?[×x*·]\s?10(?:{_power_pattern('')})"
    rf"|(?<=[^0-9]10)(?:{_power_pattern('0')})|(?<=^10)(?:{_power_pattern('1')}))?"
    r"(?:[\s-]?(?P<word>hundred|thousand|million|billion|trillion|mn\b|bn\b)(?:s\b|(?![a-z]))"
    r"|(?P<letter>\s[KMBT](?![A-Za-z])|[KMBT]|[kmbt](?=\b)|[kb](?=[\u3400-\u9fff]))"
    # `5 B.C.` is a year.
    r"(?![a-z0-9]|-[A-Z]|[A-Z](?![A-Z]))(?![Bb]|\.C\b|Wh"
    r"|Hz|\s(?:MRI|scanner|magnet))"
    r"|\s?(?P<zh>[十百千万亿]+)(?:\s?(?P<rest>[0-9]+)\s?(?P<restscale>[千万]))?)?"
)
_SIGN = re.compile(
    rf"[\s-]?(?:(?P<latin>{alternation([form for form in SIGN_UNITS if form[-1] in ascii_letters])})"
    r"(?![A-Za-z0-9])"
    rf"|(?P<other>{alternation([form for form in SIGN_UNITS if form[-1] not in ascii_letters])}))"
)
_SPACED_ONE_LETTER = frozenset({"m", "s", "h", "g", "x", "L", "W"})
"""Units of one letter count only where written onto the number: `5 m` may be anything."""
_BITS_AHEAD = re.compile(r"\s?位(?![患病专医学作参])|-?bit\b")
_DIGIT_AHEAD = re.compile(r"\s?[0-9]")
_BITS = frozenset(map(Decimal, (1, 2, 3, 4, 8, 16, 32, 64, 128)))


def find_digits(text: str) -> Iterator[Numeral]:
    """The numbers in digits of `text`, in order, each with the unit written onto it."""
    for match in _NUMBER.finditer(text):
        if match["word"] is None and match["zh"] is None and _is_part_of_name(text, match):
            continue
        yield _numeral(text, match)


def read_sign(text: str, position: int) -> tuple[str, int] | None:
    """The unit sign at `position` and where it ends: `GB`, `%`, `岁`, `美元`."""
    sign = _SIGN.match(text, position)
    if sign is None:
        return None
    form = sign["latin"] or sign["other"]
    if form in _SPACED_ONE_LETTER and sign.group() != form:
        return None
    if form in {"x", "×"} and _DIGIT_AHEAD.match(text, sign.end()):
        # A product, `150,000 × 85,000`.
        return None
    if form in {"年", "次", "周", "天"} and text[sign.end() : sign.end() + 1] in {"代", "级", "期", "然"}:
        return None
    return SIGN_UNITS[form], sign.end()


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """Letters that are no unit follow (`18F`), or a hyphen and a capital (`16-GPU`)."""
    if match["letter"] is not None or read_sign(text, match.end()):
        return False
    after = text[match.end() : match.end() + 2]
    if after[:1] == "-":
        return after[1:].isascii() and after[1:].isupper()
    return after[:1].isascii() and after[:1].isalpha()


def _numeral(text: str, match: re.Match[str]) -> Numeral:
    digits = match["whole"].replace(",", "").replace("，", "") + (match["part"] or "")
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len((match["part"] or ".")[1:]))
    power = _power(match)
    factor = Decimal(1).scaleb(power) if power is not None else Decimal(1)
    if power is not None and not any(match[name] for name in ("e", "caret", "raised")):
        value, factor = factor, Decimal(1)
    scale = _scale(match)
    value, step = value * factor * scale, step * factor * scale
    if match["zh"]:
        step = _written_step(value, step)
    if match["rest"]:
        step = Decimal(CHINESE_SCALES[match["restscale"]])
        value += Decimal(match["rest"]) * step
    if match["sign"]:
        value = -value
    end, unit = match.end(), None
    if match["money"]:
        unit = CURRENCIES[match["money"]]
    elif sign := read_sign(text, end):
        unit, end = sign
    elif value in _BITS and (bits := _BITS_AHEAD.match(text, end)):
        unit, end = "bits", bits.end()
    plain = (
        scale == 1
        and not (match["part"] or match["sign"] or match["money"] or power)
        and "," not in match["whole"]
    )
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return Numeral(value, step, start, end, scale, unit=unit, plain=plain)


def _written_step(value: Decimal, step: Decimal) -> Decimal:
    """The zeros of `3400 万` come from counting in ten thousands: it says no more than 34 million."""
    while value % (10 * step) == 0 and abs(value) >= 100 * step:
        step *= 10
    return step


def _power(match: re.Match[str]) -> int | None:
    for name in ("e", "caret", "caret0", "caret1"):
        if match[name]:
            return int(match[name])
    for name in ("raised", "raised0", "raised1"):
        if match[name]:
            return int(match[name].translate(_RAISED))
    return None


def _scale(match: re.Match[str]) -> Decimal:
    if match["word"] or match["letter"]:
        return Decimal(SCALES[(match["word"] or match["letter"]).strip().lower()])
    factor = Decimal(1)
    for character in match["zh"] or "":
        factor *= CHINESE_SCALES[character]
    return factor
