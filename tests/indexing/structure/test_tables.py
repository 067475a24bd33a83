"""Tables of the surveys: counts, and cells of difficult rows checked by hand against the texts."""

from functools import cache

import pytest

from corpus import Span, load_corpus
from indexing.blocks import Cell, CellOrigin
from indexing.structure.table_nouns import ParsedRow, ParsedTable
from indexing.structure.tables import find_tables

GIVEN, CARRIED, UNKNOWN = CellOrigin.GIVEN, CellOrigin.CARRIED, CellOrigin.UNKNOWN
CORPUS = {document.id: document for document in load_corpus()}


@cache
def tables(document: str) -> dict[str, ParsedTable]:
    return {table.label: table for table in find_tables(CORPUS[document])}


def row(document: str, label: str, name: str) -> ParsedRow:
    """The row with a given cell that reads `name`."""
    found = [
        each
        for each in tables(document)[label].rows
        if any(cell.value == name and cell.origin is GIVEN for cell in each.cells)
    ]
    assert len(found) == 1, name
    return found[0]


def cell(document: str, label: str, name: str, column: str) -> Cell:
    (found,) = (each for each in row(document, label, name).cells if each.column == column)
    return found


def text_of(document: str, span: Span) -> str:
    return CORPUS[document].text[span.start : span.end]


COUNTS = {
    "qiu-2023": {"TABLE I": 22, "TABLE II": 12},
    "qiu-2023-bilingual": {"TABLE I": 22, "表 1": 22, "TABLE II": 12, "表 II": 12},
    "li-2024": {},
    "zhou-2024": {"Table 1": 24, "Table 2": 53, "Table 3": 30},
    "he-2024": {
        "表 I": 44,
        "表 II": 67,
        "表 III": 31,
        "表 IV": 58,
        "表 V": 34,
        "表 VI": 42,
        "表 VII": 17,
        "表 VIII": 17,
        "表 IX": 4,
    },
}


@pytest.mark.parametrize("document", COUNTS)
def test_every_table_and_row_is_found(document: str) -> None:
    assert {label: len(table.rows) for label, table in tables(document).items()} == COUNTS[document]


# document, table, the row's name, column, value, origin
CELLS = [
    # A row that begins with empty cells, its metric merged with the row above.
    ("qiu-2023", "TABLE I", "ESMfold", "Sector", "Bioinformatics", CARRIED),
    ("qiu-2023", "TABLE I", "ESMfold", "Task", "MSA-free Protein Sequence Prediction", CARRIED),
    ("qiu-2023", "TABLE I", "ESMfold", "(Pre-)training Dataset", "UniRef", GIVEN),
    ("qiu-2023", "TABLE I", "ESMfold", "Evaluation Dataset", "CASP14", CARRIED),
    ("qiu-2023", "TABLE I", "ESMfold", "Evaluation Metric", "TM Score", CARRIED),
    ("qiu-2023", "TABLE I", "ESMfold", "Performance", "0.68", GIVEN),
    ("qiu-2023", "TABLE I", "AlphaFold2", "Model Type", "-", GIVEN),
    ("qiu-2023", "TABLE I", "Med PaLM 2", "Model Size", "N/R", GIVEN),
    ("qiu-2023", "TABLE I", "Med PaLM 2", "OA", "✗", GIVEN),
    # The group column has no name here; the other table calls the same groups sectors.
    ("qiu-2023", "TABLE II", "ZINC20", "Sector", "Bioinformatics", CARRIED),
    ("qiu-2023", "TABLE II", "Clinical Practice Research Datalink", "OA", "Upon Approval", GIVEN),
    # Rows that lost their merged cells and shifted to the left.
    ("zhou-2024", "Table 1", "T5", "Domains", "General-domain (Large) Language Models", CARRIED),
    ("zhou-2024", "Table 1", "T5", "Model Structures", "Encoder-Decoder", CARRIED),
    ("zhou-2024", "Table 1", "T5", "Models", "T5", GIVEN),
    ("zhou-2024", "Table 1", "T5", "# Params", "11B", GIVEN),
    ("zhou-2024", "Table 1", "T5", "Pre-train Data Scale", "1T tokens", GIVEN),
    ("zhou-2024", "Table 1", "GLM", "# Params", "130B", GIVEN),
    ("zhou-2024", "Table 1", "GLM", "Pre-train Data Scale", "400B tokens", GIVEN),
    ("zhou-2024", "Table 2", "Baize-healthcare", "# Params", "7B", GIVEN),
    ("zhou-2024", "Table 2", "Baize-healthcare", "Data Source", "Quora+MedQuAD", GIVEN),
    # Rows that gained an empty cell.
    ("zhou-2024", "Table 1", "BART", "Model Structures", "Encoder-Decoder", GIVEN),
    ("zhou-2024", "Table 1", "BART", "Pre-train Data Scale", "160GB", GIVEN),
    ("zhou-2024", "Table 1", "ChatGLM", "# Params", "6.2B", GIVEN),
    ("zhou-2024", "Table 2", "CodeX", "Model Development", "Prompting (Sec. 2.3)", GIVEN),
    ("zhou-2024", "Table 2", "CodeX", "# Params", "GPT-3.5 / LLaMA-2", GIVEN),
    ("zhou-2024", "Table 2", "CodeX", "Data Source", "-", GIVEN),
    # Both, under columns that elsewhere hold other things.
    ("zhou-2024", "Table 2", "MedPalM", "Domains", "Medical-domain LLMs (Sec. 2)", CARRIED),
    ("zhou-2024", "Table 2", "MedPalM", "Model Development", "Prompting (Sec. 2.3)", CARRIED),
    ("zhou-2024", "Table 2", "MedPalM", "# Params", "PaLM (540B)", GIVEN),
    ("zhou-2024", "Table 2", "MedPalM", "Data Scale", "CoT & ICL", GIVEN),
    ("zhou-2024", "Table 2", "MedPalM", "Data Source", "MultiMedQA", GIVEN),
    ("zhou-2024", "Table 2", "ChatCAD", "Data Scale", "In-Context Learning (ICL)", GIVEN),
    # Rows that stand as they should, without citation marks.
    ("zhou-2024", "Table 2", "SciFive", "# Params", "220M/770M", GIVEN),
    ("zhou-2024", "Table 2", "SciFive", "Data Scale", "-", GIVEN),
    ("zhou-2024", "Table 2", "SciFive", "Data Source", "PubMed +PMC", GIVEN),
    ("zhou-2024", "Table 2", "PMC-LLaMA", "Model Development", "Fine-tuning (Sec. 2.2)", GIVEN),
    ("zhou-2024", "Table 2", "BlueBERT", "Model Development", "Pre-training (Sec. 2.1)", CARRIED),
    ("zhou-2024", "Table 2", "GatorTron", "Data Source", "EHRs, PubMed Wiki+MIMIC-III", GIVEN),
    ("zhou-2024", "Table 3", "PLM-ICD", "Application", "Clinical Coding (Sec. 4)", CARRIED),
    ("zhou-2024", "Table 3", "RALL", "Evaluation (Task: Score)", "Lay Language Generation: N/A", GIVEN),
    # Pipes, most rows shifted; in both languages.
    ("qiu-2023-bilingual", "TABLE I", "ESMfold", "Task", "MSA-free Protein Sequence Prediction", CARRIED),
    ("qiu-2023-bilingual", "TABLE I", "ESMfold", "Performance", "0.68", GIVEN),
    ("qiu-2023-bilingual", "TABLE I", "UFold", "Performance", "90.5%", GIVEN),
    ("qiu-2023-bilingual", "TABLE I", "UFold", "Evaluation Metric", "F1 Score", GIVEN),
    ("qiu-2023-bilingual", "TABLE I", "HeartBEiT", "Model Size", "86M", GIVEN),
    ("qiu-2023-bilingual", "表 1", "ESMfold", "任务", "无需多序列比对的蛋白质序列预测", CARRIED),
    ("qiu-2023-bilingual", "表 1", "ESMfold", "模型类型", "大语言模型", GIVEN),
    ("qiu-2023-bilingual", "表 1", "HeartBEiT", "模型类型", "LVM", GIVEN),
    ("qiu-2023-bilingual", "表 1", "GPT-4", "模型规模", "N/R", GIVEN),
    ("qiu-2023-bilingual", "表 1", "GPT-3.5", "评估数据集", "Sample Exam", GIVEN),
    ("qiu-2023-bilingual", "TABLE II", "ZINC20", "Sector", "Bioinformatics", CARRIED),
    ("qiu-2023-bilingual", "TABLE II", "MountSinai ECG Data", "OA", "×", GIVEN),
    ("qiu-2023-bilingual", "表 II", "MIMIC-CXR", "领域", "医学诊断", GIVEN),
    ("qiu-2023-bilingual", "表 II", "ZINC20", "规模", "来自150家公司的310个目录的14亿种化合物", GIVEN),
    # Over a page; mark-up; names with a raised digit.
    ("he-2024", "表 II", "AutoSAM", "骨干网路", "ViT (SAM)", GIVEN),
    ("he-2024", "表 II", "Ciga et al.", "年份", "2022", GIVEN),
    ("he-2024", "表 II", "Models Genesis", "下游任务", "CLS, SEG", GIVEN),
    ("he-2024", "表 III", "xTrimoPGLM", "骨干网路", "GLM", GIVEN),
    ("he-2024", "表 VI", "BraTS21", "规模", "2,040 volumes", GIVEN),
    ("he-2024", "表 IX", "TCGA", "连接", "✓", GIVEN),
]


@pytest.mark.parametrize(("document", "label", "name", "column", "value", "origin"), CELLS)
def test_cell_is_what_the_text_says(
    document: str, label: str, name: str, column: str, value: str, origin: CellOrigin
) -> None:
    found = cell(document, label, name, column)
    assert (found.value, found.origin) == (value, origin)


# What the text can't settle stays open: lost dashes and ticks, two datasets run together, a group's border
# that stands on a row of the neighbouring group according to the sections of the text.
UNDECIDED = [
    ("qiu-2023-bilingual", "TABLE I", "Alphafold2", "Model Type"),
    ("qiu-2023-bilingual", "TABLE I", "GatorTron-Large", "(Pre-)training Dataset"),
    ("qiu-2023-bilingual", "表 1", "GatorTron-Large", "(预)训练数据集"),
    ("qiu-2023-bilingual", "表 1", "Alphafold2", "OA"),
    ("he-2024", "表 II", "USFM", "代码"),
    ("zhou-2024", "Table 2", "DoctorGLM", "Model Development"),
    ("zhou-2024", "Table 3", "MAIRA-1", "Application"),
]


@pytest.mark.parametrize(("document", "label", "name", "column"), UNDECIDED)
def test_what_cannot_be_decided_is_unknown(document: str, label: str, name: str, column: str) -> None:
    assert cell(document, label, name, column) == Cell(column, None, UNKNOWN, None)


def test_a_raised_digit_within_a_name_is_part_of_it() -> None:
    names = [each.cells[0].value for each in tables("he-2024")["表 IV"].rows]
    assert "M3AE" in names and "M3AD" in names


ALL = [(document, label) for document, labels in COUNTS.items() for label in labels]


@pytest.mark.parametrize(("document", "label"), ALL)
def test_cells_point_at_their_value(document: str, label: str) -> None:
    for each in tables(document)[label].rows:
        for found in each.cells:
            if found.origin is UNKNOWN:
                assert found.value is None and found.span is None
                continue
            assert found.value and found.span is not None
            remaining = iter(text_of(document, found.span))
            assert all(character in remaining for character in found.value if character != " "), found


@pytest.mark.parametrize(("document", "label"), ALL)
def test_given_cells_stand_in_their_row_and_carried_ones_above(document: str, label: str) -> None:
    for each in tables(document)[label].rows:
        inside = Span(each.spans[0].start, each.spans[-1].end)
        for found in each.cells:
            if found.span is not None and found.origin is GIVEN:
                assert inside.start <= found.span.start and found.span.end <= inside.end
            elif found.span is not None:
                assert found.span.end < inside.start


@pytest.mark.parametrize(("document", "label"), ALL)
def test_rows_map_every_column(document: str, label: str) -> None:
    table = tables(document)[label]
    assert all(tuple(found.column for found in each.cells) == table.columns for each in table.rows)


@pytest.mark.parametrize(("document", "label"), ALL)
def test_no_value_holds_a_citation_mark(document: str, label: str) -> None:
    values = [found.value for each in tables(document)[label].rows for found in each.cells if found.value]
    assert not [value for value in values if set("⁰¹²³⁴⁵⁶⁷⁸⁹<>^*[]") & set(value.replace(">", "", 1))]


@pytest.mark.parametrize("document", COUNTS)
def test_no_character_belongs_to_two_parts(document: str) -> None:
    spans = sorted(
        span
        for table in tables(document).values()
        for part in (
            table.caption_spans,
            table.header_spans,
            table.footnote_spans,
            table.layout_spans,
            *(each.spans for each in table.rows),
        )
        for span in part
    )
    assert all(first.end < second.start for first, second in zip(spans, spans[1:], strict=False))
    assert not any("\n" in text_of(document, span) for span in spans)


@pytest.mark.parametrize(
    ("document", "label", "language", "columns"),
    [
        ("qiu-2023", "TABLE II", "en", ("Sector", "Dataset Name", "Scale", "Modality", "Task", "OA")),
        ("qiu-2023-bilingual", "表 II", "zh", ("领域", "数据集名称", "规模", "模态", "任务", "OA")),
        (
            "zhou-2024",
            "Table 1",
            "en",
            ("Domains", "Model Structures", "Models", "# Params", "Pre-train Data Scale"),
        ),
        ("he-2024", "表 VII", "zh", ("Dataset", "Modalities", "Scale", "Tasks", "Link")),
    ],
)
def test_columns_and_language(document: str, label: str, language: str, columns: tuple[str, ...]) -> None:
    table = tables(document)[label]
    assert (table.language, table.columns) == (language, columns)


@pytest.mark.parametrize(
    ("document", "label", "short", "long"),
    [
        ("he-2024", "表 I", "CL", "对比学习 (CONTRASTIVE LEARNING)"),
        ("he-2024", "表 I", "QA", "问答"),
        ("he-2024", "表 II", "IE", "图像增强 (IMAGE ENHANCEMENT)"),
        ("he-2024", "表 VIII", "QA", "问答 (QUESTION ANSWERING)"),
        ("zhou-2024", "Table 1", "M", "million"),
        ("zhou-2024", "Table 3", "CoT", "chain-of-thought prompting"),
        ("qiu-2023", "TABLE I", "N/R", "not released in the original literature"),
        ("qiu-2023-bilingual", "表 1", "N/R", "原始文献未发布"),
    ],
)
def test_captions_spell_out_abbreviations(document: str, label: str, short: str, long: str) -> None:
    assert (short, long) in tables(document)[label].abbreviations


def test_caption_layout_and_footnotes_belong_to_the_table() -> None:
    over_a_page = tables("he-2024")["表 II"]
    assert [text_of("he-2024", span) for span in over_a_page.layout_spans] == ["下一页继续。", "接上一页。"]
    assert text_of("he-2024", over_a_page.caption_spans[0]) == "表 II"
    assert over_a_page.caption.startswith("表 II 在医疗健康领域的 VFM 研究。")
    (note,) = tables("qiu-2023")["TABLE II"].footnote_spans
    assert text_of("qiu-2023", note).startswith("²References to the datasets in Table II")
    bilingual = tables("qiu-2023-bilingual")
    assert [len(bilingual[label].caption_spans) for label in COUNTS["qiu-2023-bilingual"]] == [1, 1, 1, 1]
    assert text_of("qiu-2023-bilingual", bilingual["表 II"].layout_spans[0]).startswith("|---|")
