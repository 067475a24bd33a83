"""Expected answer types: what a text must hold to answer a question of when, where, who or how much money.

As in question answering since TREC (Li and Roth 2002), but only to tell that something is missing: a text
without a year can't say when.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerType:
    """How questions ask for it, and what every answer holds."""

    asked: re.Pattern[str]
    held: re.Pattern[str]


def _type(asked: str, held: str) -> AnswerType:
    return AnswerType(re.compile(asked, re.IGNORECASE), re.compile(held))


_YEAR = r"(?:19|20)[0-9]{2}"
TYPES = (
    _type(
        r"\bwhen (?:was|were|did|will|does)\b|\b(?:what|which) (?:year|month|day|date)\b"
        r"|哪一?年|哪个?月|哪天|几月|何时|什么时候|年份",
        r"\b(?:19|20)\d\d\b|[0-9]+ ?[年月]|(?:19|20)\d\d",
    ),
    _type(
        r"\bhow much (?:does|do|did|is|are|was|were)\b.*\bcosts?\b|\bprices?\b|\bpay for\b|\bsalary\b"
        r"|多少钱|价格|售价|卖多少|定价|报价",
        r"[$€£¥￥]|\b(?:dollars?|USD|euros?|yuan|RMB)\b|美元|欧元|人民币|[0-9万亿]元",
    ),
    _type(
        r"\b(?:which|what) (?:hospitals?|compan(?:y|ies)|universit(?:y|ies)|institutions?|firms?"
        r"|regulators?)\b"
        r"|哪[一几]?[家些所]\w{0,4}(?:公司|医院|大学|机构|企业|单位)",
        r"\b(?:[Hh]ospitals?|Inc|Ltd|Corp|Universit\w+|Institut\w+|Center|Centre|Health|Clinic|Google|OpenAI"
        r"|Microsoft|Meta|DeepMind|NVIDIA)\b|公司|医院|大学|学院|机构|谷歌|微软|腾讯|阿里",
    ),
    _type(
        r"(?:^|[.?!,;] )who\b|\bwhose\b"
        r"|\bchief executive\b|\bCEO\b|是谁|谁(?:是|写|做|提出|开发|发明)|哪位|导师",
        r"\b[A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+\b|et al|等人|\b[A-Z][a-z]+ and [A-Z][a-z]+\b"
        r"|[\u3400-\u9fff]{2,3}等",
    ),
    _type(
        r"\bhow (?:many|much|long|often)\b|\b(?:what|which) (?:percentage|share|proportion|fraction|number)\b"
        r"|多少|百分之几|(?<![哪好])几[个张条种类名位例篇段帧块台天年项家本](?!.*(?:怎|如何|该|什么样))",
        rf"(?<![\w.\-])(?!{_YEAR}\b)[0-9]|[一二两三四五六七八九十百千万亿半]"
        r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|billions?"
        r"|half|thirds?|quarters?|most|all)\b",
    ),
    _type(
        r"\b(?:licen[cs]es?|licensed)\b|许可证|开源协议|协议",
        r"\b[Ll]icen[cs]|Apache|MIT|GPL|CC[- ]BY|许可|协议",
    ),
)


def lacks_type(question: str, evidence: str) -> bool:
    """Whether `question` asks for a type of answer that `evidence` doesn't hold anything of."""
    return any(kind.asked.search(question) and not kind.held.search(evidence) for kind in TYPES)
