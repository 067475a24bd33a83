"""The page and the tables: whole, escaped, by themselves."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scripted_system import Scripted
from test_compare import Refusing, made
from tiny import PRIVACY, ROBOTS, UNANSWERABLE

from eval.errors import EvalError
from eval.report.markdown import BEGIN, END, included, run_table, systems_table
from eval.report.page import page
from eval.running.folder import RunFolder

EVIL = replace(
    ROBOTS,
    id="evil",
    question="What of <script>alert(1)</script> & 'quotes' \"here\"?",
    answer="</details><img src=x onerror=alert(2)>",
    note="<b>",
)
QUESTIONS = (ROBOTS, PRIVACY, UNANSWERABLE, EVIL)
VOID = {"meta", "img", "input", "br"}


class Tags(HTMLParser):
    """The tags of a page; fails where they don't nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def runs(tmp_path: Path) -> list[RunFolder]:
    systems = {"ours": Scripted(), "theirs": Refusing(), "broken": Scripted(failing=["tiny-zh"])}
    return [made(tmp_path / name, system, QUESTIONS) for name, system in systems.items()]


@pytest.fixture
def html(runs, tmp_path: Path) -> str:
    return page(runs, tmp_path)


def test_the_page_is_sound_and_loads_nothing(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert "img" not in tags.seen and tags.seen.count("script") == 1
    assert not [value for name, value in tags.attributes if name in ("src", "href") or name.startswith("on")]
    assert "default-src 'none'" in html
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)


def test_everything_is_escaped(html: str) -> None:
    assert "<script>alert" not in html and "<img" not in html and "<b>1</b>" not in html
    assert "What of &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;quotes&#x27;" in html


def test_the_page_has_every_question_plot_and_state(html: str) -> None:
    assert html.count('<details class="q"') == 4
    plots = ("Faithfulness by kind", "Risk over coverage", "Calibration of support", "Latency")
    for title in plots:
        assert f'aria-label="{title}' in html
    assert 'data-language="zh"' in html and "保护患者隐私" in html
    assert "The judge containing has not been measured." in html
    assert "The server is gone." in html and "unscored</span>" in html
    assert 'name="viewport"' in html and "prefers-color-scheme: dark" in html


def test_runs_of_other_questions_have_no_page_together(runs, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="different questions"):
        page([runs[0], made(tmp_path / "few", Scripted(), QUESTIONS[:2])], tmp_path)


def test_the_table_has_intervals_counts_and_directions(runs) -> None:
    lines = systems_table(runs).splitlines()
    assert lines[0] == "|  | ours | theirs | broken |"  # the system's name, where it tells runs apart
    assert systems_table(runs[:1]).splitlines()[0] == "|  | scripted |"
    [facts] = [line for line in lines if line.startswith("| key facts ↑")]
    # Of two right answers and an open one, all three may be drawn wrong: 1 of 27 draws.
    assert facts == (
        "| key facts ↑ | 1.00 [1.00, 1.00] (3) | 0.00 [0.00, 0.00] (3) | 1.00 [0.00, 1.00] (3, 1 unscored) |"
    )
    assert "| wrong refusals ↓ | 0.00" in systems_table(runs)
    assert "| latency, median | 12.5 ms" in run_table(runs[0])


def test_a_table_is_put_between_the_marks() -> None:
    text = f"before\n{BEGIN}\n| old |\n{END}\nafter"
    assert included(text, "| new |") == f"before\n{BEGIN}\n| new |\n{END}\nafter"
