"""What the assistant doesn't do: personal medical advice, and instructions hidden in a question.

Both are recognised by rules that can be read. A question about models that give advice is no request for
advice, so words for models and studies outweigh the rest.
"""

import re
from dataclasses import dataclass

from assistant.messages import MEDICAL_ADVICE, OUT_OF_SCOPE
from indexing.sentences import split_sentences

_PERSON = re.compile(
    r"\b(?:I|I'm|I've|me|my|mine|we|our|us)\b|\b(?:he|she|his|her)\b|\b(?:years?[- ]old|pregnant|child|kid"
    r"|baby|toddler)\b"
    r"|我|咱|俺|家里|(?:爸|妈|爷爷|奶奶|外公|外婆|孩子|宝宝|儿子|女儿|老公|老婆|丈夫|妻子|老人)",
)
_BODY = re.compile(
    r"\b(?:pain|aches?|headaches?|fever|cough|bleed\w*|nosebleeds?|rash|dizz\w+|nausea\w*|vomit\w*|symptoms?"
    r"|chest|stomach|throat|swollen|itch\w*|blood (?:pressure|sugar)|diagnos\w+|pregnan\w+|insomnia|lump"
    r"|diarrh\w+|allerg\w+|infection|tumou?r|cancer|diabet\w+|asthma|breath\w*)\b"
    r"|疼|痛|发烧|发热|咳嗽|出血|流血|头晕|恶心|呕吐|皮疹|过敏|血压|血糖|症状|失眠|拉肚子|腹泻|怀孕|肿块"
    r"|感冒|炎|胸闷|心慌|心梗|前兆|急诊",
    re.IGNORECASE,
)
_DRUG = re.compile(
    r"\b(?:medicines?|medication|drugs?|pills?|tablets?|antibiotics?|insulin|aspirin|ibuprofen|paracetamol"
    r"|acetaminophen|warfarin|metformin|statins?|amoxicillin|dos(?:e|es|age|ing)|mg|milligrams?|prescri\w+"
    r"|\w{3,}(?:cillin|mycin|statin|pril|sartan|olol|azole|formin|profen|parin|xaban))\b"
    r"|吃药|用药|服药|停药|药|剂量|几片|几粒|毫克|胰岛素|阿司匹林|布洛芬|抗生素|阿莫西林|头孢|二甲双胍"
    r"|华法林",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:should|shall|can|may|could|ought|need to|have to|safe to|okay to|ok to|how (?:much|many|often)"
    r"|what (?:dose|dosage|should|can)|which (?:medicine|drug|pill)|recommend\w*|advi[cs]e|treat\w*|cure"
    r"|help me|worried)\b"
    r"|该|应该|能[^够]{0,6}吗|能不能|需要|可以|要不要|怎么办|怎么治|吃什么|吃多少|吃几|用多少|多少合适|建议"
    r"|推荐|严重吗"
    r"|是不是得了"
    r"|挂什么科|需不需要|一次|一天",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\b(?:dos(?:e|age)|mg|how (?:much|many|often))\b|剂量|几片|几粒|毫克|吃多少|一次|一天|一起吃|同时吃"
    r"|隔多久|\btogether\b|\binteract\w*",
    re.IGNORECASE,
)
_ABOUT_MODELS = re.compile(
    r"\b(?:LLMs?|models?|GPT\w*|ChatGPT|chatbots?|AI|surveys?|papers?|stud(?:y|ies)|data(?:sets?)?|benchmarks?"
    r"|training"
    r"|pre-?train\w*|fine-?tun\w*|algorithms?|accuracy|SAM|foundation)\b"
    r"|\bdrug (?:discovery|design|development|response)|\bcompounds?\b"
    r"|模型|综述|论文|研究|数据集|基准|训练|微调|算法|人工智能|大语言|机器人",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b (?=(?:all|any|the|your|every|previous|my|these|those"
    r"|what)\b).{0,60}\b(?:instructions?|prompts?|rules?|guidelines?"
    r"|surveys?"
    r"|sources?|texts?|above|previous|everything)\b"
    r"|\b(?:system|hidden|initial|developer)\s+(?:prompt|message|instructions?)\b"
    r"|\b(?:print|reveal|show|repeat|output|tell me)\b.{0,30}\b(?:your|the)\b.{0,20}\b(?:prompt"
    r"|instructions?|rules)\b(?! (?:tuning|tuned|engineering|learning|following))"
    r"|\b(?:repl(?:y|ies)|respond|answer|copy|paste|quote|recite|write out|spell out|give me|share|list|leak"
    r"|dump|display)\b.{0,60}\byour (?:(?:own|full|exact|original|first|system|hidden|initial|secret) ){0,3}"
    r"(?:prompt|instructions?|rules|guidelines|configuration)\b(?! (?:tuning|tuned|engineering|learning))"
    # Orders at the beginning of a clause; models that cite no sources may be asked about.
    r"|(?:^|[.;:!\n]\s*|\bplease\s)(?:don't|do not|never|(?:answer|reply|respond)\b.{0,25}\bwithout)\b"
    r".{0,25}\b(?:look|us(?:e|ing)|cit(?:e|ing)|quot(?:e|ing)|consult|search|check).{0,25}\b(?:sources?"
    r"|surveys?|papers?|texts?|documents?|literature|anything)\b"
    # As chats are written for a model.
    r"|[\"']role[\"']\s*:|<\|?(?:im_start|system)|^\W*\[INST\]"
    r"|(?:^|[.,;:!?\n]\s*|\byou\b.{0,12}\s|\bplease\s|\bnow\s)act as (?:an?|if|my|the)\b"
    r"|\b(?:you are now|pretend (?:to be|you)|role-?play|jailbreak (?:mode|yourself)|DAN mode"
    r"|from now on)\b"
    r"|(?:忽略|无视|忘掉|忘记|不要理会|绕过|抛开).{0,25}(?:指令|规则|要求|提示|设定|限制|内容|综述|一切)"
    r"|系统提示|提示词.{0,8}(?:输出给|打印|告诉|发给|显示给)|(?:输出|打印|告诉我|显示|复述).{0,10}(?:提示词"
    r"|系统指令|指令)"
    r"|(?:^|[，。,;；！!]|你|请)(?:不得|不要|不许|不准|别(?![的人名])).{0,6}(?:引用|查阅?|参考|检索).{0,8}"
    r"(?:文献|资料|综述|原文|来源)"
    r"|(?:请|把|将).{0,20}(?:上面|前面|之前|开头|上文|设定|规则|指令).{0,12}(?:原样|一字不[落差漏]|逐字|倒着"
    r"|完整地?).{0,8}(?:抄|复述|背出|念|输出)"
    r"|(?:上面|前面|之前|开头|上文).{0,30}(?:请|给我|帮我).{0,4}(?:原样|一字不[落差漏]|逐字|倒着)"
    # Models that play doctors are no order to play one.
    r"|你现在是|从现在(?:开始|起)|(?:^|[，。,;；！!]|你|请|来)\s*(?:请|你|来|必须|要|继续)*(?:假装|扮演)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Scope:
    """What of a question is to be answered; `refusal` is the reason why nothing is, if so."""

    text: str
    refusal: str | None = None


def in_scope(question: str) -> Scope:
    """Leave out instructions from `question`, and turn away what the assistant doesn't do."""
    sentences = [question[start:end] for start, end in split_sentences(question)]
    kept = [sentence for sentence in sentences if not _INSTRUCTION.search(sentence.replace("’", "'"))]
    if len(kept) < len(sentences):
        # What follows an instruction is often part of it; a question that can be answered ends in a mark.
        kept = [sentence for sentence in kept if sentence.rstrip("”\"' ").endswith(("?", "？"))]
    if not kept:
        return Scope("", OUT_OF_SCOPE)
    text = " ".join(kept)
    return Scope(text, MEDICAL_ADVICE if asks_advice(text) else None)


def asks_advice(text: str) -> bool:
    """Whether `text` asks what a person should take or do about their health."""
    if not _ADVICE.search(text) and not (_asks_dose(text) and _DRUG.search(text)):
        return False
    personal, body, drug = (bool(pattern.search(text)) for pattern in (_PERSON, _BODY, _DRUG))
    if _ABOUT_MODELS.search(text):
        return personal and body and drug
    return (personal and (body or drug)) or (drug and (body or _asks_dose(text)))


def _asks_dose(text: str) -> bool:
    return _DOSE.search(text) is not None
