"""Answers as HTML: what is marked, what is escaped."""

from html import unescape

import pytest

from assistant.cli.sources import Sources
from assistant.errors import AssistantError
from assistant.questions import make_question
from corpus import Span
from tests.assistant.cli.scripted import DOCUMENTS, ScriptedAssistant, TinyStore
from ui.cards import NEIGHBOURHOOD, answer_html, error_html, neighbourhood_html


def shown(question: str) -> str:
    return answer_html(ScriptedAssistant().ask(make_question(question)), Sources(TinyStore()))


class TestAnswer:
    def test_a_table_row_with_its_source(self) -> None:
        html = shown("How big is SciFive?")
        assert 'SciFive: Size 220M/770M (Table 1) <a class="medfm-mark" href="#medfm-1">[1]</a>' in html
        assert "Bee et al. 2024, Tiny Models · 1 Models › Table 1, row SciFive" in html
        assert 'id="medfm-1"' in html
        assert "<mark>SciFive\t220M/770M</mark>" in html
        assert "<b>65</b> A. Author. A paper. 2021." in html
        assert "100_tiny.txt" in html

    def test_a_list_and_a_sentence_in_doubt(self) -> None:
        html = shown("list them")
        assert html.count("<li>") == 2
        assert "(not supported by its source)" in html

    def test_sources_in_the_other_language_are_said_to_be_so(self) -> None:
        html = shown("大模型能辅助心理咨询吗？")
        assert '<p lang="en"><span class="medfm-note">原文为英文：</span>Psy-LLM' in html
        assert "<h3>来源</h3>" in html

    @pytest.mark.parametrize(("question", "about"), [("where do they differ", "size"), ("有何分歧", "规模")])
    def test_both_sides_of_a_conflict(self, question, about) -> None:
        html = shown(question)
        assert about in html
        assert html.index("34 M ") < html.index("36 million ")

    @pytest.mark.parametrize(
        ("question", "message", "closest"),
        [
            ("Who won in 1998?", "The surveys don&#x27;t say.", "Closest, but not an answer:"),
            ("谁赢了？", "这些综述里没有说到。", "最接近的内容（并非答案）："),
        ],
    )
    def test_a_refusal_shows_the_nearest_passages_as_such(self, question, message, closest) -> None:
        html = shown(question)
        assert f'<p class="medfm-refusal" role="status">{message}</p>' in html
        assert html.index(closest) < html.index("<details")
        assert "medfm-mark" not in html

    def test_questions_and_sources_are_escaped(self, monkeypatch) -> None:
        html = shown('<script>alert(1)</script> "nobody" & <img src=x onerror=alert(2)>')
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;nobody&quot; &amp; &lt;img" in html

    def test_errors_are_escaped(self) -> None:
        assert "&lt;b&gt;" in error_html(AssistantError("There is no document '<b>'."))


class TestNeighbourhood:
    def test_the_quote_is_marked_exactly(self) -> None:
        text = DOCUMENTS[0].text
        start = text.index("It was")
        html = neighbourhood_html(text, [Span(start, start + 6)])
        assert html == text.replace("It was", "<mark>It was</mark>")

    def test_what_is_left_out_shows_as_a_gap(self) -> None:
        text = "a" * 1000 + "<1>" + "b" * 2000 + "二" + "c" * 1000
        html = neighbourhood_html(text, [Span(3003, 3004), Span(1000, 1003)])
        n = NEIGHBOURHOOD
        first = f"…{'a' * n}<mark>&lt;1&gt;</mark>{'b' * n}"
        assert html == f"{first}…{'b' * n}<mark>二</mark>{'c' * n}…"

    def test_near_spans_share_their_neighbourhood(self) -> None:
        html = neighbourhood_html("one two three", [Span(0, 3), Span(8, 13)])
        assert html == "<mark>one</mark> two <mark>three</mark>"
        assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == "one two three"
