"""Whole documents: small ones made up here, and the five surveys against what a reader counts in them."""

from dataclasses import replace
from functools import cache

import pytest

from corpus import Document, load_corpus, quote
from indexing.blocks import Block, BlockKind, Structure
from indexing.structure.parse import parse_corpus, parse_document

SURVEYS = ("qiu-2023", "qiu-2023-bilingual", "li-2024", "zhou-2024", "he-2024")


@cache
def surveys() -> dict[str, Document]:
    return {document.id: document for document in load_corpus()}


@cache
def parsed() -> dict[str, Structure]:
    return {structure.document: structure for structure in parse_corpus(tuple(surveys().values()))}


def made_up(text, languages=("en",), title="A Title"):
    return Document("made-up", title, ("A",), 2024, languages, "made_up.txt", "0" * 64, "", "", text)


def words(document, block):
    return quote(surveys()[document].text, block.spans)


def block_of(document, start) -> Block:
    (block,) = [block for block in parsed()[document].blocks if words(document, block).startswith(start)]
    return block


def headings(document, level):
    """The headings that have `level - 1` headings above them, in order."""
    return [
        words(document, block)
        for block in parsed()[document].blocks
        if block.kind is BlockKind.HEADING and len(block.section) == level - 1
    ]


def assert_covers(structure, text):
    spans = sorted(span for block in structure.blocks for span in block.spans)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(before.end == after.start for before, after in zip(spans, spans[1:], strict=False))


# Any text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n \n",
        "One line",
        "\f\n \nA Title\n\nAbstract—It is short.\n\nI. INTRODUCTION\n\nIt breaks\n\n\f\n\noff here.\n\n\n",
        "# 标题\r\n\r\n**摘要**—很短。\r\n\r\n## I. 介绍\r\n\r\n文字。",
        "  indented \n\ttabs\t\n- item\n\n- item  \n",
        "Fig. 1: Only a caption",
        "𝔘nicode \U0001f600 text. \u200b\n\nIt goes on, e\u0301 too.",
    ],
)
def test_every_character_is_in_one_block(text):
    structure = parse_document(made_up(text))
    assert_covers(structure, text)
    assert [block.id for block in structure.blocks] == [
        f"made-up:{n:04d}" for n in range(len(structure.blocks))
    ]


def test_a_small_document():
    text = (
        "A Title\n\nJo Li, Ann Wu\n\nAbstract—It is short, so\n\nJo Li is with the Department of Art, Big U. "
        "(e-mail: jo@example.org).\n\nwe stop.\n\nI. INTRODUCTION\n\nModels [1] read.\n\n- **Data:** Few.\n\n"
        "¹<https://example.org>\n\nFig. 1: A view.\n\nREFERENCES\n\n- [1] J. Li, “Reading,” 2023.\n"
    )
    structure = parse_document(made_up(text))
    found = [
        (block.kind, block.section, "|".join(text[start:end] for start, end in block.spans)[:24])
        for block in structure.blocks
        if block.kind is not BlockKind.LAYOUT
    ]
    introduction = ("I. INTRODUCTION",)
    assert found == [
        (BlockKind.FRONT_MATTER, (), "A Title"),
        (BlockKind.FRONT_MATTER, (), "Jo Li, Ann Wu"),
        (BlockKind.PARAGRAPH, ("Abstract",), "Abstract—It is short, so"),
        (BlockKind.FRONT_MATTER, (), "Jo Li is with the Depart"),
        (BlockKind.HEADING, (), "I. INTRODUCTION"),
        (BlockKind.PARAGRAPH, introduction, "Models [1] read."),
        (BlockKind.LIST_ITEM, (*introduction, "Data"), "- **Data:** Few."),
        (BlockKind.FOOTNOTE, (*introduction, "Data"), "¹<https://example.org>"),
        (BlockKind.CAPTION, (*introduction, "Data"), "Fig. 1: A view."),
        (BlockKind.HEADING, (), "REFERENCES"),
        (BlockKind.REFERENCE, ("REFERENCES",), "- [1] J. Li, “Reading,” "),
    ]
    assert [block.marks[0].numbers for block in structure.blocks if block.marks] == [("1",)]


def test_a_document_without_marks_of_a_survey():
    text = "# Ward handbook\n\nThis handbook says how we work. Read it.\n\n## Hygiene\n\nWash your hands.\n"
    structure = parse_document(made_up(text, title="Ward handbook"))
    sections = {
        words: block.section for block in structure.blocks if (words := quote(text, block.spans)).strip()
    }
    assert sections["Wash your hands."] == ("Hygiene",)
    assert sections["This handbook says how we work. Read it."] == ()


def test_a_document_without_references_cites_those_it_is_parallel_to():
    original = made_up("A Title\n\nModels read [1].\n\nREFERENCES\n\n- [1] J. Li, “Reading,” 2023.\n")
    other = replace(made_up("A Title\n题目\nModels read [1].\n模型阅读 [1]。", ("en", "zh")), id="other")
    _, structure = parse_corpus((original, replace(other, parallel_to="made-up")))
    assert [block.marks[0].numbers for block in structure.blocks if block.marks] == [("1",), ("1",)]


# The surveys


@pytest.mark.parametrize("document", SURVEYS)
def test_blocks_cover_a_survey_once_and_in_order(document):
    structure = parsed()[document]
    assert_covers(structure, surveys()[document].text)
    assert all(list(block.spans) == sorted(block.spans) for block in structure.blocks)
    starts = [block.start for block in structure.blocks]
    assert starts == sorted(starts)
    assert len({block.id for block in structure.blocks}) == len(structure.blocks)


@pytest.mark.parametrize("document", SURVEYS)
def test_layout_says_nothing(document):
    """What is set aside as layout is white space, rules, column names and notes on pages."""
    for block in parsed()[document].blocks:
        if block.kind is BlockKind.LAYOUT and block.table is None:
            assert not words(document, block).strip()


@pytest.mark.parametrize(
    ("document", "entries", "tables"),
    [
        ("qiu-2023", 191, 2),
        ("qiu-2023-bilingual", 0, 4),
        ("li-2024", 159, 0),
        ("zhou-2024", 273, 3),
        ("he-2024", 441, 9),
    ],
)
def test_numbers_of_references_and_tables(document, entries, tables):
    structure = parsed()[document]
    assert len(structure.references) == entries
    assert sum(block.kind is BlockKind.REFERENCE for block in structure.blocks) == entries
    assert len(structure.tables) == tables
    for table in structure.tables:
        rows = [block for block in structure.blocks if block.id in table.rows]
        assert len(rows) == len(table.rows) > 0
        assert all(row.kind is BlockKind.TABLE_ROW and row.table == table.id for row in rows)
        assert all(row.section == table.section and row.language == table.language for row in rows)


def test_headings_of_qiu_2023():
    assert headings("qiu-2023", 1) == [
        "I. INTRODUCTION",
        "II. BACKGROUND OF LARGE AI MODELS",
        "III. APPLICATIONS OF LARGE AI MODELS IN HEALTH INFORMATICS",
        "IV. CHALLENGES, LIMITATIONS, AND RISKS",
        "V. FUTURE DIRECTIONS",
        "VI. CONCLUSIONS",
        "REFERENCES",
    ]
    assert headings("qiu-2023", 2) == [
        "A. Large Language Models",
        "B. Large Vision Models",
        "C. Large Multi-modal Models",
        "A. Bioinformatics",
        "B. Medical Diagnosis",
        "C. Medical Imaging",
        "D. Medical Informatics",
        "E. Medical Education",
        "F. Public Health",
        "G. Medical Robotics",
        "A. Capability",
        "B. Responsibility",
    ]


def test_headings_of_qiu_2023_bilingual():
    missing = {"REFERENCES"}
    english = [title for title in headings("qiu-2023-bilingual", 1) if title.isascii()]
    assert english == [title for title in headings("qiu-2023", 1) if title not in missing]
    assert [title for title in headings("qiu-2023-bilingual", 1) if not title.isascii()] == [
        "I. 引言",
        "II. 大模型 (Large AI Models) 背景",
        "III. 大语言模型在健康信息学中的应用",
        "IV. 挑战、局限性与风险",
        "V. 未来方向",
        "VI. 结论",
    ]
    chinese = [title for title in headings("qiu-2023-bilingual", 2) if not title.isascii()]
    assert [title.split(". ")[0] for title in chinese] == list("ABCABCDEFGAB")
    assert [title for title in headings("qiu-2023-bilingual", 2) if title.isascii()] == headings(
        "qiu-2023", 2
    )


def test_headings_of_li_2024():
    assert headings("li-2024", 1) == [
        "I. INTRODUCTION",
        "II. LLMs AND AGI: CHARACTERISTICS AND TECHNOLOGICAL FOUNDATIONS",
        "III. LARGE LANGUAGE MODELS FOR MEDICAL IMAGING",
        "IV. LARGE VISION MODELS FOR MEDICAL IMAGING",
        "V. LARGE MULTIMODAL MODELS FOR MEDICAL IMAGING",
        "VI. FUTURE DIRECTIONS",
        "VII. CONCLUSION",
        "REFERENCES",
    ]
    assert headings("li-2024", 2) == [
        "A. Key characteristics of LLMs/AGI",
        "B. Technological foundations of LLMs/AGI",
        "A. Roadmaps",
        "B. Current and potential applications",
        "C. Challenges and pitfalls",
        "A. Roadmaps",
        "B. Current and Potential Applications",
        "C. Challenges and Pitfalls",
        "A. Roadmaps",
        "B. Current and potential applications",
        "C. Challenges and pitfalls",
        "A. Federated Learning in the Era of LLMs",
        "B. Adaption of Large Models",
        "C. Learning from experts",
        "D. Leveraging Multimodal Approaches",
        "E. Safeguarding healthcare: Mitigation strategies for AGI in clinical practice",
        "F. Combining Large-Scale and Local Small-Scale Models",
    ]


def test_headings_of_zhou_2024():
    assert headings("zhou-2024", 1) == [
        "ABSTRACT",
        "BOX: Key points",
        "1 Introduction",
        "BOX 1: Background of Large Language Models (LLMs)",
        "2 The Principles of Medical Large Language Models",
        "3 Medical Tasks",
        "4 Clinical Applications",
        "5 Challenges",
        "6 Future Directions",
        "References",
        "Acknowledgements",
        "Author Contributions",
        "Competing Interests",
    ]
    numbers = " ".join(title.split()[0] for title in headings("zhou-2024", 2))
    assert numbers == (
        "2.1 2.2 2.3 2.4 3.1 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 5.1 5.2 5.3 5.4 5.5 5.6 5.7 6.1 6.2 6.3 6.4 6.5"
    )


def test_headings_of_he_2024():
    assert [title.lstrip("# ") for title in headings("he-2024", 1)] == [
        "I. 介绍", "II. 方法", "III. 数据集", "IV. 应用", "V. 挑战", "VI. 未来方向", "VII. 结论",
        "致谢", "参考文献",
    ]  # fmt: skip
    assert [title.lstrip("# ") for title in headings("he-2024", 2)] == [
        "A. 医疗健康基础模型简史", "B. 与相关综述的对比以及本文的贡献",
        "A. 用于医疗健康的语言基础模型 (LFM)", "B. 用于医疗健康的视觉基础模型 (VFM)",
        "C. 用于医疗健康的生物信息基础模型 (BFM)",
        "D. 用于医疗健康的多模态基础模型 (MFM)", "E. 对 HFM 中的范式分析",
        "A. 语言", "B. 视觉", "C. 生物信息", "D. 多模态",
        "A. 语言", "B. 视觉", "C. 生物信息", "D. 多模态",
        "A. 数据", "B. 算法", "C. 计算基础设施",
        "A. 超越人工智能替代人类的模式", "B. 从静态模型到动态模型",
        "C. 从理想设置到复杂的真实世界", "D. 从关注能力到关注信任",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "start", "section"),
    [
        ("qiu-2023", "Abstract—Large AI models", ("Abstract",)),
        ("qiu-2023", "Second, the information", ("IV. CHALLENGES, LIMITATIONS, AND RISKS", "4) Privacy")),
        ("qiu-2023", "This section provides an overview", ("II. BACKGROUND OF LARGE AI MODELS",)),
        ("qiu-2023-bilingual", "其次,用户", ("IV. 挑战、局限性与风险", "隐私")),
        (
            "qiu-2023-bilingual",
            "Second, the information",
            ("IV. CHALLENGES, LIMITATIONS, AND RISKS", "Privacy"),
        ),
        (
            "li-2024",
            "A promising approach to overcome",
            ("III. LARGE LANGUAGE MODELS FOR MEDICAL IMAGING", "A. Roadmaps", "Expert-in-the-loop"),
        ),
        (
            "li-2024",
            "In addition to the challenges mentioned above",
            ("IV. LARGE VISION MODELS FOR MEDICAL IMAGING", "C. Challenges and Pitfalls"),
        ),
        ("zhou-2024", "Large language models (LLMs), such as", ("Abstract",)),
        (
            "zhou-2024",
            "The scaling laws proposed by Google",
            ("BOX 1: Background of Large Language Models (LLMs)", "Scaling Laws"),
        ),
        (
            "zhou-2024",
            "ICD coding is typically formulated",
            ("4 Clinical Applications", "4.2 Clinical Coding", "Guideline"),
        ),
        (
            "zhou-2024",
            "Potential Solutions Singhal",
            ("5 Challenges", "5.2 Lack of Evaluation Benchmarks and Metrics", "Potential Solutions"),
        ),
        (
            "zhou-2024",
            "Supervised Fine-Tuning (SFT) aims",
            ("2 The Principles of Medical Large Language Models", "2.2 Fine-tuning"),
        ),
        (
            "he-2024",
            "由于医学图像标注的高成本",
            ("II. 方法", "B. 用于医疗健康的视觉基础模型 (VFM)", "1) 预训练", "a) 基于 SL 的预训练范式"),
        ),
        ("he-2024", "**1) 责任性:**", ("V. 挑战", "B. 算法", "1) 责任性")),
        ("he-2024", "这项工作得到", ("致谢",)),
    ],
)  # fmt: skip
def test_section_paths(document, start, section):
    assert block_of(document, start).section == section


@pytest.mark.parametrize(
    ("document", "start", "seams"),
    [
        ("qiu-2023", "Abstract—Large AI", ["4) medical|informatics; 5)"]),
        ("qiu-2023", "Undoubtedly, these models", ["by a|large margin", "folding and|reveal their"]),
        ("qiu-2023", "This section describes large", ["large vision-|language models"]),
        ("qiu-2023", "1) Data:", ["(2) some|data modalities"]),
        ("qiu-2023-bilingual", "Abstract— Large", ["4) medical|informatics; 5)"]),
        ("qiu-2023-bilingual", "摘要—", ["4) 医学...|信息学;5)"]),
        ("qiu-2023-bilingual", "Undoubtedly", ["by a|large margin"]),
        ("li-2024", "To unlock", ["skin disease|classification that"]),
        ("li-2024", "- **Multimodal Learning Ability", ["This attribute|is crucial"]),
        ("zhou-2024", "Scaling Laws", ["expected in a|model’s performance"]),
        ("zhou-2024", "When evaluating the performance of LLM", ["MIMIC-III or|MIMIC-IV datasets"]),
        ("zhou-2024", "Currently, most of existing", ["report generation,|aiming to"]),
        ("he-2024", "HFM 的出现", ["真实场景 [34],|[35]。由于"]),
        ("he-2024", "随着基础模型的快速发展", ["通才模|型。截至"]),
        ("he-2024", "b) 基于 *PE* 的适应 [108] 是", ["同样使用|ChatGPT 作为", "从而执行多|种医疗任务"]),
        ("he-2024", "基础模型在生物信息领域", ["取得了显著的成|果, 包括"]),
        ("he-2024", "1) 三维医学图像", ["在临床实|践中", "阿尔茨海|默病"]),
        ("he-2024", "c) 基于 *PE* 的适应方法也在 MFM", ["研究还表明,|与默认类别"]),
    ],
)
def test_cut_paragraphs_are_one_block(document, start, seams):
    text = surveys()[document].text
    block = block_of(document, start)
    assert len(block.spans) == len(seams) + 1
    joined = "|".join(text[start:end] for start, end in block.spans)
    assert all(seam in joined for seam in seams)


@pytest.mark.parametrize(
    ("document", "start"),
    [
        ("qiu-2023-bilingual", "scaled up to billions"),  # its beginning stands two headings further down
        ("zhou-2024", "GPT-4, on the entity extraction"),  # its beginning is lost
        ("zhou-2024", "In RAG, retrieval"),
        ("he-2024", "1) 表征能力"),
    ],
)
def test_what_only_looks_cut_stands_alone(document, start):
    assert len(block_of(document, start).spans) == 1


@pytest.mark.parametrize(
    ("document", "joined"),
    [("qiu-2023", 19), ("qiu-2023-bilingual", 3), ("li-2024", 23), ("zhou-2024", 16), ("he-2024", 33)],
)
def test_numbers_of_joined_blocks(document, joined):
    body = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    found = [block for block in parsed()[document].blocks if block.kind in body and len(block.spans) > 1]
    assert len(found) == joined


@pytest.mark.parametrize(
    ("document", "count"),
    [("qiu-2023", 18), ("qiu-2023-bilingual", 32), ("li-2024", 13), ("zhou-2024", 9), ("he-2024", 8)],
)
def test_front_matter(document, count):
    blocks = [block for block in parsed()[document].blocks if block.kind is BlockKind.FRONT_MATTER]
    assert len(blocks) == count
    assert all(block.section == () and block.marks == () for block in blocks)


@pytest.mark.parametrize(
    ("document", "notes"),
    [("qiu-2023", 1), ("li-2024", 0), ("he-2024", 2)],
)
def test_footnotes_outside_tables(document, notes):
    """The other one of qiu-2023 is about its Table II."""
    blocks = [
        block for block in parsed()[document].blocks if block.kind is BlockKind.FOOTNOTE and not block.table
    ]
    assert len(blocks) == notes


@pytest.mark.parametrize(
    ("document", "figures"),
    [("qiu-2023", 3), ("qiu-2023-bilingual", 6), ("li-2024", 1), ("zhou-2024", 5), ("he-2024", 5)],
)
def test_captions_of_figures(document, figures):
    captions = [
        block for block in parsed()[document].blocks if block.kind is BlockKind.CAPTION and not block.table
    ]
    assert sum(words(document, block).startswith(("Fig", "图")) for block in captions) == figures


def test_languages_of_the_bilingual_survey_alternate():
    body = [block for block in parsed()["qiu-2023-bilingual"].blocks if block.kind is BlockKind.HEADING]
    assert [block.language for block in body] == ["en", "zh"] * (len(body) // 2)
