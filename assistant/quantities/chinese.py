"""Chinese numerals: `五十三`, `两亿`, `一千零一`, `百分之六十`, `三分之二`, `二〇二三`, `数十亿`."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.quantities.digits import CHINESE_SCALES
from assistant.quantities.lexicon import CHINESE, MEASURE_WORDS
from assistant.quantities.nouns import Numeral

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHARACTERS = "零〇一二三四五六七八九十百千万亿两"
_SMALL = {scale: CHINESE_SCALES[scale] for scale in "十百千"}

_PERCENT = re.compile(
    rf"百分之(?P<number>[{CHARACTERS}]+(?:点[零〇一二三四五六七八九]+)?|[0-9]+(?:\.[0-9]+)?)"
)
_FRACTION = re.compile(
    r"(?P<bottom>[二三四五六七八九十百千万]+|[0-9]+)分之(?P<top>[一二三四五六七八九十]+|[0-9]+)"
)
_TENTHS = re.compile(r"(?P<number>[一二三四五六七八九])成(?![功为立果员分熟就长]|不变)")
_HALF = re.compile(r"一半|半数")
_VAGUE = re.compile(
    rf"(?<!成千)(?<!成百)(?P<some>[数几上])以?(?P<scale>[十百千万亿]+)(?![{CHARACTERS}])(?!年代)"
)
_RUN = re.compile(rf"[{CHARACTERS}]+(?:点[零〇一二三四五六七八九]++(?!十)[百千万亿]*)?")
_POSITIONAL = re.compile(r"[零〇一二三四五六七八九]{2,}")
_BEFORE_SCALE = re.compile(r"[0-9数几上]\s?$")
_IDIOMS = re.compile(
    r"万一|统一|十项全能|千万别|千万不|成千上万|百科|万能|万分|十分|千变|百年|一一|[一二三四五六七八九]元组|三元"
    r"|四肢|五官|九成九|(?<=[向对顾视])四周(?![内后前随])|四周(?=围|环境|的(?:环境|组织|墙|人|景))"
    r"|千篇|百花|三番|两者|两性|两极|两难|八卦|[三四五六七八九]角|唯一|单一|同一|一致|一些|一般|一样|一旦"
    r"|一起|一直|一定"
    r"|千万要|万物|万维|百姓|之一|第一|六合|三甲|二者|三者"
)
_COUNTED = re.compile(
    r"\s?[到至~–-]\s?[一二三四五六七八九十百千万亿两]+\s?[个种类项名位例张条份篇次年天月周岁倍小]"
    rf"|\s?(?:多|余|几)?\s?(?:[{MEASURE_WORDS}]|年|天|月|周|岁|倍|小时|分钟|秒|美元|元|人|阶段|方面|美金|星期"
    rf"|(?:{'|'.join(sorted(CHINESE, key=len, reverse=True))}))"
)
_NOT_COUNTED = re.compile(
    r"\s?(?:级|维|阶(?!段)|分类|层次|次元|手|流|线|人称|方(?!面)|大家|步走|对一|对多|次方|次性|人口|体|台"
    r"|道|家公|门|部曲)"
)


def find_chinese(text: str) -> Iterator[Numeral]:
    """The numbers in Chinese characters of `text`, fractions and magnitudes included."""
    for match in _PERCENT.finditer(text):
        value = _value_or_digits(match["number"])
        yield Numeral(value, Decimal(1), *match.span(), unit="%")
    for match in _FRACTION.finditer(text):
        if not match.group().startswith("百分"):
            value = _value_or_digits(match["top"]) / _value_or_digits(match["bottom"])
            yield Numeral(value, Decimal(0), *match.span())
    for match in _TENTHS.finditer(text):
        yield Numeral(Decimal(10 * _DIGITS[match["number"]]), Decimal(10), *match.span(), unit="%")
    for match in _HALF.finditer(text):
        yield Numeral(Decimal("0.5"), Decimal(0), *match.span())
    for match in _VAGUE.finditer(text):
        scale = _value(match["scale"])
        yield Numeral(scale, scale, *match.span(), scale, vague=True)
    yield from _plain_numerals(text)


def _plain_numerals(text: str) -> Iterator[Numeral]:
    idioms = [match.span() for match in _IDIOMS.finditer(text)]
    for match in _RUN.finditer(text):
        run = match.group()
        if run[0] in CHINESE_SCALES and _BEFORE_SCALE.search(text[max(0, match.start() - 2) : match.start()]):
            # A scale after digits (`89 亿`) or `数` belongs to them.
            continue
        if run in {"一", "零", "〇"} or any(start <= match.start() < end for start, end in idioms):
            continue
        yield from _numeral(text, match)


def _numeral(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    run = match.group()
    counted = _COUNTED.match(text, match.end()) is not None and _NOT_COUNTED.match(text, match.end()) is None
    if len(run) == 1 or not (set(run) & set(CHINESE_SCALES)):
        if len(run) == 2 and _DIGITS[run[1]] == _DIGITS[run[0]] + 1 and counted:
            for offset in (0, 1):
                start = match.start() + offset
                yield Numeral(Decimal(_DIGITS[run[offset]]), Decimal(1), start, start + 1)
            return
        if len(run) == 4 and "点" not in run and text.startswith("年", match.end()):
            yield Numeral(_positional(run), Decimal(1), *match.span(), plain=True)
            return
        if (len(run) == 1 and (not counted or run in "百千万亿")) or (len(run) == 2 and "点" not in run):
            return
    if set(run) <= {"千", "百", "万", "亿", "十"} and len(run) > 1 and not counted:
        return
    if run[0] == "一" and run[1:2] not in CHINESE_SCALES and "点" not in run:
        return
    value = _value_or_digits(run)
    scale = Decimal(CHINESE_SCALES.get(run[-1], 1))
    decimals = len(run.partition("点")[2].rstrip("百千万亿"))
    yield Numeral(value, scale.scaleb(-decimals), *match.span(), scale)


def _value_or_digits(run: str) -> Decimal:
    if run[0].isdigit() and run[0].isascii():
        return Decimal(run)
    whole, _, part = run.partition("点")
    value = _positional(whole) if _POSITIONAL.fullmatch(whole) else _value(whole)
    digits = part.rstrip("百千万亿")
    if digits:
        value += Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))
    return value * _value(part[len(digits) :]) if part[len(digits) :] else value


def _positional(run: str) -> Decimal:
    return Decimal("".join(str(_DIGITS[character]) for character in run))


def _value(run: str) -> Decimal:
    """The value of a numeral, read as it is spoken: `两万五` is 25,000, `三千零二十` 3,020."""
    total = section = digit = 0
    last_scale = 1
    for character in run:
        if character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, last_scale = 0, _SMALL[character]
        elif character in "万亿":
            scale = CHINESE_SCALES[character]
            if section or digit:
                # `一亿三千万` adds, `一万亿` multiplies.
                total = (
                    (total + section + digit) * scale if total < scale else total + (section + digit) * scale
                )
            else:
                total = max(total, 1) * scale
            section = digit = 0
            last_scale = scale
        elif _DIGITS[character]:
            digit = digit * 10 + _DIGITS[character]
        else:
            digit, last_scale = digit * 10, 1
    return Decimal(total + section + digit * max(last_scale // 10, 1))
