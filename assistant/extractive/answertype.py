"""Expected answer types: what a text must hold to answer a question of when, where, who or how much money.

As in question answering since TREC (Li and Roth 2002), but only to tell that something is missing: a text
without a year can't say when, nor one that doesn't call it so a learning rate.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerType:
    """How questions ask for it, and what every answer holds; `labelled` if it is enough that what labels the
    answer, such as the name of a column, holds it."""

    asked: re.Pattern[str]
    held: re.Pattern[str]
    labelled: bool = False


def _type(asked: str, held: str) -> AnswerType:
    # ASCII: a Chinese character beside a word or a number is no part of it.
    return AnswerType(re.compile(asked, re.IGNORECASE | re.ASCII), re.compile(held, re.ASCII))


def _named(name: str, values: str = "") -> AnswerType:
    """What is told by its name, or by values that can be nothing else."""
    asked = re.compile(name, re.IGNORECASE | re.ASCII)
    held = re.compile("|".join(filter(None, (name, values))), re.IGNORECASE | re.ASCII)
    return AnswerType(asked, held, labelled=True)


_YEAR = r"(?:19|20)[0-9]{2}"
_NUMBER = rf"(?<![\w.\-])(?!{_YEAR}(?:年|(?![0-9A-Za-z\u3400-\u9fff])))[0-9]"
"""A digit that begins no year and stands in no name."""
_LARGE_NOUN = (
    r"[ -](?:language|scale|vision|quality|resolution|dimension|multi|pre|models?|data|context|text|sequence"
    r"|term|tail|range|level|risk|performance)"
)
"""What "how large" may go on with that is a kind of thing and no question of size."""
TYPES = (
    _type(
        r"\bwhen (?:was|were|did|will)\b|\b(?:what|which) (?:year|month|day|date)\b"
        r"|哪一?年|哪个?月|哪天|几月|(?:何时|什么时候)(?![该应会能需要用才]|可以|适合)|年份",
        r"\b(?:19|20)\d\d\b|[0-9]+ ?[年月]|(?:19|20)\d\d",
    ),
    _type(
        r"\bhow much (?:does|do|did|is|are|was|were)\b.*\bcosts?\b|\bprices?\b|\bpay for\b|\bsalary\b"
        r"|多少钱|价格|售价|卖多少|定价|报价",
        r"[$€£¥￥]|\b(?:dollars?|USD|euros?|yuan|RMB)\b|美元|欧元|人民币|[0-9万亿]元",
    ),
    _type(
        r"\b(?:which|what|whose) (?:hospitals?|compan(?:y|ies)|universit(?:y|ies)|institutions?|firms?"
        r"|vendors?|manufacturers?|makers?|brands?|make|schools?)\b"
        r"|哪[一几]?[个家些所][\u3400-\u9fff]{0,2}(?:公司|医院|大学|高校|学校|院校|机构|企业|单位|厂[家商]|品牌"
        r"|牌子|研究所)|什么(?:牌子|品牌|厂[家商])",
        r"\b(?:[Hh]ospitals?|Inc|Ltd|Corp|Universit\w+|Institut\w+|Laborator\w+|Center|Centre|Health|Clinic"
        r"|Google|OpenAI|Anthropic|Microsoft|Meta|DeepMind|NVIDIA|IBM|Stanford|Alibaba|Tencent|Baidu|Huawei)\b"
        r"|公司|医院|大学|学院|机构|研究[院所]|实验室|谷歌|微软|腾讯|阿里|百度|华为",
    ),
    _type(
        r"\b(?:which|what) (?:countr(?:y|ies)|nations?|cit(?:y|ies)|continents?)\b"
        r"|哪[一几]?[个些]?(?:国家|国(?![产内际外])|城市|省(?![时力钱略])|地区)|哪[一几]?座城市",
        r"\b(?:US|U\.S|USA|UK|EU|United (?:States|Kingdom)|America\w*|Brit\w+|England|Chin(?:a|ese)|Hong Kong"
        r"|Japan\w*|Korea\w*|German\w*|French|France|Spa(?:in|nish)|Ital\w+|Canad\w+|Austral\w+|India\w*"
        r"|Netherlands|Dutch|Swi(?:ss|tzerland)|Singapore|Israel\w*|Europe\w*|Asia\w*|Africa\w*|Beijing"
        r"|Shanghai|Boston|London|New York)\b"
        r"|[美英中法德韩]国|加拿大|西班牙|意大利|澳大利亚|印度|香港|欧洲|亚洲|非洲|日本|[市省](?![场级时力略去区])",
    ),
    _type(
        r"\b(?:which|what) (?:\w+ )?languages?(?=\s*(?:[?,;.:]|$)|\s+(?:is|are|was|were|do|does|did|can|could"
        r"|has|have|in|of|for|besides|other|and|or|it|they)\b)|(?<!natural )\blanguage (?:is|are|was|were)\b"
        r"|(?:哪[一几]?[种些门国个]|什么)语言(?!大?模型|基础|任务|处理)"
        r"|哪[一几]?[种些门国](?:话(?!题)|文(?![本献章字件]))|语种",
        r"\b(?:English|Chinese|Mandarin|Spanish|French|German|Japanese|Korean|Portuguese|Arabic|Hindi|Italian"
        r"|[Bb]ilingual|[Mm]ultilingual|Python|Java)\b"
        r"|[英中德日韩法]文|[英汉德日韩法]语|双语|多语|西班牙语|阿拉伯语",
    ),
    _type(
        # Not where the answer is one of those that the question names ("GPT-3.5 or GPT-4, who passes?").
        r"^(?!.*\b(?:or|vs\.?|versus|better|more|most|best)\b).*(?:(?:^|[.?!,;:] )who\b(?! (?:should|can"
        r"|could|would|must|may|benefits?|needs?|uses?|is (?:responsible|liable|to blame)))"
        r"|(?:^|[.?!,;:\-] )whose\b)"
        r"|\bchief executive\b|\bCEO\b|是谁|谁(?:是|写|做|提出|开发|发明)|哪位|导师",
        r"\b[A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+\b|et al|等人|\b[A-Z][a-z]+ and [A-Z][a-z]+\b"
        r"|[\u3400-\u9fff]{2,3}等",
    ),
    _type(
        rf"\bhow (?:many|much|often|old|(?:large|big|high|long)(?!{_LARGE_NOUN}))\b"
        r"|\b(?:what|which) (?:percentage|share|proportion|fraction|number)\b|\bparameter count\b"
        r"|多少|(?<![许很更众诸最太越])多[大高长久](?!模型)|百分之几"
        r"|(?<![哪好这那近])几[个张条种类名位例篇段帧块台天年项家本](?!.*(?:怎|如何|该|什么样))",
        # 一些, 统一, 三维 and "one of" count nothing.
        rf"{_NUMBER}|(?:(?<![统唯进单第之同万])|(?<=分之))一(?![些般样定旦直致起同方步体])"
        r"|[两二三四五六七八九十百千万亿半](?![维元监]|分(?![之钟]))"
        r"|\b(?:one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?"
        r"|thousands?|millions?|billions?|half|thirds?|quarters?)\b",
    ),
    _type(
        r"(?<!medical )\b(?:licen[cs]es?|licensed)\b(?! (?:exam|doctor|physician|clinician|radiologist|practi"
        r"|professional))|许可证|开源协议|协议",
        r"\b[Ll]icen[cs]|Apache|MIT|GPL|CC[- ]BY|许可|协议",
    ),
    _type(
        r"\bopen[- ]?sourced?\b(?=\s*(?:[?,;.]|$|or\b|and\b|under\b|yet\b|now\b))"
        r"|^(?:is|are|was|were)\b.*\bopen[- ]?source|\bweights (?:public|available|open)|开源[吗了没]"
        r"|(?:是否|有没有)开源",
        r"\b[Oo]pen(?!AI)|\b[Pp]ublic|\b[Aa]vailab|\b[Rr]eleas|\b[Cc]ode\b|开源|公开|开放|代码|[✓×]",
    ),
    _type(
        r"\b(?:URL|web ?site|home ?page|download link|(?:code|git|github) repository)\b"
        r"|网址|链接|官网|下载地址|主页",
        r"https?://|www\.|github|huggingface|网址|链接|官网",
    ),
    _named(r"\blearning rates?\b|学习率"),
    _named(r"\bbatch sizes?\b|批量?大小|批次大小"),
    _named(r"\bepochs?\b|训练轮[数次]"),
    _named(r"\bdropout\b|丢弃率"),
    _named(r"(?<!low[- ])\brank(?: and alpha)?\b(?= .*\blora\b)|\blora rank\b|(?<=lora).{0,6}(?<!低)秩"),
    _named(r"\brandom seeds?\b|随机种子"),
    _named(r"\bhyper-?parameters?\b|超参数?"),
    _named(r"\boptimi[sz]ers?\b|\bAdamW?\b|优化器"),
    _named(r"(?<!hearing )(?<!information )\bloss(?:es)?\b(?! of)|损失"),
    _named(r"\b(?:attention )?heads\b|注意力头"),
    _named(r"\blayers?\b|几层|多少层|层数|\d+ ?层"),
    _named(r"\b(?:embedding|hidden) (?:size|dimension)s?\b|隐藏层|嵌入维度|向量维度"),
    _named(r"\bvocabulary size\b|\btokeni[sz]ers?\b|词表|分词器"),
    _named(r"\bcontext (?:window|length)s?\b|上下文(?:长度|窗口)"),
    _named(r"\bsampling temperature\b|(?:采样|生成)温度"),
    _named(r"\bsampl\w+ (?:rate|frequency)\b|\bsamples (?:per|a) second\b|采样[率频]", r"\bk?Hz\b"),
    _named(r"\bGPUs?\b|\bTPUs?\b|\b[AVH]100s?\b|\bgraphics cards?\b|显卡|算力卡|块卡|张卡"),
    _named(
        r"\b(?:inference|decoding) (?:speed|time)s?\b|\blatency\b|\bframes per second\b|\bFPS\b|推理速度"
        r"|推理时间|延迟"
    ),
    _named(
        r"\bfund(?:ed|ing|ers?)\b|\b(?:research|whose|which|what) grants?\b|\bsponsor\w*"
        r"|经费|资助|赞助|拨款",
        r"\bgrants?\b|基金",
    ),
    _named(r"\bFDA\b|\bCE mark\w*|\bregulatory approval\b|获批|药监局?|三类证"),
    _named(
        r"\bconfidence intervals?\b|\bstandard deviations?\b|\berror bars?\b|\bp[- ]values?\b|置信区间|标准差"
    ),
    _named(r"\bdownloads\b|\b(?:often|times)\b.*\bdownloaded\b|下载量|下载次数|下载了"),
    _named(r"\bmarket share\b|\bturnover\b|\brevenue\b|市场份额|市占率|营收"),
    _named(r"\bscanners?\b|扫描仪|机型"),
    _named(r"\bresolutions?\b|\bpixels?\b|分辨率|像素", r"\d+ ?[×x] ?\d+"),
    _named(r"\bslice thickness\b|层厚"),
    _named(r"(?<!drug )(?<!prompt )\bsensitivity\b(?! (?:to|of the data))|灵敏度|敏感[度性]"),
    _named(r"(?<!domain )(?<!task )\bspecificity\b|特异[度性]"),
    _named(
        r"\b(?:mean|average|median) age\b|\bage (?:range|groups?|distribution)\b|年龄",
        r"\b(?:aged|years? old|older|adults?|children|elderly)\b|岁|老年|成人|儿童",
    ),
    _named(r"\bgenders?\b|\bsex\b|性别|男女", r"\b(?:fe)?males?\b|\b(?:wo)?men\b|[男女]"),
    _named(r"\bethic(?:s|al) (?:committee|board|approval|review)|\bIRB\b|伦理(?:委员会|审[批查])"),
    _named(r"\binformed consent\b|知情同意"),
    _named(r"\bpatents?\b|专利"),
    _named(r"\binter-?(?:rater|annotator|observer)\b|\bkappa\b|一致性系数"),
)


def lacks_type(question: str, evidence: str, labels: str = "") -> bool:
    """Whether `question` asks for a type of answer that neither `evidence` nor, where they tell it, its
    `labels` hold anything of."""
    labelled = f"{evidence} {labels}"
    return any(
        kind.asked.search(question) and not kind.held.search(labelled if kind.labelled else evidence)
        for kind in TYPES
    )
