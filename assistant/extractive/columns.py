"""Which columns of a table a question asks for, in both languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Attribute:
    """Something that columns tell: how questions ask for it and how headers name it."""

    name: str
    asked: re.Pattern[str]
    header: re.Pattern[str]


def _attribute(name: str, asked: str, header: str) -> Attribute:
    return Attribute(name, re.compile(asked, re.IGNORECASE), re.compile(header, re.IGNORECASE))


ATTRIBUTES = (
    _attribute(
        "size",
        r"\bhow (?:big|large)\b|\bparam\w*|\bmodel sizes?\b|\bwhat size\b|\bin size\b"
        r"|\b(?:bigg|larg|small)(?:er|est)\b|更大|更小|最大|最小|参数|多大|体量|模型规模",
        r"param|model size|模型规模|参数",
    ),
    _attribute(
        "scale",
        r"\bhow (?:many|much)\b(?!.*\bparam)|\bscale\b|\bamount\b|\bmore (?:data|images|patients|tokens"
        r"|notes|pairs)\b|更多|最多|多少(?!亿?参数|分)|规模|数据量|样本"
        r"|几[张条段帧个道]",
        r"scale|规模",
    ),
    _attribute(
        "data",
        r"\b(?:trained|tuned|pre-?trained|built) (?:on|with|from)\b|\bwhat data\b|\bdata ?sets?\b"
        r"|\bcorp(?:us|ora)\b"
        r"|\bdata sources?\b|\b(?:evaluated|tested) on\b"
        r"|数据来源|什么数据|哪些数据|数据集|语料|用.{0,6}数据|来源",
        r"source|dataset|数据来源|(?:训练|评估)数据集",
    ),
    _attribute(
        "year",
        r"^\W*when\b|\b(?:what|which) year\b|\byear\b|哪一?年|年份|何时|什么时候",
        r"year|年份",
    ),
    _attribute(
        "backbone",
        r"\bbackbone\b|\bbase model\b|\bbuilt (?:on|upon)\b|\bbased on\b|\barchitecture\b|\bunderlying\b"
        r"|骨干|基座|底座|基于(?:什么|哪)|架构|主干",
        r"backbone|骨干|architecture|structures?$",
    ),
    _attribute(
        "task",
        r"\btasks?\b|\bwhat (?:is|are) .*\bused for\b|\bapplications?\b|任务|用来|用途",
        r"task|任务",
    ),
    _attribute(
        "modality",
        r"\bmodalit\w+|\bkinds? of (?:data|images?)\b|\btypes? of (?:data|images?|text)\b|模态|类型"
        r"|哪种图像|(?<!为)什么图(?!数据库|书)",
        r"modalit|模态|文本类型|model type",
    ),
    _attribute(
        "pre-training",
        r"\bpre-?train\w* (?:method|paradigm|objective|type)|预训练(?:范式|方法|方式)",
        r"训练$",
    ),
    _attribute(
        "development",
        r"\bhow (?:was|were|is) .*\b(?:built|developed|made)\b|适应方[式法]|怎么适[应配]",
        r"适应|model development",
    ),
    _attribute(
        "score",
        r"\bscores?\b|\baccura\w+|\bperform\w*|\bresults?\b|\bauc\b|\bf1\b|\bdice\b|\brouge\b|\bsuccess\b"
        r"|\brat(?:ed|ing)s?\b"
        r"|\bhow (?:well|good|accurate\w*)\b|\brmse\b|\bdo against\b|得分|分数|准确|性能|成绩|指标|多少分"
        r"|表现|效果",
        r"evaluation \(|performance|metric|score|性能|指标|评估指标",
    ),
    _attribute(
        "access",
        r"\bopen(?:ly)?\b|\baccess\w*|\bavailab\w+|\bfree(?:ly)?\b|\bcode\b|\bpublic\w*|开源|公开|代码|免费"
        r"|获取|访问",
        r"^OA$|code|代码|连接|link|open",
    ),
    _attribute("description", r"\bdescri\w+|\bwhat is\b|是什么|介绍", r"描述|description"),
)


def asked_columns(question: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that `question` asks for, in the table's order; empty if it can't be told.

    How big a thing is says the size of a model and, in tables that have none, the scale of data.
    """
    asked = {attribute.name for attribute in ATTRIBUTES if attribute.asked.search(question)}
    told = {name: [c for c in columns if name in attributes_of(c)] for name in (*asked, "size", "scale")}
    if "size" in asked and not told["size"]:
        asked.add("scale")
    return tuple(c for c in columns if any(c in told[name] for name in asked))


def attributes_of(column: str) -> frozenset[str]:
    """The names of the attributes that a column tells."""
    return frozenset(attribute.name for attribute in ATTRIBUTES if attribute.header.search(column))
