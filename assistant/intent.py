"""What kind of answer a question wants, by the words it asks with, in both languages."""

import re
from dataclasses import dataclass

from indexing.analysis import query_terms


@dataclass(frozen=True)
class Intent:
    """Kinds of question; several can hold at once ("which three models score best, and how much?")."""

    definition: bool
    listing: bool
    quantity: bool
    explanation: bool
    bibliography: bool
    authorship: bool


_PATTERNS = {
    "definition": (
        r"^\W*(?:so,? )?what(?:'s| is| are| exactly is| does)\s+(?:an?\s+|the\s+)?+(?!(?:number|size|main"
        r"|key|most|best"
        r"|total|accuracy|score|difference))[\w\- ]{2,50}(?:\?|$|\bmean\b|\bstand for\b)"
        r"|\bdefin(?:e|ed|es|ition)\b|\bmeaning of\b|\bwhat (?:is|are) meant\b|\bstands? for\b|\bexplain\b"
        r"|什么是|是什么(?:[？?]|$|意思)|指的?是什么|什么意思|何谓|定义|怎么解释|才算|怎么理解|指什么"
    ),
    "listing": (
        r"\bwhich (?:two|three|four|five|six|seven|eight|\w+s)\b|\bwhat (?:two|three|four|five|six|seven)\b"
        r"|\bwhat are (?:the|some)\b|\bwhat (?:kinds?|types?|sorts?|categories|\w+ are there)\b|\blist\b"
        r"|\bname (?:the|all|some|a few|\w+s\b)"
        r"|\benumerate\b|\bwhat (?:main |key |other )?(?:\w+ )?(?:challenges|risks|techniques|methods|ways"
        r"|steps"
        r"|strategies|components|categories|applications|limitations|advantages|problems|tasks|models"
        r"|datasets"
        r"|characteristics|traits|approaches|stages|measures|directions|factors|aspects|sectors|areas)\b"
        r"|哪[些几]|几[类种个大方]|列[出举]|有何|包括什么|分[为成]|分别|各有|都能|[三四五六七八]个"
        r"|[三四五六七八][类种大]"
    ),
    "quantity": (
        r"\bhow (?:many|much|big|large|long|often|far|high|old|accurate\w*|well|fast)\b"
        r"|\bwhat (?:percentage|share"
        r"|proportion|fraction|number|size|score|accuracy|year|auc|f1|dice)\b|\bnumber of\b|\bwhen\b"
        r"|\b(?:count|size)\b"
        r"|多少|几[个张天条道台年倍棵段帧项块篇]|多大|多长|多久|多高|比例|哪一?年|何时|得分|分数|参数量|规模"
    ),
    "explanation": (
        r"\bwhy\b|\bhow (?:do|does|did|can|could|is|are|should|would)\b"
        r"|为什么|为何|如何|怎么|怎样|原因|凭什么"
    ),
    "bibliography": (
        r"\b(?:which|what) (?:\w+ )?(?:papers?|articles?|publications?|works?)\b|\bcit(?:e|es|ed|ation)\b"
        r"|\breferences?\b|\brefs?\b|\bjournal\b|\bpublished\b|\bpreprint\b|\barxiv\b|\bproceedings\b"
        r"|哪[一几]?[篇本]|那[一几]?篇(?:文章|论文|工作)|文献|期刊|杂志|发表[在于]|登在|引用了|出处|出自"
    ),
    "authorship": (
        r"\bwho (?:wrote|are the authors)\b|\bauthors?\b|\baffiliat\w+|\be-?mail\b|\bcorresponding\b"
        r"|\bwork at\b"
        r"|\buniversity\b|\binstitution\b|作者|单位|邮箱|通讯|任职|就职|哪所大学|隶属"
    ),
}
_ABOUT_PAPERS = re.compile(
    r"\b(?:papers?|articles?|publications?|works?|journals?|preprints?|arxiv|proceedings|references?|cit\w+"
    r"|publish\w*|introduc\w+|propos\w+|present\w*|describ\w+|surveys?|authors?|behind)\b"
    r"|哪[一几]?[篇个本种]|篇|论文|文章|文献|期刊|杂志|发表|出自|出处|引用|提出|介绍|综述|作者|工作",
    re.IGNORECASE,
)
_NOT_IN_ENTRIES = re.compile(
    r"^\W*(?:(?:by|in|at|on|for) )?how (?:many|often|much|were|was|did|do|does)\b(?!.*\bcite\b)|^\W*why\b"
    r"|^(?!.*哪[一几]?[篇本]).*(?:(?<!哪)几[位个次名]|多少(?![卷期页])|为什么|怎么(?![引写]))",
    re.IGNORECASE,
)
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}


def read_intent(question: str) -> Intent:
    """The kinds of answer that `question` wants."""
    found = {name: pattern.search(question) is not None for name, pattern in _COMPILED.items()}
    # A bibliography doesn't tell how often something is cited, or how it was done before it was published.
    found["bibliography"] = found["bibliography"] and not _NOT_IN_ENTRIES.search(question)
    return Intent(**found)


def subject(question: str) -> str:
    """What a question about papers is about, without the words that ask for papers; all of it if it has
    no others."""
    rest = " ".join(_ABOUT_PAPERS.sub(" ", question).split())
    return rest if query_terms(rest) else question
