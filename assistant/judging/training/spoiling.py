"""Spoilt copies of true sentences: another number, unit or name, a negation put in or taken out.

Patterns of its own, none of the rules' code, so that what the rules overlook is not overlooked here too.
Each spoiler gives None for a sentence that it finds nothing to spoil in.
"""

import random
import re
from collections.abc import Callable, Sequence

_DIGITS = re.compile(
    r"(?<![A-Za-z0-9\-.,\[(/@])[0-9]+(?:[.,][0-9]+)*(?=\s?(?:%|[KMBT]\b|[a-z]{3,}|[\u4e00-\u9fff]|billion"
    r"|million))(?!\s?[型维级代])"
)
_PLACES = re.compile(
    r"(?:Table|Tab\.|Fig\.?|Figure|Section|Sec\.|Box|表|图|第|v|PaLM|GPT|E|Llama|LLaMA|CASP|website)\s?$",
    re.IGNORECASE,
)
_WORDS = {
    "two": "three",
    "three": "five",
    "four": "six",
    "five": "four",
    "six": "nine",
    "seven": "eight",
    "ten": "twelve",
    "两个": "三个",
    "三个": "五个",
    "四个": "六个",
    "五个": "四个",
    "六个": "九个",
    "七个": "八个",
    "三类": "四类",
    "两种": "四种",
    "六种": "五种",
    "两类": "三类",
    "三种": "两种",
    "七大": "九大",
    "两大": "三大",
}
_UNITS = [
    ("million", "billion"),
    ("billion", "million"),
    ("billion", "trillion"),
    ("trillion", "billion"),
    ("parameters", "tokens"),
    ("tokens", "parameters"),
    ("images", "patients"),
    ("patients", "images"),
    ("datasets", "hospitals"),
    ("tasks", "datasets"),
    ("sequences", "images"),
    ("days", "hours"),
    ("GB", "TB"),
    ("MWh", "kWh"),
    ("tons", "kg"),
    ("words", "images"),
    ("categories", "patients"),
    ("%", " GB"),
    ("%", " times"),
    ("tweets", "papers"),
    ("pairs", "genes"),
    ("sectors", "diseases"),
    ("models", "patients"),
    ("亿", "万"),
    ("万", "亿"),
    ("参数", "词元"),
    ("token", "参数"),
    ("图像", "患者"),
    ("患者", "图像"),
    ("天", "小时"),
    ("吨", "千克"),
    ("兆瓦时", "千瓦时"),
    ("任务", "医院"),
    ("数据集", "患者"),
    ("领域", "疾病"),
    ("序列", "图像"),
    ("对", "张图像"),
    ("模型", "器官"),
    ("词", "张图像"),
    ("器官", "国家"),
]
_NUMBER_BEFORE = (
    r"(?<![A-Za-z0-9\-.])[0-9][0-9.,]*[ ]?(?:[KMBT]|million|billion|trillion|[十百千万亿]+)?[ ]?"
    r"[个种类张条份名项对]?[ ]?"
)
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Za-z]*[a-z][A-Z][A-Za-z]*|[A-Z][A-Z]{2,}[a-z]+"
    r"|[A-Za-z]+-[A-Z][A-Za-z]+)(?:-?[0-9.]*[0-9])?(?![\w-])"
    r"|(?<![\w-])(?:GPT-[0-9.]*[0-9]|BERT|LLaMA-[0-9]|CASP14|SAM)(?![\w-])"
)
_TAKEN_OUT = [
    (r"\bcannot\b", "can"),
    (r"\bcan not\b", "can"),
    (r"\b(do|does|did) not\b", r"\1"),
    (r"n['’]t\b", ""),
    (r"\bnot\b(?! only)(?! surprising)", ""),
    (r"\bwithout\b", "with"),
    (r"\bno (?=[a-z])", "much "),
    (r"\black of\b", "wealth of"),
    (r"\black(s?)\b", r"possess\1"),
    (r"\bfails? to\b", "manages to"),
    (r"\bnever\b", "always"),
    (r"\bunable to\b", "able to"),
    ("无法", "能够"),
    ("不能", "能"),
    ("没有", "有"),
    ("无需", "需要"),
    ("尚未", "已经"),
    ("并非", "正是"),
    ("不会", "会"),
    ("不是", "是"),
    ("缺乏", "具有"),
    ("不需要", "需要"),
    ("未能", "能够"),
    (r"未经", "经过"),
    ("不再", "仍然"),
    ("未(?=[受被形建])", ""),
    ("无(?=[标多])", "有"),
]
_PUT_IN = [
    (r"\b(is|are|was|were|can|could|may|will|has|have|should)\b(?! not)(?= [a-z])", r"\1 not"),
    (r"可以", "不可以"),
    ("能够", "不能够"),
    (r"(?<![不无功性可技才只未])能(?=[提在够有实使])", "不能"),
    (r"(?<![还都就而既不要若])是(?=[一最目])", "不是"),
    (r"(?<![没具拥所现含])有(?=[助着效很])", "没有"),
    ("需要", "不需要"),
    ("提高", "没有提高"),
    ("提供", "不提供"),
    ("显示", "未显示"),
    ("采用", "未采用"),
    ("具有", "不具有"),
    ("包括", "不包括"),
    ("使用", "未使用"),
]

Spoiler = Callable[[str, random.Random], str | None]


def _one_of(candidates: Sequence[str], draw: random.Random, true: str) -> str | None:
    spoilt = [candidate for candidate in candidates if candidate != true]
    return draw.choice(spoilt) if spoilt else None


def spoil_number(sentence: str, draw: random.Random) -> str | None:
    """Another number in place of one of the sentence's, digits or words."""
    found = []
    for match in _DIGITS.finditer(sentence):
        if not _PLACES.search(sentence[: match.start()]):
            found.append(
                sentence[: match.start()] + _other_digits(match.group(), draw) + sentence[match.end() :]
            )
    for word, other in _WORDS.items():
        pattern = rf"\b{word}\b(?! of the most)(?!-)" if word.isascii() else word
        first = re.search(pattern, sentence)
        if first:
            found.append(sentence[: first.start()] + other + sentence[first.end() :])
    return _one_of(found, draw, sentence)


def _other_digits(digits: str, draw: random.Random) -> str:
    place = draw.choice([index for index, digit in enumerate(digits) if digit.isdigit()][:2])
    other = draw.choice([digit for digit in "123456789" if digit != digits[place]])
    return digits[:place] + other + digits[place + 1 :]


def spoil_unit(sentence: str, draw: random.Random) -> str | None:
    """Another unit or scale behind a number."""
    found = []
    for unit, other in _UNITS:
        for match in re.finditer(rf"({_NUMBER_BEFORE}){re.escape(unit)}(?![a-z])", sentence):
            if not _PLACES.search(sentence[: match.start()]):
                found.append(sentence[: match.start()] + match[1] + other + sentence[match.end() :])
    return _one_of(found, draw, sentence)


def name_spoiler(names: Sequence[str]) -> Spoiler:
    """Puts one of `names` in place of a name of the sentence."""

    def spoil(sentence: str, draw: random.Random) -> str | None:
        matches = list(_NAME.finditer(sentence))
        others = [name for name in names if name.casefold() not in sentence.casefold()]
        if not matches or not others:
            return None
        match = draw.choice(matches)
        return sentence[: match.start()] + draw.choice(others) + sentence[match.end() :]

    return spoil


def find_names(text: str) -> set[str]:
    """The names that `name_spoiler` would replace."""
    return {match.group() for match in _NAME.finditer(text)}


def spoil_negation(sentence: str, draw: random.Random) -> str | None:
    """A negation taken out where there is one, else put in."""
    for changes in (_TAKEN_OUT, _PUT_IN):
        found = []
        for pattern, other in changes:
            for match in re.finditer(pattern, sentence):
                found.append(sentence[: match.start()] + match.expand(other) + sentence[match.end() :])
        if found and (changes is _PUT_IN or draw.random() < 0.7):
            return _one_of(found, draw, sentence)
    return None
