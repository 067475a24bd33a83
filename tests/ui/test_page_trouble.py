"""When something goes wrong, in a real browser: models and texts that attack, failures, first starts."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from indexing.errors import IndexingError
from tests.assistant.tiny_library import build_tiny_of
from tests.ui.conftest import Engine, Visitor, ask, marked
from tests.ui.scripted import EVIL, MODEL, Scripted

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere
ENGLISH = f"""# A survey {EVIL}

## 1 Models {EVIL}

GatorTron reads clinical notes {EVIL} of one hospital.

Table 1: Models {EVIL}

| Model | # Params | Data Source |
|---|---|---|
| SciFive | 220M {EVIL} | PMC |
| BioGPT | =1+cmd | PubMed |
"""


@pytest.fixture(scope="module")
def url(assistant: Assistant, serving) -> str:
    """An app whose model does as it is told."""
    settings = replace(assistant.settings, llm=MODEL)
    engine = Engine(settings, lambda settings, progress: Scripted(assistant, settings))
    engine.open()
    return serving(engine)


@pytest.mark.parametrize(("locale", "offer"), [("en-US", "built-in generator"), ("zh-CN", "内置生成器")])
def test_a_model_that_fails_says_why_and_offers_the_built_in_answer(visitor, locale, offer):
    page = visitor.open(locale=locale)
    ask(page, "Params of SciFive, please? fail")
    assert "The server answers 500: out of memory." in page.locator(".mf-failed").inner_text()
    button = page.locator("[data-act=fallback]")
    assert offer in button.inner_text()
    button.click()
    page.locator(".mf-chip").first.wait_for()
    assert "220M/770M" in page.locator(".mf-answer").inner_text()
    assert page.locator(".mf-turn").count() == 1


def test_what_a_model_writes_is_text(visitor):
    page = visitor.open()
    ask(page, "evil")
    assert EVIL in page.locator(".mf-said").first.inner_text()
    assert page.locator(".mf-turn img, .mf-turn script").count() == 0
    page.locator(".mf-thinking summary").click()
    assert EVIL in page.locator(".mf-thinking p").inner_text()
    assert page.title() == "MedFM Assistant"


def test_unsupported_sentences_show_on_demand_with_a_sign(visitor):
    page = visitor.open()
    ask(page, "evil")
    assert not page.locator(".mf-dropped .mf-said").is_visible()
    page.locator(".mf-dropped summary").click()
    assert page.locator(".mf-dropped .mf-said").is_visible()
    sign = page.locator(".mf-dropped .mf-sign")
    assert sign.inner_text() == "✗"
    assert sign.get_attribute("aria-label") == "not supported by its source, 0.10"


def test_stop_ends_a_slow_answer_and_the_next_one_comes(visitor):
    page = visitor.open()
    page.fill("#mf-question", "slow")
    page.keyboard.press("Enter")
    page.locator(".mf-unchecked").wait_for()
    assert "not checked yet" in page.locator(".mf-working").inner_text()
    page.locator("[data-act=stop]").click()
    page.locator("text=Stopped.").wait_for()
    page.locator(".mf-generator").evaluate("one => { one.value = 'extractive' }")
    ask(page, "How big is SciFive?")
    assert "220M/770M" in page.locator(".mf-answer").inner_text()


def test_edit_retry_and_clear(visitor):
    page = visitor.open()
    page.locator(".mf-generator").evaluate("one => { one.value = 'extractive' }")
    ask(page, "How big is SciFive?")
    ask(page, "What is Psy-LLM?")
    page.locator(".mf-turn").nth(0).locator("[data-act=edit]").click()
    assert page.input_value("#mf-question") == "How big is SciFive?"
    page.fill("#mf-question", "How big is BioGPT?")
    page.keyboard.press("Enter")
    page.locator(".mf-question:text-is('How big is BioGPT?')").wait_for()
    page.locator(".mf-chip").first.wait_for()
    assert page.locator(".mf-turn").count() == 1
    page.locator("[data-act=retry]").click()
    page.locator(".mf-chip").first.wait_for()
    assert page.locator(".mf-turn").count() == 1
    page.locator("[data-act=clear]").click()
    assert page.locator(".mf-turn").count() == 0
    assert page.locator(".mf-welcome").is_visible()


class TestTextsThatAttack:
    @pytest.fixture
    def evil(self, tmp_path: Path, serving, browser):
        tiny = build_tiny_of(tmp_path / "index", ENGLISH, "# 综述\n\n蒸馏能节省电力。\n")
        made = tiny.assistant()
        engine = Engine(made.settings, lambda settings, progress: made)
        engine.open()
        visitor = Visitor(browser, serving(engine))
        yield visitor
        visitor.close()
        assert not visitor.problems

    def test_everything_of_a_text_is_text(self, evil):
        page = evil.open()
        ask(page, "How big is SciFive?")
        page.locator(".mf-chip, .mf-source-row").first.click()
        marked(page)
        assert EVIL in page.locator(".mf-pane tr.mf-hit").inner_text()
        for view in ("library", "tables"):
            page.locator(f"[data-view={view}]").first.click()
            page.locator(f"#mf-view-{view} :is(.mf-card, tbody tr)").first.wait_for()
        assert EVIL in page.locator("#mf-view-tables tbody").first.inner_text()
        page.locator("[data-view=library]").click()
        page.locator(".mf-card [data-act=open-reader]").first.click()
        page.locator(".mf-whole").wait_for()
        assert EVIL in page.locator(".mf-whole").inner_text()
        attackers = "[onerror], [onload], script:not(head script), img[src=x]"
        assert page.locator(f".mf-app :is({attackers})").count() == 0
        assert page.title() == "MedFM Assistant"


class TestFirstStart:
    def test_building_shows_how_far_it_is(self, assistant, serving, browser):
        go_on = threading.Event()

        def build(settings, progress):
            progress("embedding", 120, 300)
            go_on.wait(20)
            return assistant

        engine = Engine(assistant.settings, build)
        engine.open_in_background(None, lambda: None)
        visitor = Visitor(browser, serving(engine))
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(visitor.url)
        page.locator("text=正在为综述建立索引").wait_for()
        page.locator("text=embedding 120 / 300").wait_for()
        assert page.locator("progress").first.get_attribute("value") in (None, "40")
        go_on.set()
        page.wait_for_selector(".mf-app[data-ready=true]")
        assert page.locator(".mf-examples button").count() == 8
        page.context.close()

    def test_an_index_that_cant_be_built_says_so(self, tmp_path, serving, browser):
        def fail(settings, progress):
            raise IndexingError("The index can't be built: the disk is full.", "Free some space.")

        engine = Engine(Settings(home=tmp_path), fail)
        engine.open_in_background(None, lambda: None)
        page = browser.new_context().new_page()
        page.goto(serving(engine))
        page.locator("text=the disk is full").wait_for()
        assert page.locator("[data-role=opening-title]").inner_text() == "The app can't start"
        told = "The index can't be built: the disk is full. Free some space."
        assert page.locator("[data-role=opening-step]").inner_text() == told
        page.context.close()
