"""Library, tables, evaluation, export and feedback in a real browser; phone, light and dark."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.ui.conftest import Engine, Settings, ask, marked
from tests.ui.sample_runs import write_runs
from ui.feedback import Feedback

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere


@pytest.fixture(scope="module")
def home(tmp_path_factory, built_home: Path) -> Path:
    """A home of this module's own, with the index of the surveys and two runs."""
    home = tmp_path_factory.mktemp("views")
    (home / "index").symlink_to(built_home / "index")
    write_runs(home / "runs")
    return home


@pytest.fixture(scope="module")
def engine(home: Path) -> Engine:
    engine = Engine(Settings(home=home))
    engine.open()
    return engine


class TestLibrary:
    def test_documents_with_what_is_known_of_them(self, visitor):
        page = visitor.open("?tab=library")
        page.locator(".mf-card").first.wait_for()
        assert page.locator(".mf-card").count() == 5
        told = page.locator(".mf-card").nth(3).inner_text()
        assert "Hongjian Zhou" in told and "2024" in told and "carried for research" in told

    def test_a_link_to_a_span_opens_there(self, visitor, assistant):
        page = visitor.open("?doc=zhou-2024&span=80726:80923")
        text = next(d.text for d in assistant.store.documents() if d.id == "zhou-2024")
        assert marked(page, ".mf-whole") == text[80726:80923]
        assert page.locator(".mf-whole mark").first.evaluate(
            "m => { const b = m.closest('.mf-whole').getBoundingClientRect(), r = m.getBoundingClientRect();"
            " return r.top >= b.top && r.bottom <= b.bottom }"
        )

    @pytest.mark.parametrize(
        ("link", "told"),
        [
            ("?doc=nobody&span=1:2", "There is no document 'nobody'. Documents are: "),
            ("?doc=003&span=9:2", "'9:2' is not a place in a text. Write it as 120:180."),
            ("?doc=003&span=1:9999999", "zhou-2024 has 149,828 characters. Name a place in it."),
        ],
    )
    def test_a_link_to_nowhere_says_so(self, visitor, link, told):
        page = visitor.open(link)
        assert page.locator("#mf-view-library .mf-failed").inner_text().startswith(told)

    def test_search_inside_and_the_tree(self, visitor):
        page = visitor.open("?doc=003")
        page.locator(".mf-whole").wait_for()
        page.fill("[data-act=find]", "psy-llm")
        assert re.fullmatch(r"[1-9][0-9]* found", page.locator(".mf-count").inner_text())
        page.keyboard.press("Enter")
        assert "Psy-LLM" in page.locator(".mf-found-now").inner_text()
        page.locator(".mf-tree a:text-is('4.7 Mental Health Support')").click()
        assert page.locator(".mf-whole").evaluate("one => one.scrollTop") > 1000


class TestTables:
    def test_filter_search_sort_and_source(self, visitor, assistant):
        page = visitor.open("?tab=tables")
        page.locator("[data-show=all]").click()
        boxes = page.locator("section[data-view=all] .mf-table")
        assert boxes.count() == len(assistant.store.tables())
        page.fill("[data-act=table-search]", "scifive")
        rows = page.locator("section[data-view=all] tbody tr:visible")
        assert rows.count() == 1
        rows.locator("a:has-text('SciFive')").click()
        assert "SciFive" in marked(page, ".mf-whole")

    def test_the_filter_of_a_column(self, visitor):
        page = visitor.open("?tab=tables")
        table = page.locator("section[data-view=models] table")
        table.wait_for()
        column = table.locator("thead th").all_inner_texts().index("Backbone")
        table.locator("[data-act=column-filter]").nth(column).fill("LLaMA")
        shown = table.locator("tbody tr:visible")
        assert 0 < shown.count() < 100
        assert all("llama" in text.lower() for text in shown.all_inner_texts())

    def test_sizes_sort_as_sizes(self, visitor):
        page = visitor.open("?tab=tables")
        table = page.locator("section[data-view=models] table")
        for _ in range(2):
            table.locator("button:text-is('Parameters')").click()
        assert table.locator("th[aria-sort=descending]").inner_text().startswith("Parameters")
        cells = table.locator("tbody tr td:nth-child(4)")
        first = [cells.nth(number).inner_text() for number in range(3)]
        assert all(re.match(r"[\d.]+ ?[BT]", cell) for cell in first), first

    def test_rows_of_one_model_stand_together_and_differences_show(self, visitor):
        page = visitor.open("?tab=tables")
        page.fill("[data-act=table-search]", "alpacare")
        rows = page.locator("section[data-view=models] tbody tr:visible")
        assert rows.count() == 2
        assert page.locator("section[data-view=models] .mf-differ").count() > 5

    def test_csv(self, visitor):
        page = visitor.open("?tab=tables")
        page.locator("[data-act=csv]").first.wait_for()
        with page.expect_download() as waiting:
            page.locator("section[data-view=models] [data-act=csv]").click()
        rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
        assert rows[0][:4] == ["Model", "Survey", "Table", "Parameters"]
        assert ["SciFive", "Zhou et al. 2024", "Table 2", "220M/770M"] in [row[:4] for row in rows]


class TestEvaluation:
    def test_a_run_with_intervals_slices_and_each_question(self, visitor):
        page = visitor.open("?tab=evaluation")
        page.locator(".mf-figure").first.wait_for()
        told = page.locator(".mf-figures").inner_text()
        assert "citation recall" in told and "0.80" in told and "95% interval 0.70 to 0.90" in told
        assert page.locator(".mf-plot .mf-point").count() == 2
        assert "language: Chinese" in page.locator(".mf-run .mf-table-box").inner_text()
        page.locator(".mf-asked summary").first.click()
        asked = page.locator(".mf-asked").first.inner_text()
        assert "220M" in asked and "Evidence" in asked and "Gold" in asked

    def test_two_runs_compared(self, visitor):
        page = visitor.open("?tab=evaluation")
        page.locator("[data-act=against]").select_option("run-b")
        change = page.locator(".mf-change").first
        change.wait_for()
        assert change.inner_text() == "▲ +0.300 (beyond both intervals)"
        assert page.locator(".mf-plot .mf-other").count() == 2

    def test_in_chinese(self, visitor):
        page = visitor.open("?tab=evaluation", locale="zh-CN")
        assert page.locator(".mf-run h3").first.inner_text() == "主要指标"

    def test_slices_of_a_run_that_comes_with_the_source(self, visitor):
        """By language and by kind of question, each with its interval and its number of questions."""
        page = visitor.open("?tab=evaluation", locale="zh-CN")
        page.locator("[data-act=run]").select_option("medfm")
        rows = page.locator(".mf-run .mf-table-box tbody tr")
        rows.filter(has_text="语言：中文").wait_for()
        told = rows.filter(has_text="类型：表格").inner_text()
        assert re.search(r"0\.\d\d\s+\[0\.\d\d, [01]\.\d\d] \(9\)", told)

    def test_a_small_run_to_its_end(self, visitor):
        page = visitor.open("?tab=evaluation")
        self.start(page, 2)
        page.locator(".mf-run-state:text-is('Done.')").wait_for()
        assert page.locator("[data-act=run]").input_value().startswith("app-")
        assert page.locator(".mf-asked").count() == 2
        assert page.locator(".mf-figure").count() >= 5

    def test_a_run_that_is_cancelled_shows_how_far_it_came_and_keeps_that(self, visitor, home):
        page = visitor.open("?tab=evaluation")
        self.start(page, 50)
        page.locator(".mf-run-state").filter(has_text=re.compile(r"Running … ([2-9]|\d\d) / 50")).wait_for()
        assert 0 < float(page.locator("#mf-view-evaluation progress").get_attribute("value")) < 100
        assert page.locator("[data-act=start-run]").is_disabled()
        page.locator("[data-act=cancel-run]").click()
        page.locator(".mf-run-state").filter(has_text="Cancelled after").wait_for()
        told = page.locator(".mf-run-state").inner_text()
        [done] = map(int, re.findall(r"after (\d+) of 50", told))
        [name] = re.findall(r"medfm eval run --name (\S+) --set dev --limit 50$", told)
        answers = (home / "runs" / name / "answers.jsonl").read_text("utf-8").splitlines()
        assert 2 <= done <= len(answers) < 50
        assert not (home / "runs" / name / "summary.json").exists()
        assert page.locator("[data-act=start-run]").is_enabled()
        assert page.locator("[data-act=cancel-run]").is_hidden()

    def start(self, page, count: int) -> None:
        page.locator(".mf-figure").first.wait_for()
        page.locator("summary:text-is('Start a small run')").click()
        page.fill("[data-act=limit]", str(count))
        page.locator("[data-act=start-run]").click()
        page.locator("[data-act=cancel-run]").wait_for()


class TestAnswersLeave:
    @pytest.mark.parametrize(
        ("kind", "parts"),
        [
            ("markdown", ["# How big is SciFive?", "220M/770M", "17879:17922"]),
            ("bibtex", ["@misc{zhou-2024,", "author = {Hongjian Zhou and", "Scifive"]),
        ],
    )
    def test_export(self, visitor, kind, parts):
        page = visitor.open()
        ask(page, "How big is SciFive?")
        with page.expect_download() as waiting:
            page.locator(f"[data-act=export][data-kind={kind}]").click()
        text = Path(waiting.value.path()).read_text("utf-8")
        assert all(part in text for part in parts), text

    def test_export_of_json_is_what_the_command_line_gives(self, visitor):
        page = visitor.open(locale="zh-CN")
        ask(page, "SciFive 有多大？")
        with page.expect_download() as waiting:
            page.locator("[data-act=export][data-kind=json]").click()
        told = json.loads(Path(waiting.value.path()).read_text("utf-8"))
        assert told["question"] == "SciFive 有多大？"
        assert told["citations"][0]["spans"]

    def test_a_thumb_with_a_note_is_kept(self, visitor, home):
        page = visitor.open()
        ask(page, "How big is SciFive?")
        page.locator("[data-act=down]").click()
        page.fill(".mf-feedback input", "too short; 太短")
        page.keyboard.press("Enter")
        page.locator("text=kept on this machine").wait_for()
        [kept] = Feedback(home).all()
        assert (kept["thumb"], kept["note"]) == ("down", "too short; 太短")
        assert kept["answer"]["question"] == "How big is SciFive?"


class TestLooks:
    @pytest.mark.parametrize("view", ["", "?tab=library", "?tab=tables", "?tab=evaluation", "?doc=004"])
    def test_a_phone_s_width_is_enough(self, visitor, view):
        page = visitor.open(view, width=375)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        for part in (".mf-tabs button", ".mf-languages button"):
            for box in page.locator(part).all():
                edges = box.bounding_box()
                assert edges["x"] >= 0 and edges["x"] + edges["width"] <= 375

    def test_on_a_phone_the_source_covers_the_page_and_closes(self, visitor):
        page = visitor.open(width=375)
        ask(page, "How big is SciFive?")
        page.locator(".mf-chip").first.click()
        marked(page)
        assert page.locator(".mf-pane").bounding_box()["width"] == 375
        page.locator(".mf-pane [data-act=close]").click()
        assert not page.locator(".mf-pane").is_visible()

    @pytest.mark.parametrize("width", [375, 1280])
    def test_the_chinese_page_breaks_no_english_word(self, visitor, width):
        """A column of a table is as wide as its longest word, whatever the language around it."""
        widths = []
        for locale in ("en-US", "zh-CN"):
            page = visitor.open(locale=locale, width=width)
            ask(page, "How big is SciFive?")
            page.locator(".mf-chip").first.click()
            cells = page.locator(".mf-pane tr.mf-hit td")
            cells.first.wait_for()
            widths.append(cells.evaluate_all("all => all.map(one => Math.round(one.offsetWidth))"))
        assert widths[0] == widths[1]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_stands_out_in_light_and_dark(self, visitor, scheme):
        page = visitor.open(color_scheme=scheme)
        ask(page, "How big is SciFive?")
        for part in (".mf-said", ".mf-preview", ".mf-chip", ".mf-app .mf-actions button"):
            assert page.locator(part).first.evaluate(CONTRAST) >= 4.5, part

    def test_every_control_has_a_name(self, visitor):
        page = visitor.open()
        ask(page, "How big is SciFive?")
        page.locator(".mf-chip").first.click()
        nameless = page.evaluate(
            "[...document.querySelectorAll('.mf-app :is(button, input, select, textarea, a)')].filter(one =>"
            " !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length)).length"
        )
        assert nameless == 0


CONTRAST = """one => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  let ground = [255, 255, 255];
  for (let at = one; at; at = at.parentElement) {
    const found = numbers(getComputedStyle(at).backgroundColor);
    if (found.length < 4 || found[3] > 0.9) { ground = found; break; }
  }
  const [low, high] = [light(ground), light(numbers(getComputedStyle(one).color))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
"""The ratio of contrast as WCAG 2.1 defines it."""
