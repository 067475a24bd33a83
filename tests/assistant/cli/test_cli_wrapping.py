"""Wrapping by columns: widths worked out by hand, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.wrapping import shorten, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("模型", 4), ("Ａ", 2), ("，", 2), ("é", 1), ("e\u0301", 1), ("[1] 模型.", 9)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("大模型可以辅助医生", 8, ["大模型可", "以辅助医", "生"]),
        # Six columns hold three characters, but the comma may not begin a line.
        ("大模型，可以", 6, ["大模", "型，可", "以"]),
        # The bracket may not end a line.
        ("用于（心理）", 6, ["用于", "（心", "理）"]),
        ("基于 GPT-4 的模型", 8, ["基于", "GPT-4 的", "模型"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a\n\n b\tc", 80, ["a b c"]),
        ("", 10, [""]),
    ],
)
def test_wrap(text: str, columns: int, expected: list[str]) -> None:
    assert wrap(text, columns) == expected


def test_indents_count() -> None:
    assert wrap("one two three", 9, "[1] ", "    ") == ["[1] one", "    two", "    three"]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("大模型可以辅助医生", 9, "大模型可…"),
        ("大模型，可以辅助", 9, "大模型…"),
    ],
)
def test_shorten(text: str, columns: int, expected: str) -> None:
    assert shorten(text, columns) == expected


@given(st.text(alphabet="ab 1.,()模型，。（）「」é\u0301\n", max_size=200), st.integers(10, 100))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, columns: int) -> None:
    lines = wrap(text, columns, "- ", "  ")
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(line[2:] for line in lines).split()) == "".join(text.split())
    assert width(shorten(text, columns)) <= columns
