"""Abbreviations that a text writes out, in either language."""

import re
from functools import lru_cache

from indexing.analysis import STOP_WORDS

_WRITTEN_OUT = """
ai: artificial intelligence | 人工智能; 智能; AI
agi: artificial general intelligence | 通用人工智能
llm: language model | 语言模型
lm: language model | 语言模型
plm: language model | 语言模型
vlm: vision language | 视觉
lvlm: vision language | 视觉
lvm: vision model | 视觉
lmm: multimodal; multi-modal | 多模态
lam: large ai; large action | 大模型; 大语言模型; 大型; 模型
fm: foundation model | 基础模型
lfm: language foundation | 语言
vfm: vision foundation | 视觉
bfm: bio | 生物
mfm: multimodal; multi-modal | 多模态
hfm: health | 健康; 医疗; 基础模型
ml: machine learning | 机器学习
dl: deep learning | 深度学习
rl: reinforcement | 强化学习
nlp: natural language processing | 自然语言处理
cv: computer vision | 计算机视觉
qa: question answering | 问答
vqa: question answering | 问答
ner: entity recognition | 实体识别
mri: magnetic resonance | 磁共振
mr: magnetic resonance | 磁共振
ct: computed tomography | 断层; CT
pet: positron | 正电子; PET
oct: optical coherence | 光学相干
us: ultrasound; united states; american | 超声; 美国
ecg: electrocardio | 心电
eeg: electroenceph | 脑电
ehr: health record | 病历; 健康记录
emr: medical record | 病历; 医疗记录
icu: intensive care | 重症
dna: dna | DNA; 脱氧
rna: rna | RNA; 核糖核酸
ncrna: non-coding | 非编码
msa: sequence alignment | 序列比对
sota: state-of-the-art; state of the art | 最先进; 最优; 最佳; 领先
cnn: convolutional | 卷积
rnn: recurrent | 循环
gnn: graph neural | 图神经
wsi: whole slide; whole-slide | 全切片
cxr: chest x-ray | 胸
x-ray: x-ray; radiograph | X 射线; X射线; X光; X 光; X线
cot: chain of thought; chain-of-thought | 思维链
chain-of-thought: chain of thought | 思维链
text-to-image: text to image | 文本到图像; 文生图
ehealth: e-health; electronic health | 电子健康
human-ai: human and ai; humans and ai | 人机
icl: in-context | 上下文学习
peft: parameter-efficient; parameter efficient | 参数高效
ift: instruction | 指令
ssl: self-supervised | 自监督
uk: united kingdom; british | 英国
un: united nations | 联合国
usa: united states; american | 美国
eu: europe | 欧盟
usmle: licensing exam | 执照考试
covid-19: covid; coronavirus | 新冠; Covid
pc: computer | 电脑
gpu: gpu | 显卡
ph: ph | pH
bc: b.c; bce; before christ | 公元前
bce: b.c; before christ | 公元前
"""


def _table() -> dict[str, re.Pattern[str]]:
    table = {}
    for line in _WRITTEN_OUT.strip().splitlines():
        short, forms = line.split(": ", 1)
        english, chinese = forms.split(" | ")
        beginnings = "|".join(re.escape(form) for form in english.split("; "))
        words = "|".join(re.escape(form) for form in chinese.split("; "))
        table[short] = re.compile(
            rf"(?<![A-Za-z])(?:{beginnings})|{words}|(?<![A-Za-z]){re.escape(short)}s?(?![A-Za-z])",
            re.IGNORECASE,
        )
    return table


_PATTERNS = _table()
_INITIALS = re.compile(r"[A-Z]{3,8}")
"""Fewer letters begin too many words in a row by chance."""
_WORD = re.compile(r"[A-Za-z]+|[^\sA-Za-z'’-]")
_SHORTEST = 3


def is_written_out(acronym: str, source: str) -> bool:
    """Whether `source` has what the common abbreviation stands for, in either language."""
    short = acronym.casefold()
    pattern = _PATTERNS.get(short) or _PATTERNS.get(short.removesuffix("s"))
    return pattern is not None and pattern.search(source) is not None


def begins_words(acronym: str, source: str) -> bool:
    """Whether `source` has words in a row with the letters of `acronym`, as work breakdown structure has
    those of WBS. By chance one text in a hundred does, so it tells only of one that is introduced."""
    short = acronym.removesuffix("s")
    return _INITIALS.fullmatch(short) is not None and short in _initials(source)


@lru_cache(maxsize=256)
def _initials(text: str) -> str:
    """The first letters of the words, in capitals, with `|` for marks and short words; words are in a row
    over function words (`Do Not Resuscitate`, `quality of life`)."""
    return "".join(_initial(word) for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS)


def _initial(word: str) -> str:
    return word[0].upper() if word.isalpha() and len(word) >= _SHORTEST else "|"
