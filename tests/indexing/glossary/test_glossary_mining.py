"""The glossary of the surveys: what must be in it, what must not, and that every span quotes its terms."""

import pytest

from corpus import Document, Span, load_corpus, quote
from indexing.glossary import GlossaryEntry, mine_glossary
from indexing.glossary.merging import merge, without_slips
from indexing.glossary.nouns import same_form, singular


@pytest.fixture(scope="module")
def documents():
    return load_corpus()


@pytest.fixture(scope="module")
def entries(documents):
    return mine_glossary(documents)


def test_there_are_enough_and_always_the_same(documents, entries):
    assert len(entries) >= 350
    assert sum(1 for entry in entries if entry.chinese) >= 320
    assert mine_glossary(documents) == entries


def letters(text):
    return "".join(character for character in text.casefold() if character.isalnum())


def test_every_form_stands_in_the_quote(documents, entries):
    texts = {document.id: document.text for document in documents}
    for entry in entries:
        quoted = " ".join(quote(texts[entry.document], [span]) for span in entry.spans)
        for form in entry.forms:
            assert same_form(form) in same_form(quoted) or letters(form) in letters(quoted), entry


def test_entries_are_terms(entries):
    for entry in entries:
        assert len(entry.forms) >= 2
        assert entry.count >= 1
        assert 0 < entry.confidence <= 1
        assert len((entry.english or "").split()) <= 8
        assert len(entry.chinese or "") <= 15
        assert not any(character.isdigit() for character in entry.english or "")


@pytest.mark.parametrize(
    ("english", "chinese", "abbreviation"),
    [
        ("fine-tuning", "微调", "FT"),
        ("self-supervised pre-training", "自监督预训练", "SSP"),
        ("contrastive learning", "对比学习", "CL"),
        ("large language model", "大语言模型", "LLM"),
        ("reinforcement learning from human feedback", "基于人类反馈的强化学习", "RLHF"),
        ("computer-aided diagnosis", "计算机辅助诊断", "CAD"),
        ("electronic health record", "电子健康记录", "EHR"),
        ("single-cell RNA sequencing", "单细胞RNA测序", "scRNA-seq"),
        (None, "正电子发射断层扫描", "PET"),
        ("retrieval-augmented generation", None, "RAG"),
        ("drug discovery", "药物发现", None),
        ("protein structure", "蛋白质结构", None),
        ("medical imaging", "医学影像", None),
        ("zero-shot", "零样本", None),
    ],
)
def test_known_terms(entries, english, chinese, abbreviation):
    assert (english, chinese, abbreviation) in {(e.english, e.chinese, e.abbreviation) for e in entries}


def test_inventions_of_the_translation_are_left_out(entries):
    assert not [e for e in entries if "large action" in (e.english or "").casefold()]
    assert {e.abbreviation for e in entries if e.chinese == "大语言模型"} == {"LLM"}
    assert "Language Learning Model" not in {e.english for e in entries}


def toy(text, languages):
    return Document(
        id="toy", title="", authors=("A",), year=2024, languages=languages, file="", sha256="", source="",
        rights="", text=text,
    )  # fmt: skip


def test_gloss_of_a_chinese_text():
    text = "我们提出了自监督预训练 (Self-supervised pre-training, SSP)。此外，自监督预训练 (SSP) 很好。"
    (entry,) = mine_glossary((toy(text, ("zh",)),))
    assert entry == GlossaryEntry(
        "self-supervised pre-training", "自监督预训练", "SSP", "toy", (Span(5, 47),), count=2
    )
    assert quote(text, entry.spans) == "自监督预训练 (Self-supervised pre-training, SSP)"


def test_gloss_of_an_english_text():
    text = "Large language models (LLMs) grow. Each large language model (LLM) costs."
    (entry,) = mine_glossary((toy(text, ("en",)),))
    assert entry == GlossaryEntry("large language model", None, "LLM", "toy", (Span(0, 28),), count=2)


def test_nothing_to_mine():
    assert mine_glossary(()) == ()
    assert mine_glossary((toy("没有术语。", ("zh",)),)) == ()


def entry(english, chinese, abbreviation, count=1, document="d"):
    return GlossaryEntry(english, chinese, abbreviation, document, (Span(0, 1),), count)


def test_fewer_forms_become_part_of_more():
    merged = merge(
        [
            entry("fine tuning", None, "FT", 2),
            entry("fine-tuning", "微调", "FT", 3),
            entry(None, "微调", "FT"),
            entry("hybrid learning", "混合学习", "HL"),
        ]
    )
    assert [(e.forms, e.count) for e in merged] == [
        (("fine-tuning", "微调", "FT"), 6),
        (("hybrid learning", "混合学习", "HL"), 1),
    ]


def test_chinese_and_english_gloss_of_one_bilingual_text_are_one_entry():
    english = GlossaryEntry("reward model", None, "RM", "d", (Span(0, 5),))
    chinese = GlossaryEntry(None, "奖励模型", "RM", "d", (Span(9, 12),))
    (merged,) = merge([english, chinese])
    assert merged.forms == ("reward model", "奖励模型", "RM")
    assert merged.spans == (Span(0, 5), Span(9, 12))


def test_what_is_said_once_against_many_is_a_slip():
    kept = without_slips(
        [
            entry("large language model", "大语言模型", "LLM", 10),
            entry("language learning model", None, "LLM", 1),
        ]
    )
    assert [e.english for e in kept] == ["large language model"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pre-training", "pretraining"), ("large language models", "Large Language Model"), ("ＲＡＧ", "rag")],
)
def test_ways_to_write_a_term(one, other):
    assert same_form(one) == same_form(other)


def test_singular():
    pairs = {
        "models": "model",
        "studies": "study",
        "biases": "biase",
        "analysis": "analysis",
        "robotics": "robotics",
    }
    assert {word: singular(word) for word in pairs} == pairs
