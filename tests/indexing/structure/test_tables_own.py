"""Tables of a user's own documents: the same rules on small texts, in both languages."""

import pytest

from corpus import Document
from indexing.blocks import CellOrigin
from indexing.structure.table_cells import reading_text
from indexing.structure.table_kinds import CellKind, kind_of
from indexing.structure.table_nouns import ParsedRow, ParsedTable
from indexing.structure.tables import find_tables


def tables_of(text: str) -> tuple[ParsedTable, ...]:
    return find_tables(Document("own", "Own", ("A",), 2024, ("en",), "own.txt", "", "", "", text))


def values(row: ParsedRow) -> list[str | None]:
    return [cell.value for cell in row.cells]


def origins(row: ParsedRow) -> str:
    """`g`iven, `c`arried, `u`nknown, a letter a cell."""
    return "".join(cell.origin[0] for cell in row.cells)


@pytest.mark.parametrize(
    ("text", "label", "language"),
    [
        ("Table 4: Doses of drugs\n\n| Drug | Dose |\n|---|---|\n| A | 5 mg |\n", "Table 4", "en"),
        ("**Table S1.** Doses of drugs\n| Drug | Dose |\n|:--|--:|\n| A | 5 mg |\n", "Table S1", "en"),
        ("表 4：各药物的剂量\n\n| 药物 | 剂量 |\n|---|---|\n| 甲 | 5 毫克 |\n", "表 4", "zh"),
        ("表4\n\n各药物的剂量\n\n药物\t剂量\n甲\t5 毫克\n", "表4", "zh"),
        ("| Drug | Dose |\n|---|---|\n| A | 5 mg |\n\nTable 4. Doses of drugs\n", "Table 4", "en"),
        ("Words.\n\n| Drug | Dose |\n|---|---|\n| A | 5 mg |\n", "", "en"),
        ("正文。\n\n| 药物 | 剂量 |\n|---|---|\n| 甲 | 5 毫克 |\n", "", "zh"),
    ],
)
def test_label_and_language(text: str, label: str, language: str) -> None:
    (table,) = tables_of(text)
    assert (table.label, table.language, len(table.rows)) == (label, language, 1)
    assert origins(table.rows[0]) == "gg"


@pytest.mark.parametrize(
    "text",
    [
        "Table 2 shows the doses.\n\nMore words.\n",
        "\tAn indented line.\n\tAnother one.\n",
        "1.\tFirst\n2.\tSecond\n3.\tThird\n",
        "表 2 展示了剂量。\n\n正文。\n",
        "a || b\nc || d\n",
        "",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert tables_of(text) == ()


def test_a_paragraph_that_names_a_table_is_not_its_caption() -> None:
    (table,) = tables_of("Table 2 shows the doses.\n\n| Drug | Dose |\n|---|---|\n| A | 5 mg |\n")
    assert (table.label, table.caption_spans) == ("", ())


SHIFTED = {
    "en": (
        "Table 1. Models\n\nGroup\tModel\t# Params\tYear\n"
        "Small\tAlphaNet\t7B\t2021\n\tBetaNet\t13B\t2022\n\tGammaNet\t1.5B\t2021\n"
        "Large\tDeltaNet\t70B\t2023\n\tEpsilonNet\t65B\t2023\nZetaNet\t175B\t2024\n"
    ),
    "zh": (
        "表 1. 模型\n\n类别\t模型\t参数量\t年份\n"
        "小型\tAlphaNet\t7B\t2021\n\tBetaNet\t13B\t2022\n\tGammaNet\t1.5B\t2021\n"
        "大型\tDeltaNet\t70B\t2023\n\tEpsilonNet\t65B\t2023\nZetaNet\t175B\t2024\n"
    ),
}


@pytest.mark.parametrize(("language", "large"), [("en", "Large"), ("zh", "大型")])
def test_a_row_that_lost_its_merged_cell_is_put_right(language: str, large: str) -> None:
    (table,) = tables_of(SHIFTED[language])
    assert values(table.rows[-1]) == [large, "ZetaNet", "175B", "2024"]
    assert origins(table.rows[-1]) == "cggg"
    assert table.rows[-1].cells[0].span == table.rows[3].cells[0].span


@pytest.mark.parametrize(("drug", "dose"), [("Drug", "Dose"), ("药物", "剂量")])
def test_one_row_too_long_moves_no_other(drug: str, dose: str) -> None:
    text = f"|{drug}|{dose}|\n|--|--|\n|A|5 mg|\n|B|7 mg|\n|C|9 mg|\n|D|1 mg|extra|\n"
    (table,) = tables_of(text)
    assert table.columns == (drug, dose)
    assert [values(row) for row in table.rows[:3]] == [["A", "5 mg"], ["B", "7 mg"], ["C", "9 mg"]]


@pytest.mark.parametrize("header", ["A\tB\tC\tD", "甲\t乙\t丙\t丁"])
def test_where_columns_are_alike_nothing_is_guessed(header: str) -> None:
    rows = "north\teast\tsouth\twest\n" * 4
    (table,) = tables_of(f"Table 1. Words\n\n{header}\n{rows}west\tnorth\n")
    assert set(values(table.rows[-1])) <= {None, "west", "north"}
    assert all(cell.value is not None or cell.origin is CellOrigin.UNKNOWN for cell in table.rows[-1].cells)


@pytest.mark.parametrize(
    ("continued", "again"),
    [("Continued on next page", "Table 1 (continued)"), ("下一页继续。", "接上一页。"), ("续下页", "续表")],
)
def test_a_table_goes_on_over_a_page(continued: str, again: str) -> None:
    text = f"Table 1. Words\n\nA\tB\tC\nx\t1\t2\n\n{continued}\n\n\n{again}\n\nA\tB\tC\ny\t3\t4\n"
    (table,) = tables_of(text)
    assert [values(row) for row in table.rows] == [["x", "1", "2"], ["y", "3", "4"]]
    assert [text[a:b] for a, b in table.layout_spans] == [continued, again]
    assert [text[a:b] for a, b in table.header_spans] == ["A\tB\tC", "A\tB\tC"]


def test_a_cell_without_a_value_is_not_carried_where_nothing_is_merged() -> None:
    (table,) = tables_of("Table 1. Open models\n\nModel\tYear\tCode\nA1\t2021\t✓\nB2\t2022\t\nC3\t2023\t✓\n")
    assert [origins(row) for row in table.rows] == ["ggg", "ggu", "ggg"]


@pytest.mark.parametrize(
    ("note", "belongs"),
    [
        ("Note: doses are daily.", True),
        ("注：剂量为每日剂量。", True),
        ("* Approved in 2020.", False),
        ("† Approved in 2020.", True),
        ("Further words.", False),
    ],
)
def test_footnotes(note: str, belongs: bool) -> None:
    text = f"Table 1. Doses\n\n| Drug | Dose |\n|---|---|\n| A† | 5 mg |\n\n{note}\n"
    (table,) = tables_of(text)
    assert [text[a:b] for a, b in table.footnote_spans] == ([note] if belongs else [])
    assert table.rows[0].cells[0].value == "A"


def test_a_bilingual_table_is_two() -> None:
    text = (
        "TABLE I: Doses of drugs\n表 1: 药物剂量\n| Drug | Dose |\n| A | 5 mg |\n| B | 6 mg |\n"
        "| 药物 | 剂量 |\n|---|---|\n| 甲 | 5 毫克 |\n| 乙 | 6 毫克 |\n"
    )
    english, chinese = tables_of(text)
    assert (english.label, english.language, english.columns) == ("TABLE I", "en", ("Drug", "Dose"))
    assert (chinese.label, chinese.language, chinese.columns) == ("表 1", "zh", ("药物", "剂量"))
    assert [len(table.rows) for table in (english, chinese)] == [2, 2]


@pytest.mark.parametrize(
    ("titles", "labels"),
    [
        (("2.1 Pre-training", "2.2 Fine-tuning"), ("Pre-training (Sec. 2.1)", "Fine-tuning (Sec. 2.2)")),
        (("2.1 预训练", "2.2 微调"), ("预训练（2.1 节）", "微调（2.2 节）")),
    ],
)
def test_a_group_that_the_sections_contradict_is_unknown(
    titles: tuple[str, str], labels: tuple[str, str]
) -> None:
    models = [f"Net{letter}" for letter in "ABCDEFGH"]
    rows = [f"\t{model}\t{2020 + n % 4}" for n, model in enumerate(models)]
    rows[0], rows[6] = labels[0] + rows[0], labels[1] + rows[6]
    text = (
        "Table 1. Models\n\nGroup\tModel\tYear\n" + "\n".join(rows) + "\n\n"
        f"{titles[0]}\n\nNetA, NetB.\n\n{titles[1]}\n\nNetD, NetE, NetF, NetG, NetH.\n"
    )
    (table,) = tables_of(text)
    assert "".join(origins(row)[0] for row in table.rows) == "gcuuuugc"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("T5 ³⁸", "T5"),
        ("BlueBERT ^{62,63,64}", "BlueBERT"),
        ("AutoPET [307], [308]", "AutoPET"),
        ("BraTS21 [301]–[303]", "BraTS21"),
        ("EHRs ²³ , PubMed ⁵⁰ Wiki", "EHRs, PubMed Wiki"),
        ("Ciga <i>et al.</i> [132]", "Ciga et al."),
        ("M <sup>3</sup> AE [238]", "M3AE"),
        ("* * 生物信息学* *", "生物信息学"),
        ("**bold** and *slanted*", "bold and slanted"),
        (r"a \| b", "a | b"),
        ("10⁶ cells", "10⁶ cells"),
        (">636 M", ">636 M"),
    ],
)
def test_reading_text(raw: str, read: str) -> None:
    assert reading_text(raw) == read


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("✓", CellKind.TICK),
        ("×", CellKind.TICK),
        ("N/R", CellKind.NOTHING),
        ("-", CellKind.NOTHING),
        ("2023", CellKind.YEAR),
        ("7B/13B", CellKind.PARAMETERS),
        (">636 M", CellKind.PARAMETERS),
        ("90.7% & 73.9%", CellKind.SCORE),
        ("LLM", CellKind.MODEL_TYPE),
        ("大语言模型", CellKind.MODEL_TYPE),
        ("F1 Score", CellKind.METRIC),
        ("准确率", CellKind.METRIC),
        ("7.25M notes, 4.1B tokens", CellKind.AMOUNT),
        ("21亿条蛋白质序列", CellKind.AMOUNT),
        ("FT, PE", CellKind.CODE),
        ("nnU-Net", CellKind.NAME),
        ("Medical Question Answering", CellKind.PHRASE),
        ("临床概念提取", CellKind.PHRASE),
    ],
)
def test_kinds(value: str, kind: CellKind) -> None:
    assert kind_of(value) is kind
