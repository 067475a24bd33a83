"""What each text counts or measures, worked out by hand.

A line is `text => quantities`, parted by `;`. A quantity is a comparator (none for `=`), a value or
`low..high`, and a unit. `V` marks a mere magnitude. Nothing after `=>` means that the text has no quantity.
"""

PLAIN = """
1,059,519 => 1059519
1，059，519 => 1059519
377,110 chest X-rays => 377110 images
12,400 images => 12400 images
a score of 86.5 => 86.5
0.951 => 0.951
loss of -0.3 => -0.3
１２ 个数据集 => 12 datasets
42 patients => 42 patients
100 例患者 => 100 patients
853例 => 853 patients
5820 notes => 5820 notes
105 hospitals => 105 hospitals
14 species => 14 species
共 38,842 个 CT 图像 => 38842 images
227,835 份医疗报告 => 227835 reports
40 棵树 => 40 trees
114 个大规模数据集 => 114 datasets
208 家美国医院 => 208 hospitals
n=300 => 300
F1 of 0.767 => 0.767
"""

SCALES = """
8.9B => 8.9e9
8.9B parameters => 8.9e9 parameters
8.9 billion => 8.9e9
8.9 billion parameters => 8.9e9 parameters
8,900 million => 8.9e9
11 millions images => 11e6 images
三点五亿参数 => 3.5e8 parameters
一点二万张图像 => 12000 images
距离 500m处 => 500 m
52k条指令 => 52000 instructions
89 亿 => 8.9e9
89亿参数 => 8.9e9 parameters
89亿个参数 => 8.9e9 parameters
2.75 亿 => 2.75e8
2.75 亿个核苷酸碱基 => 2.75e8 bases
1.5 M => 1.5e6
1.5 M data points => 1.5e6 samples
150 万 => 1.5e6
150万条数据点 => 1.5e6 samples
1.4T tokens => 1.4e12 tokens
1.4万亿词元 => 1.4e12 tokens
1.2 trillion tokens => 1.2e12 tokens
1 万亿个标记 => 1e12 tokens
540 billion parameters => 5.4e11 parameters
a 540-billion-parameter model => 5.4e11 parameters
a 65B-parameter model => 6.5e10 parameters
5400亿参数 => 5.4e11 parameters
a 13 billion LLaMa model => 1.3e10 parameters
130亿参数的LLaMa模型 => 1.3e10 parameters
a 7B model => 7e9 parameters
70k dialogues => 70e3 dialogues
70K dialogues => 70e3 dialogues
100K 张眼底照片 => 1e5 images
2.3 thousand cases => 2300 patients
23 million unlabeled ncRNA sequences => 23e6 sequences
2300万条未标记的非编码RNA序列 => 23e6 sequences
4 千万个细胞 => 4e7 cells
3 百万张图像 => 3e6 images
5 亿 => 5e8
10 亿个掩码 => 1e9 masks
1亿2000万 => 1.2e8
3.3万条内窥镜视频 => 33e3 videos
21亿条蛋白质序列 => 2.1e9 sequences
3930亿个氨基酸 => 3.93e11 amino acids
393 B amino acids => 3.93e11 amino acids
2.1 B protein sequences => 2.1e9 sequences
1000亿参数模型 => 1e11 parameters
632M => 632e6
1.08B => 1.08e9
3 bn tokens => 3e9 tokens
2 hundred patients => 200 patients
6.5万名患者 => 65e3 patients
1130万名患者 => 1.13e7 patients
23.9万名独立个体 => 239e3 people
850万份心电图 => 8.5e6 ecgs
8.5 million electrocardiograms (ECGs) => 8.5e6 ecgs
33.7万张胸部X光片 => 337e3 images
70.8万张图像 => 708e3 images
1M 个图像-文本对 => 1e6 pairs
227K QA pairs => 227e3 pairs
15T tokens => 1.5e13 tokens
79B 个 token => 7.9e10 tokens
82 billion words => 8.2e10 words
820亿词 => 8.2e10 words
15 B => 1.5e10
5,000 万 => 5e7
"""

POWERS = """
10⁴ => 1e4
10⁴ images => 1e4 images
10^4 => 1e4
10^{6} samples => 1e6 samples
10⁻³ => 1e-3
1e-4 => 1e-4
a learning rate of 2e-5 => 2e-5
1E6 => 1e6
1.5×10⁴ => 15000
3 x 10^8 cells => 3e8 cells
6.02 × 10²³ => 6.02e23
"""

SHARES = """
60% => 60 %
60 % => 60 %
60 percent => 60 %
60 per cent => 60 %
６０％ => 60 %
百分之六十 => 60 %
百分之60 => 60 %
百分之三十五点五 => 35.5 %
86.5% accuracy => 86.5 %
an accuracy of 86.5% => 86.5 %
准确率为 86.5% => 86.5 %
two-thirds => 2/3
two thirds of the patients => 2/3
三分之二 => 2/3
三分之一的患者 => 1/3
one third => 1/3
a quarter of adults => 1/4
three quarters => 3/4
四分之三 => 3/4
one-fifth => 1/5
五分之一 => 1/5
half of the models => 1/2
一半的模型 => 1/2
半数患者 => 1/2 patients
超过一半 => > 1/2
七成患者 => 70 %
十分之一 => 1/10
½ => 1/2
提高了 3 个百分点 => 3 %
3 percentage points => 3 %
1/4 of patients => 25 %
原价 1/10 的价格 => 10 %
one in four women => 25 %
3 out of 10 cases => 30 %
He took 2 in 10 minutes => 2; 10 minutes
two and a half thousand homes => 2500
"""

RANGES = """
7B/13B => 7e9; 13e9
7B/13B/70B => 7e9; 13e9; 70e9
10–12 => 10..12
10-12 datasets => 10..12 datasets
10～12 个数据集 => 10..12 datasets
10 到 12 个 => 10..12
10 至 12 种 => 10..12
three to five => 3..5
three to five days => 3..5 days
三到五天 => 3..5 days
between 10 and 12 patients => 10..12 patients
3-5% performance increase => 3..5 %
10% to 12% => 10..12 %
1–2 billion people => 1e9..2e9 people
1至3亿 => 1e8..3e8
8M-650M => 8e6..650e6
300 美元到 6750 美元 => 300..6750 USD
$300 to $6750 => 300..6750 USD
18–65 岁 => 18..65 years
18 to 65 years old => 18..65 years
三四个 => 3..4
七八种 => 7..8
from 50 to 20 => 50; 20
7B and 13B => 7e9; 13e9
"""

BOUNDS = """
>82B => > 82e9
> 82B tokens => > 82e9 tokens
over 72M => > 72e6
over 72 million tweets => > 72e6 tweets
more than 1,000 codes => > 1000 codes
超过 7200 万 => > 72e6
超过7200万条推文 => > 72e6 tweets
逾 30 万 => > 3e5
200 多篇 => > 200 papers
30 余种 => > 30
50 万以上 => ≥ 5e5
100+ tasks => > 100 tasks
at least 5 experts => ≥ 5 experts
至少 5 名专家 => ≥ 5 experts
≥ 90% => ≥ 90 %
≤3 days => ≤ 3 days
up to 5 M frames => ≤ 5e6 frames
高达500万帧 => ≤ 5e6 frames
at most 20 => ≤ 20
最多 20 个 => ≤ 20
不超过 20 个 => ≤ 20
less than 10% => < 10 %
不到 10% => < 10 %
fewer than 50 cases => < 50 patients
少于 50 例 => < 50 patients
<100 ms => < 100 ms
about 21 days => ~ 21 days
约21天 => ~ 21 days
大约 21 天 => ~ 21 days
approximately 1.2 trillion tokens => ~ 1.2e12 tokens
近 300 家医院 => ~ 300 hospitals
nearly 300 hospitals => ~ 300 hospitals
~300 hospitals => ~ 300 hospitals
20 左右 => ~ 20
an estimated 1287 MWh => ~ 1287 MWh
exceeding 80% => > 80 %
the above two encoders => 2
"""

WORDS = """
seven key sectors => 7 domains
Seven sectors => 7 domains
twelve modalities => 12 modalities
ten biomedical NLP tasks => 10 tasks
twenty-three datasets => 23 datasets
forty two => 42
two hundred and five patients => 205 patients
one hundred => 100
a hundred patients => 100 patients
sixteen thousand => 16000
one million images => 1e6 images
a million images => 1e6 images
half a million => 5e5
three hundred and fifty thousand => 350000
a dozen models => 12 models
two dozen => 24
ninety percent => 90 %
two-stage training => 2 stages
four subfields => 4 domains
five => 5
"""

CHINESE = """
五十三个 => 53
五十三个数据集 => 53 datasets
两亿 => 2e8
两亿条序列 => 2e8 sequences
一千零一 => 1001
两万五 => 25000
三千二 => 3200
一百五十 => 150
三百二十一名患者 => 321 patients
十个任务 => 10 tasks
十二种模态 => 12 modalities
二十 => 20
四万名住院患者 => 40000 patients
一亿三千万 => 1.3e8
一万亿 => 1e12
七大领域 => 7 domains
七个关键领域 => 7 domains
六种模态 => 6 modalities
四个子领域 => 4 domains
两个医学大语言模型 => 2 models
两大主流架构 => 2
三类 => 3
两种方法 => 2 methods
十年 => 10 years
三个指标 => 3 metrics
二百 => 200
九十九 => 99
一万二千 => 12000
三点五 => 3.5
五名医生 => 5 doctors
两项互补策略 => 2 methods
一千张图像 => 1000 images
"""

VAGUE = """
billions of parameters => ~ 1e9 parameters V
millions of images => ~ 1e6 images V
数十亿参数 => ~ 1e9 parameters V
数百万张图像 => ~ 1e6 images V
hundreds of millions of image-text pairs => ~ 1e8 pairs V
数亿的图文对 => ~ 1e8 V
数千名患者 => ~ 1e3 patients V
thousands of patients => ~ 1e3 patients V
tens of thousands of images => ~ 1e4 images V
数万张图像 => ~ 1e4 images V
trillions of tokens => ~ 1e12 tokens V
数万亿token => ~ 1e12 tokens V
数百篇论文 => ~ 100 papers V
several million => ~ 1e6 V
几十 => ~ 10 V
上百种 => ~ 100 V
"""

MEASURES = """
4-bit => 4 bits
4-bit quantized => 4 bits
16 位 => 16 bits
16位浮点 => 16 bits
16-bit full fine-tuning => 16 bits
三位专家 => 3 experts
80GB => 80 GB
80 GB of RAM => 80 GB
21GB => 21 GB
2.5PB => 2.5 PB
4TB 的 MRI => 4 TB
512 MB => 512 MB
1287 MWh => 1287 MWh
1287 兆瓦时 => 1287 MWh
552 tons of CO₂ => 552 tons
552 吨 => 552 tons
21 days => 21 days
21天 => 21 days
a 5-day forecast => 5 days
3 hours => 3 hours
3 小时 => 3 hours
30 minutes => 30 minutes
30 分钟 => 30 minutes
6 个月 => 6 months
six months => 6 months
10 年时间 => 10 years
2 weeks => 2 weeks
2 周 => 2 weeks
15 ms => 15 ms
65 岁 => 65 years
10x faster => 10 times
10 倍 => 10 times
5-fold cross-validation => 5 times
重复 3 次 => 3 times
5 mg => 5 mg
5 毫克 => 5 mg
70 kg => 70 kg
2 mm => 2 mm
2 毫米 => 2 mm
37 °C => 37 °C
50 Hz => 50 Hz
85,000 像素 => 85000 pixels
150,000 × 85,000 像素 => 150000; 85000 pixels
5-shot => 5 shots
2048 A100 GPUs => 2048 gpus
2048块A100 GPU => 2048 gpus
12 layers => 12 layers
12 层 => 12 layers
"""

MONEY = """
$300 => 300 USD
超过 $86%$ 的分数 => > 86 %
a share of $3-5%$ => 3..5 %
$300 and $400 => 300 USD; 400 USD
US$300 => 300 USD
300 dollars => 300 USD
300 美元 => 300 USD
$4.6 million => 4.6e6 USD
460 万美元 => 4.6e6 USD
€50 => 50 EUR
50 欧元 => 50 EUR
¥100 => 100 CNY
100 元 => 100 CNY
£20 => 20 GBP
"""

DATES = """
2023 => 2023 year
in 2023 => 2023 year
2023年 => 2023 year
2024 年 2 月 => 2024 year; 2 month
February 2024 => 2 month; 2024 year
Feb. 2024 => 2 month; 2024 year
2024-02-01 => 2024 year; 2 month; 1 day
21 January 2020 => 21 day; 1 month; 2020 year
January 21, 2020 => 1 month; 21 day; 2020 year
2020年1月21日 => 2020 year; 1 month; 21 day
2020年1月21日至3月21日期间 => 2020 year; 1 month; 21 day; 3 month; 21 day
from 2018 to 2024 => 2018 year; 2024 year
2018–2024 => 2018 year; 2024 year
2018 年到 2024 年 => 2018 year; 2024 year
2022 年底 => 2022 year
ISIC 2018 Challenge => 2018 year
2018 patients => 2018 patients
2048 patients => 2048 patients
2,023 => 2023
the 1990s => 1990 decade
the 1990's => 1990 decade
the late '90s => 1990 decade
the 90's => 1990 decade
In 539 B.C., he => 539
c.1570-c.1069 BCE => 1570; 1069
九十年代 => 1990 decade
三十年代表作 => 30
凌晨4时17分 => 257 clock
早上 4 点 30 分 => 270 clock
4时17分 => 257 clock
十一点四十五分 => 11; 45
20 世纪 90 年代 => 1990 decade
二〇二三年 => 2023 year
15:30 => 930 clock
3:30 pm => 930 clock
下午 3 点 30 分 => 930 clock
8 月 => 8 month
"""

MARKS = """
1) bioinformatics =>
(2) some data modalities =>
第三 =>
第三节 =>
第 4 节 =>
the third question =>
the 2nd stage =>
Section 4.2 =>
Sections 2 and 3 =>
Sec. 4 =>
Table 2 =>
Table II =>
Tables 2 and 3 =>
Fig. 1 =>
Figs. 1-3 =>
Figure 3 illustrates =>
Box 1 =>
Appendix 2 =>
表 II =>
表 2 =>
表2总结了 =>
图 1 =>
如图5所示 =>
公式 3 =>
[12] =>
[10]–[21] =>
[1, 2] =>
text ¹¹ =>
数据 [65][66] =>
1. 医疗健康 =>
1、数据 =>
3.4.1 =>
phase 3 =>
type 2 diabetes =>
2 型糖尿病 =>
step 2 =>
arXiv:2311.05112 =>
https://example.org/2024/12 =>
2023 年发表 200 多篇 => 2023 year; > 200 papers
代表 3 种疾病 => 3 diseases
(n = 12) => 12
"""

NAMES = """
GPT-4 =>
GPT-3.5 =>
Med-PaLM 2 =>
Med-PaLM 2 achieves 86.5% => 86.5 %
MedPaLM-2 =>
LLaMA-2-7B =>
LLaMA 2 =>
DALL-E 2会生成 =>
AlphaFold2 =>
CASP14 =>
CASP 14 中 =>
MIMIC-III =>
MIMIC-IV =>
ICD-10 =>
COVID-19 =>
Covid-19 =>
ViT-B/16 =>
ViT-22B =>
5G =>
3D =>
2-D =>
SARS-CoV-2 =>
n2c2 =>
Flan-T5 =>
A100 =>
H200 GPU =>
UniRef50 =>
SA-1B =>
LAION-5B =>
ImageNet-1K (1.28M images) and -21K (14M images) => 1.28e6 images; 14e6 images
eICU-CRDv2.0 =>
F1-score =>
P@10 =>
10x Genomics =>
CO₂ =>
three-dimensional =>
三维 =>
二级结构 =>
zero-shot =>
one-shot =>
零样本 =>
"""

NO_NUMERALS = """
一个 =>
一些 =>
一种 =>
统一 =>
万能 =>
十分 =>
十分重要 =>
百科 =>
一般 =>
一样 =>
进一步 =>
之一 =>
唯一 =>
一致 =>
单一模态 =>
一旦 =>
万一 =>
千变万化 =>
三元组 =>
一系列 =>
第一名 =>
三甲医院 =>
千万不要 =>
二分类 =>
两者 =>
一项研究 =>
成千上万 =>
one of the models =>
no one =>
everyone =>
someone =>
often =>
tense =>
weight =>
"""

SENTENCES = """
An LLM with 65B parameters took about 21 days on 2048 A100 GPUs. => 65e9 parameters; ~ 21 days; 2048 gpus
在2048块A100 GPU上对1.4T token进行一次训练需要约21天[10]。 => 2048 gpus; 1.4e12 tokens; ~ 21 days
The recent GatorTron model (8.9 billion parameters) [123] => 8.9e9 parameters
GatorTron | 8.9B | >82B tokens+6B tokens => 8.9e9; > 82e9 tokens; 6e9 tokens
xTrimoPGLM outperforms the previous SOTA method: Ankh, with an 11% performance increase. => 11 %
它目前包含来自 53 个数据库的超过 3600 万个 ncRNA 序列。 => 53 databases; > 36e6 sequences
包括 14 个物种、104 个器官和 160 种不同的细胞类型。 => 14 species; 104 organs; 160 kinds
0.68 vs 0.38 for TM-score on CASP14 => 0.68; 0.38
仅在 2023 年 8 月, 就发表了 200 多篇论文 => 2023 year; 8 month; > 200 papers
MIMIC-CXR | 65 K patients, containing 337 K chest X-ray images => 65e3 patients; 337e3 images
Based on GPT-4 [3], 2 of the 7 tasks improve by 3.5%. => 2; 7 tasks; 3.5 %
"""

GROUPS = {
    name: text
    for name, text in list(globals().items())
    if name.isupper() and isinstance(text, str) and not name.startswith("_")
}


def read_cases() -> list[tuple[str, str, str]]:
    """Group, text and expected quantities of each case."""
    cases = []
    for group, table in GROUPS.items():
        for line in table.strip().splitlines():
            text, _, expected = line.partition("=>")
            cases.append((group.lower(), text.strip(), expected.strip()))
    return cases


# Whether two texts' quantities say the same (`=`), differ by rounding alone (`~`) or differ (`!`).
PAIRS = """
8.9B parameters | 8,900 million parameters | =
8.9B | 89 亿 | =
8.9 billion parameters | 89亿参数 | =
34 M sequences | 34.4 million sequences | =
3400万条序列 | 34.4 million sequences | =
2 亿 | 214M | ~
2.14亿 | 超过 2 亿 | ~
超过 2 亿个蛋白质结构 | 214M structures | ~
1,300 | 1,287 | ~
34 M sequences | 3400 万条序列 | =
5400亿 | 540 billion | =
5400亿 | 5410亿 | =
5400亿 | 5500亿 | !
5400亿 | 4500亿 | !
1,287 | 1,287.4 | =
86.5% | 87% | =
86.5% | 86.7% | !
86.5% | 百分之八十六点五 | =
60% | 百分之六十 | =
two-thirds | 三分之二 | =
one third | 33.3% | =
half of the data | 50% | =
0.865 | 86.5% | =
8.9B parameters | 8.9B tokens | !
8.9B parameters | 8.9B | =
8.9B parameters | 8.6B parameters | !
5.85B | 5.85亿 | !
7B | 13B | !
1.4T tokens | 1.4万亿词元 | =
23 million sequences | 2300万条序列 | =
100 patients | 100 例 | =
100 patients | 100 名患者 | =
100 patients | 100 张图像 | !
100 doctors | 100 名患者 | !
12 datasets | 十二个数据集 | =
twelve datasets | 12 个数据集 | =
10–12 datasets | 10 到 12 个数据集 | =
10–12 datasets | 10–13 datasets | !
10–12 | 12 | !
3-5% | 3% 到 5% | =
over 80% | 超过 80% | =
over 80% | less than 80% | !
at most 80% | 80% | =
80 GB | 80 TB | !
1 TB | 1000 GB | =
1.287 GWh | 1287 兆瓦时 | =
2 weeks | 14 天 | =
6 个月 | six months | =
1 year | 12 个月 | =
90 minutes | 1.5 小时 | =
552 tons | 552 吨 | =
552 tons | 552,000 kg | =
$300 | 300 美元 | =
$300 | 300 元 | !
4-bit | 4 位 | =
10x | 10 倍 | =
2023 | 2023 年 | =
2023 | 2024 年 | !
2023 | 2,023 patients | !
10⁴ images | 10,000 张图像 | =
1e-4 | 0.0001 | =
两万五 | 25,000 | =
billions of parameters | 数十亿参数 | =
billions of parameters | millions of parameters | !
billions of parameters | 540 billion parameters | =
1.5 M | 150 万 | =
1.5 M | 150 亿 | !
21 days | 21 hours | !
3 hours | 3 times | !
"""


def read_pairs() -> list[tuple[str, str, str]]:
    """Two texts of one quantity each, and how they compare."""
    return [tuple(part.strip() for part in line.split(" | ")) for line in PAIRS.strip().splitlines()]
