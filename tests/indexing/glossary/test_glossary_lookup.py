"""Looking up and translating terms, in both languages."""

import pytest

from corpus import Span
from indexing.glossary import Glossary, GlossaryEntry


def entry(english, chinese, abbreviation, count=1):
    return GlossaryEntry(english, chinese, abbreviation, "d", (Span(0, 1),), count)


FINE_TUNING = entry("fine-tuning", "微调", "FT", 5)
CONTRASTIVE = entry("contrastive learning", "对比学习", "CL", 3)
LEARNING = entry("learning", "学习", None, 9)
ULTRASOUND = entry("ultrasound", "超声", "US")
LLM = entry("large language model", "大语言模型", "LLM", 20)
RNA = entry("RNA foundation model", "RNA基础模型", "RNA-FM")
OCT = entry(None, "光学相干断层扫描", "OCT")
RECORD = entry("electronic health record", "电子健康记录", "EHR", 2)
RECORD_TOO = entry("electronic health record", "电子健康档案", "EHR")
GLOSSARY = Glossary([FINE_TUNING, CONTRASTIVE, LEARNING, ULTRASOUND, LLM, RNA, OCT, RECORD, RECORD_TOO])


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Fine tuning", (FINE_TUNING,)),
        ("finetuning", (FINE_TUNING,)),
        ("ft", (FINE_TUNING,)),
        ("微调", (FINE_TUNING,)),
        # The term itself first, then those that have it as a part.
        ("learning", (LEARNING, CONTRASTIVE)),
        ("学习", (LEARNING, CONTRASTIVE)),
        ("对比", (CONTRASTIVE,)),
        ("EHR", (RECORD, RECORD_TOO)),
        ("LLMs", (LLM,)),
        # Parts are whole words.
        ("earn", ()),
        ("", ()),
        ("…", ()),
    ],
)
def test_lookup(term, expected):
    assert GLOSSARY.lookup(term) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is fine-tuning?", ("微调", "FT")),
        ("How are LLMs fine-tuned?", ("大语言模型", "large language model", "微调", "FT")),
        ("what does an llm do", ("大语言模型", "large language model")),
        # The longest term counts: `learning` of `contrastive learning` is no term of its own.
        ("Does contrastive learning help?", ("对比学习", "CL")),
        ("Tell us about ultrasound", ("超声", "US")),
        ("Tell us about it", ()),
        ("Is US cheap?", ("超声", "ultrasound")),
        ("Electronic health records", ("电子健康记录", "电子健康档案", "EHR")),
        ("大语言模型怎样微调？", ("large language model", "LLM", "fine-tuning", "FT")),
        ("对比学习和学习有何不同", ("contrastive learning", "CL", "learning")),
        ("RNA 基础模型有哪些", ("RNA foundation model", "RNA-FM")),
        ("ＯＣＴ是什么", ("光学相干断层扫描",)),
        ("什么是OCT", ("光学相干断层扫描",)),
        ("今天天气如何", ()),
    ],
)
def test_translations(question, expected):
    assert GLOSSARY.translations(question) == expected


def test_occurrences_say_where():
    question = "用 ﬁne-tuning 还是对比学习？"
    found = GLOSSARY.occurrences(question)
    assert [(question[o.start : o.end], o.forms) for o in found] == [
        ("ﬁne-tuning", ("微调", "FT")),
        ("对比学习", ("contrastive learning", "CL")),
    ]


def test_empty_glossary():
    assert Glossary([]).translations("What is fine-tuning?") == ()
    assert Glossary([]).lookup("微调") == ()
