"""Chinese follow-ups, by rules: pronouns, ordinals, fragments and questions without a subject.

A question that names what it is about, or that has what its pronoun stands for in itself, is left alone.
"""

import re
from collections.abc import Sequence

from assistant.turns.names import names_in
from assistant.turns.ordinals import pick
from assistant.turns.topic import Topic

_LEAD = re.compile(
    r"^(?:(?:那么?|嗯|哦|好的?|谢谢|还有|另外|而且|以及|然后|所以|但是?|不过|再问一下|请问"
    r"|顺便)[，,。！、\s]*)+(?!个|些|篇|种|样|边|里)"
)
_END = re.compile(r"[\s？?。！!]+$")
_PARTICLE = re.compile(r"呢[\s？?。！!]*$")
_KIND = r"(?:大?模型|方法|数据集|系统|技术|论文|文章|数据库|算法|术语|概念|基准|任务|工作)"
_ORDINAL = (
    r"第[一二三四五六七八九1-9][个种项类条篇款点]?|最后[一]?[个种项类条]|前者|后者|另外?一?[个种项类款]"
    r"|另外那?[个种]"
)
_BACK = re.compile(
    rf"(?<![其吉])它们?(?:俩|两个)?|他们|她们|该{_KIND}|[这那此]一?[个种篇款项]?{_KIND}|[这那]些(?:{_KIND}"
    rf"|(?=[？?。呢是都有]|$))"
    rf"|[这那]两[个种者]{_KIND}?|两者|二者"
    rf"|{_ORDINAL}|[这那][个种](?=[？?。呢]|$)|^其(?=[\u3400-\u9fff])(?![他它中实余次间])"
)
_POINTING = re.compile(_ORDINAL)
_OF_A_LIST = re.compile(r"(?=[的是有用和与跟比在由叫怎为能会什多呢，。？?\s]|$)")
"""What follows an ordinal that points into a list; before a noun it counts (`第一个基准`)."""
_CLAUSE = re.compile(r"[，。？！；,?!;：:]")
_BEFORE = re.compile(
    r"^(?:请|请问|帮我|麻烦|能不能|可以|想知道|说说|讲讲|介绍一下|解释一下|解释|总结一下|比较一下|比较"
    r"|对比一下|对比|列出|为什么|为何|为啥"
    r"|怎么|如何|谁|是谁|哪一?年|什么时候|何时|哪篇(?:论文|文章)|哪个团队|什么人|有没有|有|和|与|跟|把|将"
    r"|拿|对|给|在|从|用|是|的|一下|再|也"
    r"|提出|开发|发布|介绍|研究|使用|训练|关于|多|详细|具体|最早|首次|过|了|\s)*$"
)
_RANKED = re.compile(r"(?:屈居|排名?|名列|位列|位居|获得?|得了?|拿了?|拿下|夺得?)\s*$")
"""What stands before a place in a contest."""
_OWNED = re.compile(r"[A-Za-z0-9]\s*的[\u3400-\u9fff]{1,8}$")
"""`拿 RNA 的序列去猜它…`: the pronoun stands for the name in its own clause."""
_COMPARED = re.compile(r"比较|对比|相比|区别|差别|不同|比|更")
_BARE = re.compile(
    r"^(?:为什么|为啥|为何|怎么会|凭什么|怎么做到的?|怎么做|如何做到的?|怎么讲|怎么说|还有呢|举个?例子?"
    r"|举例(?:说明)?|比如(?:说)?|例如|还有(?:什么|哪些|别的|吗)?"
    r"|(?:再|还)?(?:详细|具体)(?:说说|讲讲|一点|一些|点)?|继续|然后|什么时候|在哪里?|谁|是谁|多少|有多少"
    r"|哪些|是哪些|真的吗|是吗|什么意思)(?:呢|啊|吗|的)?[？?。！!\s]*$"
)
_WHICH_OF = re.compile(
    r"^(?:这?[两几]?[个者种]?(?:里面?|中|当中)?)?(?:哪一?[个种款]|谁)(?=更|最|比较"
    r"|的?[\u3400-\u9fff]{0,4}(?:更|最|多|大|高|好))"
)
_PLACE = re.compile(r"^在?(?P<where>[^，。？?]{1,14}?)(?P<end>里面?|中|上|方面|领域|场景|时)$")
_IN_PLACE = re.compile(r"在[^，。？?在]{1,14}?(?:里面?|中|上|方面|领域|场景|时)")
_GENERIC = re.compile(
    r"参数(?:量|规模)?|规模|大小|数据(?:集|来源|量|规模)?|训练|预训练|微调|语料|作者|年份|时间|性能|得分"
    r"|分数|准确率|效果|表现|成绩|指标|任务|模态|骨干(?:网络)?"
    r"|架构|结构|基座|底座|代码|开源|公开|优点|缺点|优势|局限性?|不足|应用|用途|原理|方法|机制|提出|发布"
    r"|开发|推出|设计|发表|出来|做出|来源|出处|出自|摘自|论文|文章|模型"
    r"|用于|用来|使用|采用|基于|关于|支持|包含|包括|收录|解决|问题|挑战|风险|特点|特征|定义|全称|缩写|意思"
    r"|名字|叫|团队|机构|公司|大学|哪里|哪儿|哪[一个些几种类年篇家]*|什么(?:时候)?"
    r"|多少|多大|多长|多久|几[个张条种篇亿万]?|谁|怎么样?|如何|为什么|为何|是否|有没有|能不能|可以|可不可以"
    r"|亿|万|吗|呢|吧|啊|了|的|得|地|是|有|在|用|和|与|跟|由|被|把|它|该|能?达?到|底|究竟|大概|一共|总共|分别"
    r"|具体|主要|还|也|又|都|过|做|干|上|下|里|中|种|个|张|条|篇|[\s？?。！!，,、]"
)
_SPACE = re.compile(r"(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])")
"""Between Latin and Chinese letters, as the texts write them."""
_LONGEST_WITHOUT_SUBJECT = 16
_ASKED_OF = {
    "(?:训练|预训练)?(?:数据|数据集|数据来源|语料)": "{thing} 用什么数据训练？",
    "(?:模型)?参数(?:量|规模)?": "{thing} 的参数量是多少？",
    "(?:模型)?(?:规模|大小)": "{thing} 的规模有多大？",
    "作者|开发者|提出者": "{thing} 是谁提出的？",
    "年份|发布时间|时间": "{thing} 是哪一年提出的？",
    "论文|文章": "{thing} 出自哪篇论文？",
}
"""Sides of a thing by a bare noun, and how one asks for them."""


def rewrite_chinese(text: str, topic: Topic) -> str | None:
    """The follow-up as a question that stands alone; None where it does so as it is."""
    lead = _LEAD.match(text)
    body = text[lead.end() :].strip() if lead else text.strip()
    bare = next((words for words in (text, body) if _BARE.match(words)), None)
    if bare is not None:
        return f"{topic.question}{bare}"
    if _WHICH_OF.match(body) and not names_in(body) and len(topic.choices) > 1:
        return f"{_joined(topic.choices)}，{body}"
    stem = _PARTICLE.sub("", body) if _PARTICLE.search(body) else None
    if stem is not None and not _CLAUSE.search(stem):
        return _asked_about(stem.strip(), topic)
    pointed = _pointed(body, topic)
    if pointed is not None:
        return pointed
    if topic.thing and (_lacks_subject(body) or (body.startswith("其中") and not names_in(body))):
        return f"{topic.thing} {body}"
    return None


def _lacks_subject(body: str) -> bool:
    """Whether a short question says what it asks, and nothing of which it does (`是谁提出的？`)."""
    return len(body) <= _LONGEST_WITHOUT_SUBJECT and not names_in(body) and not _GENERIC.sub("", body)


def _attribute(phrase: str) -> str | None:
    noun = re.sub(r"^(?:它们?的?|其|该?模型的?)", "", phrase)
    return next((form for nouns, form in _ASKED_OF.items() if re.fullmatch(nouns, noun)), None)


def _asked_about(phrase: str, topic: Topic) -> str | None:
    """`PHRASE呢？`: another thing in the last question's place, or another side of the same thing."""
    thing, form = topic.thing, _attribute(phrase)
    named = re.match(r"^(?P<name>.+?)\s*的(?P<side>.+)$", phrase)
    if named and names_in(named["name"]) == (named["name"],):
        asked = _attribute(named["side"]) or f"{{thing}} 的{named['side']}是什么？"
        return asked.format(thing=named["name"])
    if thing and form:
        return form.format(thing=thing)
    own = re.match(r"^(?:它们?的?|其)(.+)$", phrase)
    if thing and own and not _COMPARED.search(phrase):
        return f"{thing} 的{own[1].removeprefix('的')}是什么？"
    pointed = _pointed(phrase, topic)
    if _PLACE.match(phrase) and not names_in(phrase):
        return _moved(topic.question, phrase)
    if pointed is not None and _COMPARED.search(phrase):
        return f"{pointed}呢？"
    if pointed is not None or names_in(phrase):
        return _asked_of(pointed or phrase, topic)
    if thing and not _GENERIC.sub("", phrase):
        return f"{thing} 的{phrase}是什么？"
    return f"{topic.question}{phrase}呢？"


def _asked_of(phrase: str, topic: Topic) -> str:
    """The last question asked of another thing; or what that thing is."""
    only = names_in(phrase) == (phrase,)
    if only and topic.former and topic.asks_the_same_of(phrase):
        return topic.question.replace(topic.former, phrase)
    return f"{phrase} 是什么？" if only or phrase in topic.items else f"{topic.question}{phrase}呢？"


def _moved(question: str, phrase: str) -> str:
    """The last question with another place or field."""
    place = phrase if phrase.startswith("在") else f"在{phrase}"
    if _IN_PLACE.search(question):
        return _IN_PLACE.sub(lambda _: place, question, count=1)
    return f"{place}，{question}"


def _pointed(text: str, topic: Topic) -> str | None:
    """`text` with the things that its words point back to; None if none does, or they can't be told."""
    found = [match for match in _BACK.finditer(text) if _points_back(text, match)]
    if not found:
        return None
    pieces, end = [], 0
    for match in found:
        meant = _meant(match.group(), topic)
        if meant is None:
            return None
        pieces += [text[end : match.start()], meant]
        end = match.end()
    return _SPACE.sub(" ", "".join(pieces) + text[end:])


def _points_back(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _POINTING.fullmatch(match.group()):
        return _OF_A_LIST.match(text, match.end()) is not None and not _RANKED.search(before)
    if _CLAUSE.search(before):
        return False
    if names_in(before):
        return (
            not _OWNED.search(before)
            and _COMPARED.search(text) is not None
            and match.group() in {"它", "它们", "前者", "后者"}
        )
    return _BEFORE.match(before) is not None


def _meant(words: str, topic: Topic) -> str | None:
    """What the words point back to."""
    if words.startswith("另"):
        return topic.other()
    of_question = words in {"前者", "后者"}
    picked = pick(words, topic.pair if of_question else topic.items or topic.pair)
    if picked is not None:
        return picked
    if _POINTING.fullmatch(words):
        return None
    several = "们" in words or "两" in words or "些" in words or words == "二者"
    return _joined(topic.several if several else topic.things[:1]) or None


def _joined(things: Sequence[str]) -> str:
    return "和".join(filter(None, ["、".join(things[:-1]), *things[-1:]]))
