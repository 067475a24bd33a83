"""Which columns a question asks for."""

import pytest

from assistant.extractive.columns import asked_columns, attributes_of

ENGLISH = ("Model", "# Params", "Data Source", "Data Scale", "Year", "Backbone", "Task", "Evaluation (F1)")
CHINESE = ("模型", "参数量", "数据来源", "数据规模", "年份", "骨干", "任务", "性能")


@pytest.mark.parametrize(
    ("english", "chinese", "place"),
    [
        ("How big is BioGPT?", "BioGPT 有多大？", 1),
        ("How many parameters does it have?", "它的参数量是多少？", 1),
        ("What data was it trained on?", "它用什么数据训练？", 2),
        ("When was it made?", "它是哪一年的？", 4),
        ("What backbone has it?", "它的骨干是什么？", 5),
        ("For which tasks?", "用于什么任务？", 6),
        ("What score did it reach?", "得分如何？", 7),
    ],
)
def test_the_same_column_in_both_languages(english, chinese, place):
    assert ENGLISH[place] in asked_columns(english, ENGLISH)
    assert CHINESE[place] in asked_columns(chinese, CHINESE)
    # Both languages may be asked of tables in either.
    assert CHINESE[place] in asked_columns(english, CHINESE)
    assert ENGLISH[place] in asked_columns(chinese, ENGLISH)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("SNOW 里是什么图？", True),
        ("SNOW 里是哪种图像？", True),
        ("为什么图像少？", False),
        ("用的是什么图数据库？", False),
    ],
)
def test_what_images_asks_for_the_modality(question, asked):
    assert ("模态" in asked_columns(question, ("数据集", "模态", "规模"))) is asked


@pytest.mark.parametrize("question", ["Tell us of BioGPT", "BioGPT 呢？", ""])
def test_a_question_that_names_no_column(question):
    assert asked_columns(question, ENGLISH) == ()


def test_columns_stand_in_the_tables_order_each_once():
    question = "When was it made and how many parameters has it?"
    assert asked_columns(question, ENGLISH) == ("# Params", "Year")
    assert asked_columns(question, ENGLISH[::-1]) == ("Year", "# Params")


@pytest.mark.parametrize("question", ["How big is CMedQA?", "CMedQA 有多大？"])
def test_how_big_is_the_scale_of_data_where_no_column_tells_a_size(question):
    assert asked_columns(question, ("Dataset", "Scale", "Source")) == ("Scale",)
    assert asked_columns(question, ("Model", "# Params", "Scale")) == ("# Params",)


def test_no_columns_none_asked():
    assert asked_columns("How big is it?", ()) == ()
    assert attributes_of("") == frozenset()
