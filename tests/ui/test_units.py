"""The parts behind the page, without a browser."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Conflict, Question, Side
from assistant.cli.sources import Sources
from assistant.errors import AssistantError
from assistant.questions import make_question
from assistant.settings import Settings
from corpus import Span, quote
from corpus.errors import MedfmError
from eval.metrics import METRICS
from tests.ui.sample_runs import write_run, write_runs
from ui.answers_html import AnswerView
from ui.charts import Bar, interval_plot
from ui.csv_text import csv_text, guarded
from ui.engine import Engine, NotReady
from ui.evaluation_html import HEADLINES
from ui.exporting import bibtex, export, markdown
from ui.feedback import Feedback
from ui.models_view import model_key, models
from ui.page import script, skeleton
from ui.places import read_spans
from ui.running import Runner, RunRefused
from ui.runs import BadRun, all_runs, find_run
from ui.tables_html import table_csv
from ui.texts import Texts
from ui.turnstile import Busy, Turnstile
from ui.wordings import SLICES
from ui.words import TEXT, metric_title, say

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's imports; what is ours is tested elsewhere


@pytest.fixture(scope="module")
def texts(assistant) -> Texts:
    return Texts(assistant.store)


class TestWords:
    def test_every_word_that_the_page_names_is_there(self):
        import re

        page = skeleton() + script().partition("\n")[2]
        named = set(re.findall(r'data-t(?:-\w+)?="(\w+)"|\bsay\("(\w+)"', page))
        used = {one or other for one, other in named}
        assert used and used <= set(TEXT)

    @pytest.mark.parametrize("key", sorted(TEXT))
    def test_both_languages_take_the_same_values(self, key):
        import string

        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in TEXT[key]]
        assert fields[0] == fields[1]
        assert all(text.strip() for text in TEXT[key])

    def test_metrics_are_called_what_the_evaluation_calls_them_in_both_languages(self):
        assert {name: metric.title for name, metric in METRICS.items()} == {
            name: metric_title(name, "en") for name in METRICS
        }
        assert all(metric_title(name, "zh").strip() for name in METRICS)
        assert set(HEADLINES) <= set(METRICS)
        assert metric_title("another one", "zh") == "another one"

    def test_slices_of_the_stored_runs_have_words(self):
        named = {figure.slice for run in all_runs(Path("none")) for figure in run.figures}
        assert named <= set(SLICES)

    def test_values_stand_in_them(self):
        assert say("found", "zh", count=3) == "找到 3 处"


class TestCsv:
    @pytest.mark.parametrize(
        "cell", ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "-A1", "\r=1"]
    )
    def test_formulas_are_made_harmless(self, cell):
        assert guarded(cell) == "'" + cell

    @pytest.mark.parametrize("cell", ["-", "-0.5", "+3%", "220M/770M", "", "a=b", "-1,000"])
    def test_what_is_no_formula_stays(self, cell):
        assert guarded(cell) == cell

    def test_rows(self):
        told = csv_text(["A", "乙"], [["x,y", '"q"'], ["=1", 2]])
        assert told == '\ufeffA,乙\r\n"x,y","""q"""\r\n\'=1,2\r\n'

    def test_a_table_that_isnt_there(self, texts):
        with pytest.raises(AssistantError, match="no table"):
            table_csv(texts, "../x", "en")


class TestModels:
    def test_names_of_one_model(self):
        assert model_key("AlphaFold 2") == model_key("Alphafold2⁶⁵") == model_key("ALPHAFOLD-2 [3]")
        assert model_key("MedSAM") != model_key("SAM")

    def test_rows_of_several_surveys_stand_together(self, texts):
        found = {model_key(model.name): model for model in models(texts)}
        documents = [{row.document for row in model.rows} for model in found.values()]
        assert sum(len(one) > 1 for one in documents) >= 10
        assert "qiu-2023-bilingual" not in set().union(*documents)
        [row] = found["scifive"].rows
        assert (row.fields[0].text, row.table.label) == ("220M/770M", "Table 2")

    def test_values_are_at_their_places(self, texts):
        for model in models(texts):
            for row in model.rows:
                text = texts.documents[row.document].text
                for value in filter(None, row.fields):
                    assert quote(text, value.spans).strip()

    def test_spaces_and_case_are_no_difference(self, texts):
        for model in models(texts):
            if "parameters" in model.differing:
                said = {row.fields[0].text.lower().replace(" ", "") for row in model.rows if row.fields[0]}
                assert len(said) > 1


class TestPairs:
    def test_the_bilingual_text_s_lines(self, texts):
        block = next(b for b in texts.blocks("qiu-2023") if "Broadly speaking, the recent LLMs" in
                     texts.documents["qiu-2023"].text[b.start : b.end])  # fmt: skip
        pairs = texts.pairs(block)
        assert {pair.language for pair in pairs} == {"zh"}
        assert all(texts.pairs(pair)[0].language == "en" for pair in pairs)


class TestPlaces:
    def test_one_and_several(self):
        assert read_spans("30:40, 10:20") == [Span(10, 20), Span(30, 40)]
        assert read_spans("") == []

    @pytest.mark.parametrize("text", ["1", "2:1", "a:b", "1:2:3", "-1:2", "1:2;3:4", "0:1," * 60 + "0:1"])
    def test_what_is_no_place(self, text):
        with pytest.raises(AssistantError, match="not a place"):
            read_spans(text)


class TestExport:
    @pytest.fixture(scope="class")
    def answer(self, assistant):
        return assistant.ask(make_question("How big is SciFive?"))

    def test_bibtex_has_the_survey_and_the_papers_that_the_quote_cites(self, answer, assistant):
        told = bibtex(answer, Sources(assistant.store))
        assert told.count("@") == 1 + len(answer.citations[0].references)
        assert "title = {A Survey of Large Language Models in Medicine: Progress" in told
        assert told.count("{") - told.count("\\{") == told.count("}") - told.count("\\}")

    def test_markdown_can_be_no_markup(self, answer, assistant):
        evil = replace(answer, question=replace(answer.question, text="<script>*x* [a](b)"))
        assert "# \\<script\\>\\*x\\* \\[a\\](b)" in markdown(evil, Sources(assistant.store))

    def test_json_is_that_of_the_command_line(self, answer, assistant):
        told = json.loads(export(answer, "json", Sources(assistant.store)))
        assert told["citations"][0]["quote"] == answer.citations[0].quote

    def test_another_kind_is_an_error(self, answer, assistant):
        with pytest.raises(AssistantError, match="no export"):
            export(answer, "exe", Sources(assistant.store))


class TestAnswers:
    HEADS = (("en", "The sources differ on size:"), ("zh", "各来源说法不一（size）"))

    @pytest.mark.parametrize(("language", "head"), HEADS)
    def test_both_sides_of_a_conflict_with_their_chips(self, assistant, texts, language, head):
        answer = assistant.ask(make_question("How big is SciFive?"))
        sides = (Side("34 M <b>", (1,)), Side("36 million", (1,)))
        html = AnswerView(texts, language).html(replace(answer, conflicts=(Conflict("size", sides),)))
        assert head in html
        assert html.index("34 M &lt;b&gt;") < html.index("36 million")
        assert html.count('data-n="1"') == 3

    def test_details_name_what_repeats_an_answer(self, assistant, texts):
        answer = assistant.ask(make_question("How big is SciFive?"))
        html = AnswerView(texts, "en").html(answer)
        assert answer.settings in html and answer.index in html and answer.embedder in html


class TestFeedback:
    def test_a_second_opinion_replaces_the_first(self, tmp_path):
        feedback = Feedback(tmp_path / "new")
        feedback.keep("a", "up", "", {"answer": "是"})
        feedback.keep("a", "down", "no", {"answer": "是"})
        [kept] = feedback.all()
        assert (kept["thumb"], kept["note"], kept["answer"]) == ("down", "no", {"answer": "是"})

    def test_only_thumbs(self, tmp_path):
        with pytest.raises(AssistantError, match="up or down"):
            Feedback(tmp_path).keep("a", "sideways", "", {})

    def test_export(self, tmp_path, capsys, monkeypatch):
        from assistant.__main__ import main

        monkeypatch.setenv("MEDFM_HOME", str(tmp_path))
        assert main(["feedback", "export"]) == 0
        assert capsys.readouterr().out == ""
        Feedback(tmp_path).keep("a", "up", "好", {"answer": "x"})
        assert main(["feedback", "export"]) == 0
        assert json.loads(capsys.readouterr().out)["note"] == "好"

    def test_a_place_that_cant_be_written(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(AssistantError, match="can't be kept"):
            Feedback(tmp_path / "file").keep("a", "up", "", {})


class TestRuns:
    def test_they_are_found_by_name_only(self, tmp_path):
        write_runs(tmp_path / "runs")
        assert {"run-a", "run-b"} <= {run.name for run in all_runs(tmp_path)}
        assert find_run(tmp_path, "run-a").figure("citation_recall", "all").value == 0.8
        for name in ("../runs/run-a", "", "/etc", "run-c"):
            with pytest.raises(BadRun):
                find_run(tmp_path, name)

    @pytest.mark.parametrize("file", ["run.json", "summary.json", "answers.jsonl", "scores.jsonl"])
    def test_a_damaged_one_says_so(self, tmp_path, file):
        write_run(tmp_path / "runs" / "bad", 0.5, "x")
        (tmp_path / "runs" / "bad" / file).write_text('{"metrics": [3')
        run = find_run(tmp_path, "bad")
        with pytest.raises(BadRun, match="bad: "):
            _ = (run.about, run.figures, run.answers, run.scores)

    def test_a_plot_tells_its_values_to_those_who_cant_see_it(self):
        svg = interval_plot("Figures", [Bar("recall <b>", 0.5, 0.4, 0.6), Bar("none", None, None, None)])
        assert "recall &lt;b&gt;: 0.50; none: –" in svg
        # 0.4 to 0.6 of the 366 units between label and value.
        assert 'x1="336.4" x2="409.6"' in svg


class TestRunner:
    PROGRAM = (
        "import sys, time\n"
        "for i in range(1, 51):\n"
        "    print(f'{i}/50 en-dev-{i}, 1 s left', file=sys.stderr, flush=True)\n"
        "    time.sleep(float(sys.argv[1]))\n"
        "    if i == 2 and sys.argv[2] == 'fail': sys.exit('medfm: it broke')\n"
    )

    def runner(self, tmp_path: Path, pause: float, end: str = "well") -> Runner:
        command = (sys.executable, "-c", self.PROGRAM, str(pause), end)
        return Runner(Settings(home=tmp_path), command)

    def wait(self, runner: Runner, until) -> None:
        end = time.monotonic() + 30
        while not until(runner.progress):
            assert time.monotonic() < end
            time.sleep(0.02)

    def test_to_the_end(self, tmp_path):
        runner = self.runner(tmp_path, 0.0)
        assert runner.start(5, 50).running
        self.wait(runner, lambda progress: not progress.running)
        assert (runner.progress.done, runner.progress.total, runner.progress.problem) == (50, 50, "")

    def test_cancelled(self, tmp_path):
        runner = self.runner(tmp_path, 0.3)
        runner.start(5, 50)
        self.wait(runner, lambda progress: progress.done)
        with pytest.raises(RunRefused, match="going on"):
            runner.start(5, 50)
        runner.cancel()
        self.wait(runner, lambda progress: not progress.running)
        assert runner.progress.cancelled and runner.progress.done < 50

    def test_failed(self, tmp_path):
        runner = self.runner(tmp_path, 0.0, "fail")
        runner.start(5, 50)
        self.wait(runner, lambda progress: not progress.running)
        assert runner.progress.problem == "medfm: it broke"

    @pytest.mark.parametrize("limit", [0, 51, -1])
    def test_small_ones_only(self, tmp_path, limit):
        with pytest.raises(RunRefused, match="1 to 50"):
            self.runner(tmp_path, 0).start(limit, 50)


class TestEngine:
    def test_before_it_is_open_and_when_it_cant_be(self, tmp_path):
        def fail(settings, progress):
            raise AssistantError("The disk is full.", "Free some space.")

        engine = Engine(Settings(home=tmp_path), fail)
        with pytest.raises(NotReady, match="still being built"):
            _ = engine.assistant
        with pytest.raises(MedfmError):
            engine.open()
        with pytest.raises(NotReady, match="The disk is full. Free some space."):
            _ = engine.assistant

    def test_only_offered_generators(self, engine):
        with pytest.raises(AssistantError, match="can't be chosen here"):
            engine.with_generator("openai:x@http://127.0.0.1:1/v1")
        assert engine.with_generator("extractive") is engine.assistant
        assert all("MODEL" not in name for name in engine.generators())
        assert any(text.startswith("openai:MODEL@URL") for text in engine.missing())


def test_no_more_than_so_many_wait():
    turnstile = Turnstile(1, 0)
    with turnstile.turn(), pytest.raises(Busy), turnstile.turn():
        pass
    with turnstile.turn():
        assert True


def test_a_question_is_of_the_page_s_filters(assistant):
    from ui.asking import Asked, question_of

    given = {"question": "SAM?", "documents": ["002"], "languages": ["en"], "passages": 3, "keep": "x"}
    asked = Asked.of(given)
    question = question_of(assistant, asked)
    assert isinstance(question, Question)
    assert (question.only.documents, question.only.languages, question.count) == ({"li-2024"}, {"en"}, 3)
