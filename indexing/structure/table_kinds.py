"""What kind of thing a cell holds: a tick, a year, a number of parameters, a name …"""

import re
from enum import StrEnum

from indexing.structure.language import CJK


class CellKind(StrEnum):
    TICK = "tick"
    NOTHING = "nothing"
    """A given sign that there is nothing: `-`, `N/R`."""
    YEAR = "year"
    PARAMETERS = "parameters"
    SCORE = "score"
    AMOUNT = "amount"
    MODEL_TYPE = "model type"
    METRIC = "metric"
    CODE = "code"
    NAME = "name"
    PHRASE = "phrase"


_QUANTITY = r"[>~≈<≥]?\s?\d+(?:\.\d+)?\s?(?:[KMBT]|亿|万|千万|十亿)"
_NUMBER = r"[>~≈<≥±]?\d+(?:\.\d+)?\s?%?"
_METRIC = (
    r"(?:(?:top-\d+|macro|micro|mean|balanced)[ -]?)?(?:accuracy|acc\.?|precision|recall|f1[ -]?(?:score)?|"
    r"auroc|auprc|auc|dice(?: score)?|m?iou|rmse|mae|mse|bleu(?:-\d)?|rouge(?:-\w)?|tm[ -]score|"
    r"spearman(?: score)?|pearson|score|perplexity|准确率|精确率|召回率|得分|分数)"
)
_AMOUNT = re.compile(
    r"(?:over |about |近|超过|约)?[>~≈]?(?<![\w.-])\d[\d.,]*\s?"
    rf"(?:[kKMBT](?=\s|[A-Z+&]|[a-z]{{3}})|[KGMT]B(?![a-z])|[亿万千百]|[a-z]{{3}}|[{CJK}])"
)
_MODEL_TYPE = r"(?:M?LLM|LVM|LMM|VLM|LAM|[LVMB]FM|(?:大型?)?(?:语言|视觉|多模态)+大?模型)"
# In this order: the first that fits says the kind.
_PATTERNS = (
    (CellKind.TICK, re.compile(r"(?:[✓✔√☑✗✘×❌✅]|yes|no|是|否)\Z", re.IGNORECASE)),
    (CellKind.NOTHING, re.compile(r"(?:[-–—−/]+|N/?[ARD]|n\.a\.|none|无)\Z", re.IGNORECASE)),
    (CellKind.YEAR, re.compile(r"(?:19|20)\d\d(?:[./年-]\d{1,2}月?)?年?\Z")),
    (CellKind.PARAMETERS, re.compile(rf"{_QUANTITY}(?:\s?[/,&–-]\s?{_QUANTITY})*\Z")),
    (CellKind.SCORE, re.compile(rf"{_NUMBER}(?:\s*[&/,]\s*{_NUMBER})*\Z")),
    (CellKind.MODEL_TYPE, re.compile(rf"{_MODEL_TYPE}\Z")),
    (CellKind.METRIC, re.compile(rf"{_METRIC}(?:\s*[&/,]\s*{_METRIC})*\Z", re.IGNORECASE)),
    (CellKind.AMOUNT, _AMOUNT),
    (CellKind.CODE, re.compile(r"[A-Z][A-Z\d]{0,4}(?:\s?[,&/+]\s?[A-Z][A-Z\d]{0,4})*\Z")),
)
_NAME_WORD = re.compile(r"[a-z][A-Z]|[A-Z]{2}|[A-Za-z]\d|\d[A-Za-z]|-")
_MOST_WORDS_OF_A_NAME = 3


def kind_of(value: str) -> CellKind:
    """The kind of a cell's reading text."""
    for kind, pattern in _PATTERNS:
        found = pattern.search(value) if kind is CellKind.AMOUNT else pattern.match(value)
        if found:
            return kind
    words = value.split()
    latin = value.isascii() and len(words) <= _MOST_WORDS_OF_A_NAME
    if latin and (len(words) == 1 or any(_NAME_WORD.search(word) for word in words)):
        return CellKind.NAME
    return CellKind.PHRASE


# What a column's name leads one to expect of its cells, before any of them is seen.
_EXPECTED = (
    (r"#\s*param|parameters|model size|参数|模型规模|模型大小", (CellKind.PARAMETERS,)),
    (r"year|date|年份|年\Z|时间", (CellKind.YEAR,)),
    (r"\bcode\b|\blink\b|\boa\b|open|available|代码|连接|链接|开源|开放", (CellKind.TICK,)),
    (r"model type|模型类型", (CellKind.MODEL_TYPE,)),
    (r"metric|指标", (CellKind.METRIC,)),
    (r"performance|result|accuracy|\bscore|性能|得分|结果|准确率", (CellKind.SCORE,)),
    (r"scale|\bsize\b|规模|数据量|数量", (CellKind.AMOUNT,)),
    (r"\b(?:models?|methods?|dataset|database)\b|方法|模型|数据集|数据库", (CellKind.NAME,)),
)


def expected_kinds(column: str) -> tuple[CellKind, ...]:
    """The kinds of cell that a column of this name should hold; none if the name doesn't say."""
    for pattern, kinds in _EXPECTED:
        if re.search(pattern, column, re.IGNORECASE):
            return kinds
    return ()


def leads_with_amount(value: str) -> bool:
    """`2.1 B protein sequences, 393 B amino acids`: what follows the amount is its unit, no other cell."""
    return _AMOUNT.match(value) is not None


def stands_out(value: str) -> bool:
    """Whether a value, glued to another one, still can be told from it."""
    kind = kind_of(value)
    if kind is CellKind.AMOUNT:
        return leads_with_amount(value)
    return kind not in MIXABLE and kind is not CellKind.YEAR


MIXABLE = frozenset((CellKind.AMOUNT, CellKind.CODE, CellKind.NAME, CellKind.PHRASE))
"""Kinds that a cell may seem to be when two cells were glued together."""
