"""Table rows as sentences."""

from dataclasses import replace

import pytest

from assistant.extractive.rows import (
    answers_column,
    is_blank,
    is_named,
    name_cell,
    names_row,
    row_sentence,
)
from indexing.blocks import Block, BlockKind, Cell, CellOrigin, Table
from indexing.query import analyse

EN = ("Model", "# Params", "Data Source")
ZH = ("模型", "参数量", "数据来源")


def row(columns, *values, language="en", origins=()):
    origins = [*origins, *[CellOrigin.GIVEN] * len(values)]
    cells = (Cell(*entry, None) for entry in zip(columns, values, origins, strict=False))
    return Block("b", "d", BlockKind.TABLE_ROW, (), language, ((0, 1),), table="t", cells=tuple(cells))


def table(label="Table 2", language="en"):
    return Table("t", "d", label, f"{label}: Models", (), language, EN, (), ("b",))


def concept(text):
    [found] = analyse(text, lambda asked: dict.fromkeys(asked, 3), 100, lambda _: ()).concepts
    return found


class TestName:
    @pytest.mark.parametrize(
        ("columns", "values", "name"),
        [
            (EN, ("BioGPT", "1.5B", "PubMed"), "BioGPT"),
            (ZH, ("BioGPT", "15亿", "论文"), "BioGPT"),
            (("Year", "Model Name"), ("2022", "BioGPT"), "BioGPT"),
            (("年份", "数据集"), ("2022", "CMedQA"), "CMedQA"),
            # No column for names: the first cell that says something.
            (("Task", "Year"), ("-", "2022"), "2022"),
        ],
    )
    def test_the_cell_that_says_what_the_row_is_about(self, columns, values, name):
        assert name_cell(row(columns, *values)).value == name

    def test_a_merged_cell_from_above_names_no_row(self):
        merged = row(("Model", "Task"), "BERT", "tagging", origins=[CellOrigin.CARRIED])
        assert name_cell(merged).value == "tagging"

    def test_an_empty_row_has_no_name(self):
        assert name_cell(row(EN, "", "-", "N/R")) is None
        assert not names_row(row(EN, "", "-", "N/R"), concept("BERT"))

    @pytest.mark.parametrize(
        ("asked", "name", "is_it"),
        [
            ("BioGPT", "BioGPT", True),
            ("Bio-GPT", "BioGPT", True),
            ("Med-PaLM 2", "MedPaLM-2", True),
            ("GPT-4", "GPT 4", True),
            ("GPT-4", "GPT-4 Turbo adapter", False),
            ("GPT-4", "GPT-3", False),
            ("SAM", "MedSAM", False),
            ("SAM", "SAM adapter", False),
            ("PubMed", "BioGPT", False),
        ],
    )
    def test_a_row_is_about_its_name_only(self, asked, name, is_it):
        assert names_row(row(EN, name, "1.5B", "PubMed"), concept(asked)) is is_it


class TestNamed:
    @pytest.mark.parametrize(
        ("asked", "name", "is_it"),
        [
            (("FLARE", "2023"), "FLARE 2023", True),
            (("FLARE", "2022"), "FLARE 2023", False),
            (("FLARE",), "FLARE 2023", False),
            (("2023",), "FLARE 2023", False),
        ],
    )
    def test_a_name_and_a_number_say_it_together(self, asked, name, is_it):
        concepts = [replace(concept(part), is_name=not part.isdigit()) for part in asked]
        assert is_named(row(EN, name, "2,300", "CT"), concepts) is is_it


class TestTells:
    @pytest.mark.parametrize(
        ("columns", "told"),
        [(["# Params"], True), (["Data Source"], False), (["Data Source", "# Params"], True), ([], None)],
    )
    def test_whether_an_asked_column_has_something(self, columns, told):
        assert answers_column(row(EN, "BioGPT", "1.5B", "-"), columns) is told
        assert answers_column(row(EN, "BioGPT", "1.5B", None), columns) is told

    def test_a_row_is_blank_where_it_has_nothing_that_is_asked_for(self):
        given = row(EN, "BioGPT", "-", "PubMed")
        assert is_blank(given, "How many parameters does BioGPT have?")
        assert not is_blank(given, "What is BioGPT's data source?")
        assert not is_blank(given, "Who made BioGPT?")
        assert is_blank(row(ZH, "BioGPT", "-", "论文", language="zh"), "BioGPT 的参数量是多少？")
        assert is_blank(row(EN, "BioGPT", "-", "N/R"), "Who made BioGPT?")
        assert not is_blank(row(EN, "BioGPT"), "Who made BioGPT?")


class TestSentence:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("How big is BioGPT?", "BioGPT: # Params 1.5B (Table 2)"),
            ("What data was BioGPT trained on?", "BioGPT: Data Source PubMed (Table 2)"),
            ("Tell us of BioGPT", "BioGPT: # Params 1.5B; Data Source PubMed (Table 2)"),
            (
                "Which data was BioGPT trained on, and how big is it?",
                "BioGPT: # Params 1.5B; Data Source PubMed (Table 2)",
            ),
            # What the second part asks for no column is known to tell: it may be any.
            (
                "How big is BioGPT, and which texts did it read?",
                "BioGPT: # Params 1.5B; Data Source PubMed (Table 2)",
            ),
        ],
    )
    def test_name_asked_columns_and_table(self, question, expected):
        assert row_sentence(row(EN, "BioGPT", "1.5B", "PubMed"), table(), question) == expected

    def test_in_chinese(self):
        sentence = row_sentence(
            row(ZH, "BioGPT", "15亿", "论文", language="zh"), table("表 2", "zh"), "BioGPT 怎么样"
        )
        assert sentence == "BioGPT: 参数量 15亿；数据来源 论文（表 2）"

    @pytest.mark.parametrize("nothing", [None, "-", "–", "N/R"])
    def test_what_is_empty_is_not_told(self, nothing):
        told = row_sentence(row(EN, "BioGPT", "1.5B", nothing), table(), "Tell us of BioGPT")
        assert told == "BioGPT: # Params 1.5B (Table 2)"

    def test_a_row_without_a_name_is_told_by_its_table(self):
        carried = replace(row(("Task",), "tagging", origins=[CellOrigin.CARRIED]))
        assert row_sentence(carried, table(), "?") == "Table 2: Task tagging (Table 2)"
