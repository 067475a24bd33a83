"""Expected answer types: what a text must hold to answer a question of when, where, who or how much money.

As in question answering since TREC (Li and Roth 2002), but only to tell that something is missing: a text
without a year can't say when. Beside them stand things that no text tells without their name, as it tells no
learning rate without the words.
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
        r"\b(?:which|what|whose) (?:hospitals?|compan(?:y|ies)|universit(?:y|ies)|institutions?|firms?"
        r"|regulators?|vendors?|manufacturers?|makers?|brands?|make|schools?)\b"
        r"|哪[一几]?[个家些所]\w{0,4}(?:公司|医院|大学|高校|学校|院校|机构|企业|单位|厂[家商]|品牌|牌子|研究所)"
        r"|什么(?:牌子|品牌|厂[家商])",
        r"\b(?:[Hh]ospitals?|Inc|Ltd|Corp|Universit\w+|Institut\w+|Center|Centre|Health|Clinic|Google|OpenAI"
        r"|Microsoft|Meta|DeepMind|NVIDIA)\b|公司|医院|大学|学院|机构|谷歌|微软|腾讯|阿里",
    ),
    _type(
        r"\b(?:which|what) (?:countr(?:y|ies)|nations?|cit(?:y|ies)|continents?)\b"
        r"|哪[一几]?[个些]?(?:国家?|城市|省|地区)|哪[一几]?座城市",
        r"\b(?:US|USA|UK|EU|America\w*|Brit\w+|England|Chin(?:a|ese)|Japan\w*|Korea\w*|German\w*|French|France"
        r"|Spa(?:in|nish)|Ital\w+|Canad\w+|Austral\w+|India\w*|Europe\w*|Asia\w*|Africa\w*|Beijing|Shanghai"
        r"|Boston|London|New York)\b"
        r"|[美英中法德日韩]国|加拿大|西班牙|意大利|澳大利亚|印度|欧洲|亚洲|非洲|日本|[市省]",
    ),
    _type(
        r"\b(?:which|what) (?:\w+ )?languages?\b(?! model)|\blanguage (?:is|are|was|were)\b"
        r"|哪[一几]?[种些门国](?:语言|话|文)|哪个语言|什么语言|语种",
        r"\b(?:English|Chinese|Mandarin|Spanish|French|German|Japanese|Korean|Portuguese|Arabic|Hindi|Italian"
        r"|[Bb]ilingual|[Mm]ultilingual|Python|Java)\b|[英中德日韩法]文|[英汉德日韩法]语|双语|多语|西班牙语|阿拉伯语",
    ),
    _type(
        # Not where the answer is one of those that the question names ("GPT-3.5 or GPT-4, who passes?").
        r"^(?!.*\b(?:or|vs\.?|versus|better|more|most|best)\b).*(?:(?:^|[.?!,;:] )who\b|\bwhose\b)"
        r"|\bchief executive\b|\bCEO\b|是谁|谁(?:是|写|做|提出|开发|发明)|哪位|导师",
        r"\b[A-Z][a-z]+ (?:[A-Z]\.? )?[A-Z][a-z]+\b|et al|等人|\b[A-Z][a-z]+ and [A-Z][a-z]+\b"
        r"|[\u3400-\u9fff]{2,3}等",
    ),
    _type(
        r"\bhow (?:many|much|long|often|large|big|old|high)\b"
        r"|\b(?:what|which) (?:percentage|share|proportion|fraction|number)\b|\bparameter count\b"
        r"|多少|多[大高长久](?!模型)|百分之几"
        r"|(?<![哪好])几[个张条种类名位例篇段帧块台天年项家本](?!.*(?:怎|如何|该|什么样))",
        # 一些, 统一, 三维 and "one of" count nothing.
        rf"(?<![\w.\-])(?!{_YEAR}\b)[0-9]|(?<![统唯进单第之同万])一(?![些般样定旦直致起同方步体])"
        r"|[两二三四五六七八九十百千万亿半](?![维元分监])"
        r"|\b(?:one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?"
        r"|thousands?|millions?|billions?|half|thirds?|quarters?)\b",
    ),
    _type(
        r"\b(?:licen[cs]es?|licensed)\b|许可证|开源协议|协议",
        r"\b[Ll]icen[cs]|Apache|MIT|GPL|CC[- ]BY|许可|协议",
    ),
    _type(
        r"\bopen[- ]?sourced?\b|\bweights (?:public|available|open)|开源[吗了没]|(?:是否|有没有)开源",
        r"\b[Oo]pen|\b[Pp]ublic|\b[Aa]vailab|\b[Rr]eleas|\b[Cc]ode\b|开源|公开|开放|代码|[✓×]",
    ),
    _type(
        r"\b(?:URL|web ?site|home ?page|download link|repository)\b|网址|链接|官网|下载地址|主页",
        r"https?://|www\.|github|huggingface|网址|链接|官网",
    ),
)


NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\blearning rates?\b|学习率",
        r"\bbatch sizes?\b|批量?大小|批次大小",
        r"\bepochs?\b|训练轮[数次]|轮次",
        r"\bdropout\b|丢弃率",
        r"\b(?:lora )?rank(?: and alpha)?\b(?= .*\blora\b)|\blora rank\b|(?<=lora).{0,6}秩",
        r"\brandom seeds?\b|随机种子",
        r"\bhyper-?parameters?\b|超参数?",
        r"\boptimi[sz]ers?\b|\bAdamW?\b|优化器",
        r"\bloss(?: function)?s?\b|损失",
        r"\b(?:attention )?heads\b|注意力头",
        r"\blayers?\b|[几多]少?层|层数|\d+ ?层",
        r"\b(?:embedding|hidden) (?:size|dimension)s?\b|隐藏层|嵌入维度|向量维度",
        r"\bvocabular\w+|\btokeni[sz]er\b|词表|分词器",
        r"\bcontext (?:window|length)s?\b|上下文(?:长度|窗口)",
        r"\bsampling temperature\b|(?:采样|生成)温度",
        r"\bsampl\w+ (?:rate|frequency)\b|\bsamples (?:per|a) second\b|\bk?Hz\b|采样[率频]",
        r"\bGPUs?\b|\bTPUs?\b|\b[AVH]100s?\b|\bgraphics cards?\b|显卡|算力卡|块卡|张卡",
        r"\b(?:inference|decoding) (?:speed|time)s?\b|\blatency\b|\bframes per second\b|\bFPS\b"
        r"|推理速度|推理时间|延迟",
        r"\bfund(?:ed|ing|ers?)\b|\bgrants?\b|\bsponsor\w*|经费|资助|赞助|拨款",
        r"\bFDA\b|\bCE mark\w*|\bregulatory approval\b|获批|药监局?|三类证",
        r"\bconfidence intervals?\b|\bstandard deviations?\b|\berror bars?\b|\bp[- ]values?\b"
        r"|置信区间|标准差",
        r"\bdownload(?:s|ed)\b|下载量|下载次数|下载了",
        r"\bmarket share\b|\bturnover\b|\brevenue\b|市场份额|市占率|营收",
        r"\bscanners?\b|扫描仪|机型",
        r"\bresolutions?\b|\bpixels?\b|分辨率|像素",
        r"\bslice thickness\b|层厚",
        r"\bsensitivity\b|灵敏度|敏感度|敏感性",
        r"\bspecificity\b|特异[度性]",
        r"\b(?:mean|average|median) age\b|\bage (?:range|groups?|distribution)\b|年龄",
        r"\bgenders?\b|\bsex\b|\bfemales?\b|性别|男女",
        r"\bethic(?:s|al) (?:committee|board|approval|review)|\bIRB\b|伦理(?:委员会|审[批查])",
        r"\binformed consent\b|知情同意",
        r"\bpatents?\b|专利",
        r"\binter-?(?:rater|annotator|observer)\b|\bkappa\b|一致性系数",
    )
)
"""What no text tells without its name."""


def lacks_type(question: str, evidence: str, labels: str = "") -> bool:
    """Whether `question` asks for a type of answer that `evidence` doesn't hold anything of, or for a thing
    that neither it nor its `labels`, such as the names of columns, call by name."""
    return any(kind.asked.search(question) and not kind.held.search(evidence) for kind in TYPES) or any(
        name.search(question) and not name.search(f"{evidence} {labels}") for name in NAMED
    )
