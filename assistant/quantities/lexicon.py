"""Units and counted nouns, with every way either language writes them."""

import re
from decimal import Decimal

SIGNS: dict[str, tuple[str, ...]] = {
    "%": ("%", "percent", "per cent", "percentage points", "percentage point", "个百分点", "百分点"),
    "KB": ("KB", "kB"),
    "MB": ("MB",),
    "GB": ("GB", "GiB"),
    "TB": ("TB",),
    "PB": ("PB",),
    "bits": ("bits", "bit", "比特"),
    "bytes": ("bytes", "byte", "字节"),
    "kWh": ("kWh", "千瓦时"),
    "MWh": ("MWh", "兆瓦时"),
    "GWh": ("GWh", "吉瓦时"),
    "W": ("W", "watts", "瓦"),
    "kW": ("kW", "千瓦"),
    "tons": ("tons", "tonnes", "ton", "tonne", "吨"),
    "kg": ("kg", "kilograms", "千克", "公斤"),
    "g": ("g", "grams", "克"),
    "mg": ("mg", "milligrams", "毫克"),
    "µg": ("µg", "μg", "ug", "mcg", "micrograms", "微克"),
    "mmol/L": ("mmol/L", "mmol/l", "毫摩尔/升"),
    "mmol/mol": ("mmol/mol",),
    "mmol": ("mmol", "毫摩尔"),
    "mg/dL": ("mg/dL", "mg/dl", "毫克/分升"),
    "mmHg": ("mmHg", "mm Hg", "毫米汞柱"),
    "kcal": ("kcal", "千卡", "大卡"),
    "mL": ("mL", "ml", "毫升"),
    "L": ("L", "litres", "liters", "升"),
    "nm": ("nm", "纳米"),
    "µm": ("µm", "μm", "um", "微米"),
    "mm": ("mm", "毫米"),
    "cm": ("cm", "厘米"),
    "m": ("m", "metres", "meters", "米"),
    "km": ("km", "kilometres", "kilometers", "公里", "千米"),
    "Hz": ("Hz", "赫兹"),
    "kHz": ("kHz", "千赫"),
    "MHz": ("MHz", "兆赫"),
    "GHz": ("GHz",),
    "°C": ("°C", "℃", "degrees Celsius", "摄氏度"),
    "dB": ("dB", "分贝"),
    "T": ("tesla", "特斯拉"),
    "FLOPs": ("FLOPs", "FLOPS", "FLOP"),
    "pixels": ("pixels", "pixel", "px", "像素"),
    "ms": ("ms", "milliseconds", "毫秒"),
    "seconds": ("seconds", "second", "secs", "sec", "s", "秒钟", "秒"),
    "minutes": ("minutes", "minute", "mins", "min", "分钟"),
    "hours": ("hours", "hour", "hrs", "hr", "h", "个小时", "小时"),
    "days": ("days", "day", "天"),
    "weeks": ("weeks", "week", "个星期", "星期", "周"),
    "months": ("months", "month", "个月"),
    "years": ("years old", "years", "year", "岁", "年"),
    "times": ("times", "folds", "fold", "x", "×", "倍", "次"),
    "USD": ("US dollars", "U.S. dollars", "dollars", "dollar", "USD", "美元", "美金"),
    "CNY": ("yuan", "RMB", "CNY", "元", "人民币"),
    "EUR": ("euros", "euro", "EUR", "欧元"),
    "GBP": ("pounds", "GBP", "英镑"),
}
"""Written right behind the number, with or without a space."""

CURRENCIES = {"US$": "USD", "$": "USD", "¥": "CNY", "€": "EUR", "£": "GBP"}

_NOUNS = """
parameters: parameter param learnable-parameter | 可学习参数 参数量 参数
tokens: token | 词元 令牌 标记
words: word | 单词 词汇 词
characters: character | 汉字 字符 字
sequences: sequence | 序列
proteins: protein | 蛋白质 蛋白
amino acids: amino-acid acid | 氨基酸
bases: nucleotide base nucleobase | 核苷酸碱基 核苷酸 碱基
residues: residue | 残基
cells: cell single-cell | 单细胞 细胞
genes: gene genome | 基因组 基因
compounds: compound molecule chemical | 化合物 分子
species: species | 物种
structures: structure | 结构
patients: patient case inpatient outpatient | 患者 病人 病例
people: people person individual participant subject volunteer user | 参与者 受试者 志愿者 用户 人
doctors: doctor physician clinician radiologist surgeon | 临床医生 医生 医师
experts: expert specialist professional | 专家 专业人员
students: student | 学生
images: image photo photograph picture radiograph x-ray scan | 图像 图片 照片 影像 胸片 光片 扫描
slides: slide wsi | 全切片 切片
volumes: volume | 体积
frames: frame | 视频帧 帧
videos: video clip | 视频
masks: mask | 掩码 掩膜
records: record ehr emr | 记录 病历
notes: note | 笔记
reports: report | 报告
documents: document text | 文档 文本
papers: paper article publication abstract | 论文 文章 文献 出版物
studies: study | 研究
questions: question query | 问题 试题
answers: answer response | 答案 回答
pairs: pair | 对
dialogues: dialogue conversation dialog chat | 对话 会话
instructions: instruction | 指令
samples: sample instance example item entry datum point data-point | 样本 实例 示例 数据点 条目 数据
kinds: category class type kind label sort | 类别 类型 种类 标签
datasets: dataset data-set corpus corpora collection benchmark | 数据集 语料库 基准
databases: database repository | 数据库
models: model llm network | 模型 网络
methods: method approach technique strategy way mean | 方法 策略 方式 技术 途径
tasks: task | 任务
metrics: metric measure indicator | 指标
domains: domain field area sector scenario sub-field subfield | 子领域 领域 场景
modalities: modality | 模态
languages: language | 语言
diseases: disease condition disorder | 疾病
cancers: cancer tumor tumour | 癌症 肿瘤
organs: organ | 器官
hospitals: hospital | 医院
institutions: institution center centre site organization | 机构 中心
countries: country | 国家
companies: company | 公司 企业
gpus: gpu | 显卡
layers: layer | 层
stages: stage phase step | 阶段 步骤 步
aspects: aspect perspective direction factor dimension angle | 方面 角度 方向 因素 维度
challenges: challenge limitation | 挑战
tweets: tweet post | 推文
trees: tree | 树
codes: code | 编码
exams: exam examination test | 考试 测试
admissions: admission visit encounter stay | 住院
trials: trial | 试验
modules: module component block | 模块 组件
shots: shot | 样本学习
epochs: epoch iteration round | 轮
parts: part group subset family | 部分 组
ecgs: ecg electrocardiogram | 心电图
experiments: experiment assay | 实验
features: feature characteristic property | 特征 特点 属性
advantages: advantage contribution | 优势 贡献
templates: template prompt | 模板 提示
"""


def _read_nouns() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    singular: dict[str, str] = {}
    plural: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for line in _NOUNS.strip().splitlines():
        unit, forms = line.split(": ")
        english, _, written = forms.partition(" | ")
        for form in english.split():
            singular[form] = unit
            plural[_plural(form)] = unit
        chinese |= dict.fromkeys(written.split(), unit)
    plural |= {"corpora": "datasets", "people": "people", "species": "species"}
    return singular, plural, chinese


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeo":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


SINGULAR, PLURAL, CHINESE = _read_nouns()

GENERIC = {
    "samples": frozenset(SINGULAR.values()) - {"parameters", "tokens", "words"},
    "kinds": frozenset(SINGULAR.values()) - {"parameters", "tokens", "words"},
    "people": frozenset({"patients", "doctors", "experts", "students"}),
    "records": frozenset({"notes", "reports", "admissions", "documents"}),
    "documents": frozenset({"notes", "reports", "papers", "words"}),
    "papers": frozenset({"studies"}),
    "images": frozenset({"slides", "ecgs", "frames", "volumes"}),
    "methods": frozenset({"stages", "aspects", "models"}),
    "aspects": frozenset({"domains", "stages", "features"}),
    "databases": frozenset({"datasets"}),
    "parts": frozenset({"modules", "stages"}),
}
"""What a wider noun may stand for: `853 例` counts patients, `650 people` too."""

_MEASURES: dict[str, dict[str, str]] = {
    "byte": {"bytes": "1", "KB": "1e3", "MB": "1e6", "GB": "1e9", "TB": "1e12", "PB": "1e15"},
    "gram": {"µg": "1e-6", "mg": "1e-3", "g": "1", "kg": "1e3", "tons": "1e6"},
    "metre": {"nm": "1e-9", "µm": "1e-6", "mm": "1e-3", "cm": "1e-2", "m": "1", "km": "1e3"},
    "second": {
        "ms": "1e-3",
        "seconds": "1",
        "minutes": "60",
        "hours": "3600",
        "days": "86400",
        "weeks": "604800",
    },
    "month": {"months": "1", "years": "12"},
    "watt hour": {"kWh": "1e3", "MWh": "1e6", "GWh": "1e9"},
    "hertz": {"Hz": "1", "kHz": "1e3", "MHz": "1e6", "GHz": "1e9"},
    "watt": {"W": "1", "kW": "1e3"},
    "litre": {"mL": "1e-3", "L": "1"},
}
CONVERSIONS: dict[str, tuple[str, Decimal]] = {
    unit: (base, Decimal(factor)) for base, members in _MEASURES.items() for unit, factor in members.items()
}
"""Units that measure the same: each with its base and how much of it one is."""

SIGN_UNITS = {form: unit for unit, forms in SIGNS.items() for form in forms}
MEASURE_WORDS = "个种类项名位例张条份幅篇次家所台块套组对步层大棵只帧段期株款座封首支道件部轮批股门"


def alternation(forms: list[str] | dict[str, str]) -> str:
    """A pattern for any of `forms`, the longest first."""
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
