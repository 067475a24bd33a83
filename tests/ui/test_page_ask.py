"""Asking in a real browser: answers, citations beside their sources, keys, both languages."""

import re

import pytest

from assistant.questions import make_question
from tests.ui.conftest import ask, marked
from ui.markup import spans_text

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere

QUESTIONS = [
    ("en", "How big is SciFive?", "220M/770M"),
    ("en", "What is Psy-LLM?", "Psy-LLM"),
    ("zh", "医疗基础模型面临哪些挑战？", "数据"),
    ("zh", "Psy-LLM 是做什么的？", "mental health"),
]


@pytest.mark.parametrize(("language", "question", "part"), QUESTIONS)
def test_a_click_on_a_citation_marks_its_exact_quote(visitor, assistant, language, question, part):
    page = visitor.open(locale="zh-CN" if language == "zh" else "en-US")
    ask(page, question)
    assert part in page.locator(".mf-answer").inner_text()
    expected = assistant.ask(make_question(question)).citations
    for citation in expected:
        page.locator(f".mf-chip[data-n='{citation.n}']").first.click()
        title = f"{'来源' if language == 'zh' else 'Source'} {citation.n}"
        page.locator(f".mf-pane strong:text-is('{title}')").wait_for()
        page.locator(f".mf-source[data-at='{spans_text(citation.spans)}']").wait_for()
        assert marked(page) == citation.quote
        assert citation.section[-1] in page.locator(".mf-path").inner_text()
        assert page.locator(".mf-pane mark").first.is_visible()


def test_a_table_row_stands_out_in_its_whole_table(visitor):
    page = visitor.open()
    ask(page, "How big is SciFive?")
    page.locator(".mf-chip").first.click()
    row = page.locator(".mf-pane tr.mf-hit")
    assert "SciFive" in row.inner_text()
    assert row.locator("xpath=ancestor::tbody/tr").count() == 53
    assert "Scifive: a text-to-text transformer" in page.locator(".mf-references").inner_text()


def test_the_pair_line_of_the_bilingual_text_is_shown(visitor):
    page = visitor.open()
    ask(page, "What sets recent large language models apart?")
    page.locator(".mf-chip").first.click()
    assert re.search(r"[一-鿿]{8}", page.locator(".mf-pairs").inner_text())


def test_a_refusal_looks_like_one_and_shows_the_nearest_passages(visitor):
    page = visitor.open()
    ask(page, "Who funded the development of BioGPT?")
    assert page.locator(".mf-refusal").is_visible()
    assert page.locator(".mf-chip").count() == 0
    page.locator(".mf-source-row").first.click()
    assert marked(page)


def test_keyboard_only(visitor):
    page = visitor.open()
    page.keyboard.type("What sets recent large language models")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("apart?")
    assert page.input_value("#mf-question") == "What sets recent large language models\napart?"
    page.keyboard.press("Enter")
    page.locator(".mf-chip").first.wait_for()
    page.locator(".mf-actions").wait_for()
    page.keyboard.press("1")
    assert marked(page)
    page.keyboard.press("Escape")
    page.locator(".mf-pane").wait_for(state="hidden")
    page.keyboard.press("ArrowRight")
    assert marked(page)


def test_arrows_go_from_part_to_part_of_the_app(visitor):
    page = visitor.open()
    page.locator("#mf-tab-ask").focus()
    for key, view in (("ArrowRight", "library"), ("ArrowRight", "tables"), ("ArrowLeft", "library")):
        page.keyboard.press(key)
        assert page.locator("[role=tab]:focus").get_attribute("data-view") == view
        assert page.locator(f"#mf-view-{view}").is_visible()
    page.locator(".mf-card a").first.wait_for()
    page.locator(".mf-card a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".mf-whole").wait_for()


def test_enter_that_ends_a_chinese_word_does_not_ask(visitor):
    page = visitor.open(locale="zh-CN")
    page.fill("#mf-question", "大模")
    page.evaluate(
        "document.querySelector('#mf-question').dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', bubbles: true, isComposing: true}))"
    )
    assert page.locator(".mf-turn").count() == 0
    assert page.input_value("#mf-question") == "大模"


@pytest.mark.parametrize(("locale", "first", "other"), [("zh-CN", "提问", "Ask"), ("en-GB", "Ask", "提问")])
def test_the_browser_s_language_and_the_switch(visitor, locale, first, other):
    page = visitor.open(locale=locale)
    assert page.locator("#mf-tab-ask").inner_text() == first
    page.locator(f"[data-language={'en' if first == '提问' else 'zh'}]").click()
    assert page.locator("#mf-tab-ask").inner_text() == other
    assert page.evaluate("document.documentElement.lang") == ("en" if other == "Ask" else "zh-CN")


def test_scripts_in_a_question_are_text(visitor):
    page = visitor.open()
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> SciFive?"
    ask(page, attack)
    assert page.locator(".mf-question").inner_text() == attack
    assert page.locator(".mf-turn img, .mf-turn script").count() == 0
    assert page.title() == "MedFM Assistant"
