"""Search, doctor, wrong use, and the ways a command can end."""

import importlib.metadata
import json
import sys
from types import ModuleType, SimpleNamespace

import pytest

from assistant import library
from assistant.cli import checks
from assistant.cli.console import Console
from assistant.cli.progress import Progress
from assistant.cli.wrapping import width
from assistant.generators.catalog import generator_options
from assistant.settings import Settings


def test_search(assistant, medfm) -> None:
    run = medfm("search", "SciFive", "-k", "2")
    assert run.code == 0
    assert run.out.splitlines() == [
        "1. Bee et al. 2024 · 1 Models",
        "   SciFive is a text-to-text model [65]. It was trained on PubMed.",
        "   100_tiny.txt 9:72 · paragraph · score 1.00 (dense 1, fulltext 2)",
        "",
        "2. Bee et al. 2024 · 1 Models",
        "   SciFive 220M/770M",
        "   100_tiny.txt 84:101 · table row · score 0.88 (dense 2, fulltext 3)",
    ]


def test_search_in_chinese(assistant, medfm) -> None:
    lines = medfm("search", "病历").out.splitlines()
    assert lines[-3:] == [
        "4. 魏小等 2024 · 一、应用",
        "   大模型可以辅助医生写病历，也可以辅助心理咨询师。",
        "   101_wei.txt 7:31 · 段落 · 得分 0.62（dense 4、fulltext 5）",
    ]


def test_search_in_json(assistant, medfm) -> None:
    found = medfm("search", "病历", "--json").json
    assert (found["question"], found["language"]) == ("病历", "zh")
    assert [passage["kind"] for passage in found["passages"]] == [
        "paragraph",
        "table row",
        "paragraph",
        "paragraph",
    ]


def test_nothing_found(assistant, medfm) -> None:
    run = medfm("search", "SciFive", "--doc", "101")
    assert (run.code, run.out) == (1, "No passages found.\n")
    assert medfm("search", "病历", "--doc", "101").out == "没有找到相关段落。\n"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_section_without_passages_is_said_to_be_so(assistant, medfm, command: str) -> None:
    run = medfm(command, "who paid?", "--section", "nowhere")
    assert (run.code, run.out) == (2, "")
    assert "No passage is in a section named 'nowhere' with these filters." in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "The question is empty."),
        (["ask", "x" * 100_000], "The question has 100,000 characters, more than 4,000."),
        (["ask", "a\x07b"], "The question has a control character (U+0007) in it."),
        (["ask", "\ud800"], "The question is not valid UTF-8."),
        (["ask"], "There is no question."),
        (["ask", "list", "-k", "0"], "--k must be a whole number from 1 to 50, not '0'."),
        (["ask", "list", "--count", "many"], "--k must be a whole number from 1 to 50, not 'many'."),
        (["ask", "list", "--doc", "wei-2023"], "There is no document 'wei-2023'. Did you mean wei-2024?"),
        (["ask", "list", "--kind", "song"], "'song' is none of heading, paragraph"),
        (["ask", "list", "--lang", "de"], "invalid choice: 'de'"),
        (["ask", "list", "--nonsense"], "Unrecognized arguments: --nonsense. See: medfm --help"),
        (["ask", "list", "--llm", ""], "--llm is empty."),
        (["aks"], "invalid choice: 'aks'"),
        (["index"], "the following arguments are required"),
        (["index", "destroy"], "invalid choice: 'destroy'"),
        (["ask", "a damaged one"], "The index is damaged. Build it again with: medfm index build"),
        (["ask", "a bug"], "ValueError: spilt milk. This is a bug; set MEDFM_DEBUG=1 to see where."),
        (["ui", "--port", "99999"], "'99999' is not a port"),
    ],
)
def test_one_clear_line(assistant, medfm, arguments: list[str], message: str) -> None:
    run = medfm(*arguments)
    assert (run.code, run.out) == (2, "")
    assert message.casefold() in run.err.casefold()
    assert run.err.startswith("medfm: ")
    assert len(run.err.splitlines()) == 1
    assert len(run.err) < 400


@pytest.mark.parametrize(
    ("piped", "message"),
    [
        (b"", "The question is empty."),
        (b"\xff\xfe", "The question is not valid UTF-8."),
        (b"a" * 5_000, "The question has 5,000 characters"),
        (b"a" * 10_000_000, "The question has far more than 4,000 characters."),
    ],
)
def test_bad_questions_that_are_piped_in(assistant, medfm, piped: bytes, message: str) -> None:
    run = medfm("ask", "-", stdin=piped)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_an_unknown_variable_is_refused(assistant, medfm, monkeypatch) -> None:
    monkeypatch.setenv("MEDFM_LMM", "x")
    assert medfm("ask", "list").err == "medfm: MEDFM_LMM is not a setting. Did you mean llm?\n"


def test_a_bad_question_loads_nothing(assistant, medfm) -> None:
    medfm("ask", "???")
    assert assistant.settings == []


def test_a_traceback_on_demand(assistant, medfm, monkeypatch) -> None:
    monkeypatch.setenv("MEDFM_DEBUG", "1")
    run = medfm("ask", "a bug")
    assert run.code == 2
    assert "Traceback" in run.err and "spilt milk" in run.err


def test_an_interruption(assistant, medfm) -> None:
    run = medfm("ask", "interrupt")
    assert (run.code, run.err) == (130, "medfm: Interrupted.\n")


def test_a_missing_package(assistant, medfm, monkeypatch) -> None:
    def open(settings, progress=None, loading=None):
        raise ModuleNotFoundError("No module named 'faiss'", name="faiss")

    monkeypatch.setattr(assistant, "open", open)
    run = medfm("ask", "list")
    assert run.err == "medfm: The package faiss is missing. Run `medfm doctor` to see how to get it.\n"


def test_version_and_help(medfm) -> None:
    assert medfm("--version").out.startswith("medfm ")
    for arguments in (
        ["--help"],
        *([name, "--help"] for name in ("ask", "search", "show", "index", "doctor")),
    ):
        run = medfm(*arguments)
        assert (run.code, run.err) == (0, "")
        # A command, its arguments and an explanation may be longer than a terminal is wide; help is not.
        assert max(map(width, run.out.splitlines())) <= 80
    assert "examples:" in medfm("ask", "--help").out


def test_no_command_shows_the_help(medfm) -> None:
    run = medfm()
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("usage: medfm")


class TestUi:
    def test_it_is_launched_with_the_settings(self, medfm, monkeypatch, home) -> None:
        launched = []
        app = ModuleType("ui.app")
        app.__spec__ = SimpleNamespace(name="ui.app")
        app.launch = lambda settings, host, port, auth: launched.append((settings.llm, host, port, auth))
        monkeypatch.setitem(sys.modules, "ui.app", app)
        assert medfm("ui", "--llm", "hf:x", "--port", "8000").code == 0
        assert launched == [("hf:x", "127.0.0.1", 8000, None)]

    def test_it_may_be_missing(self, medfm, monkeypatch) -> None:
        monkeypatch.setattr("assistant.cli.ui.find_spec", lambda name: None)
        run = medfm("ui")
        assert (run.code, run.err) == (2, "medfm: The web app is not part of this version. Use: medfm ask\n")


class TestDoctor:
    def test_all_is_well(self, built_home, medfm) -> None:
        run = medfm("doctor", "--home", str(built_home))
        assert (run.code, run.err) == (0, "")
        for expected in ("SQLite: ", "5 surveys", "passages of 5 texts", "GB free", "all built in"):
            assert expected in run.out
        assert max(map(width, run.out.splitlines())) <= 80

    def test_no_index_is_no_problem(self, home, medfm) -> None:
        run = medfm("doctor")
        assert run.code == 0
        assert "There is none yet; the first question builds it." in run.out
        assert not home.exists(), "it changes nothing"

    def test_a_home_that_cannot_be_written(self, home, monkeypatch) -> None:
        def refuse(**options):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(checks.tempfile, "TemporaryFile", refuse)
        found = checks.home(home)
        assert (found.state, found.text) == ("problem", f"{home} can't be written: Permission denied.")
        assert "MEDFM_HOME" in found.remedy

    def test_a_full_disk(self, home, monkeypatch) -> None:
        monkeypatch.setattr(checks.shutil, "disk_usage", lambda place: SimpleNamespace(free=1_000_000))
        assert checks.home(home).state == "problem"

    def test_missing_packages_and_parts(self, monkeypatch) -> None:
        wanted = ["numpy>=1", 'none-such; extra == "extra"', "none-other (>1.0)"]
        monkeypatch.setattr(checks, "requires", lambda name: wanted)
        required, optional = checks.packages()
        assert (required.state, required.text) == ("problem", "none-other missing.")
        assert required.remedy == "Get it with: pip install 'medfm-assistant'"
        assert (optional.state, optional.about) == ("note", "optional part extra")
        assert optional.remedy == "Get it with: pip install 'medfm-assistant[extra]'"

    def test_run_from_a_folder(self, monkeypatch) -> None:
        def unknown(name):
            raise importlib.metadata.PackageNotFoundError(name)

        monkeypatch.setattr(checks, "requires", unknown)
        [found] = checks.packages()
        assert (found.state, found.remedy) == ("note", "Install it with: pip install .")

    def test_a_damaged_index(self, home, medfm) -> None:
        (home / "index").mkdir(parents=True)
        (home / "index" / "medfm-index.current").write_text("nonsense")
        run = medfm("doctor")
        assert run.code == 2
        assert "medfm index build" in " ".join(run.out.split())
        assert "1 problem(s) found" in run.err

    @pytest.mark.parametrize(
        ("llm", "said", "remedy"),
        [
            ("openai:tiny@http://127.0.0.1:9/v1", "No server answers", "Start it"),
            ("anthropic_vertex:tiny", "is missing", "pip install langchain-anthropic-vertex"),
        ],
    )
    def test_a_model_that_is_not_there_is_a_problem(self, home, llm, said, remedy) -> None:
        found = next(checks.models(Settings(home=home, llm=llm)))
        assert (found.state, found.about) == ("problem", "llm")
        assert llm in found.text and said in found.text
        assert remedy in found.remedy

    def test_a_password_in_an_address_is_not_told(self, home) -> None:
        found = list(checks.models(Settings(home=home, llm="openai:m@http://me:secret@127.0.0.1:9/v1")))
        assert found[0].state == "problem"
        assert not any("secret" in finding.text + finding.about for finding in found)

    def test_models_that_can_write_are_listed(self, home, tmp_path, monkeypatch) -> None:
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
        for name, kind in (("models--a--writer", "LlamaForCausalLM"), ("models--a--embedder", "BertModel")):
            folder = tmp_path / name / "snapshots" / "1"
            folder.mkdir(parents=True)
            (folder / "config.json").write_text(f'{{"architectures": ["{kind}"]}}')
        told = [finding.about for finding in checks.writers(Settings(home=home))]
        assert "can write: hf:a/writer" in told
        assert "can write: hf:a/embedder" not in told
        [cached] = [
            o for o in generator_options(Settings(home=home, llm="hf:a/writer")) if "writer" in o.name
        ]
        assert cached.available and "cache" in cached.text

    def test_models_of_a_hub_and_of_a_folder(self, home, tmp_path, monkeypatch) -> None:
        monkeypatch.setenv("HF_TOKEN", "secret")
        named, local, *_ = checks.models(Settings(home=home, embedder="some/model", judge=str(tmp_path)))
        assert (named.state, local.state) == ("note", "ok")
        assert "HF_HUB_OFFLINE=1" in named.text
        assert "secret" not in named.text

    @pytest.mark.parametrize("command", ["ask", "ui"])
    def test_help_offers_only_what_there_is(self, medfm, command: str) -> None:
        told = medfm(command, "--help").out
        assert "--llm" in told
        assert "--judge" in told
        assert "hf:ID-or-path" in told


class Terminal:
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


class TestTerminal:
    @pytest.mark.parametrize(
        ("variable", "value", "colours"),
        [("NO_COLOR", "", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)],
    )
    def test_colours(self, monkeypatch, variable: str, value: str, colours: bool) -> None:
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv(variable, value)
        console = Console(Terminal(), Terminal())
        assert console.styled("x", "bold") == ("\x1b[1mx\x1b[0m" if colours else "x")

    @pytest.mark.parametrize(("columns", "expected"), [("60", 60), ("200", 100), ("5", 30)])
    def test_width_of_the_terminal(self, monkeypatch, columns: str, expected: int) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        assert Console(Terminal(), Terminal()).columns == expected

    def test_a_pipe_has_eighty_columns(self, capsys, monkeypatch) -> None:
        monkeypatch.setenv("COLUMNS", "200")
        assert Console().columns == 80

    def test_a_bar_is_drawn_and_taken_away(self) -> None:
        notes = Terminal()
        with Progress(Console(Terminal(), notes), "Building …") as progress:
            for done in (0, 50, 100):
                progress("embedding", done, 100)
        assert notes.text.startswith("Building …\n")
        assert "embedding" in notes.text and "100/100" in notes.text

    def test_steps_without_a_known_end(self) -> None:
        notes = Terminal()
        console = Console(Terminal(), notes)
        console.shows_bars = False
        progress = Progress(console)
        for done in range(0, 251):
            progress("answering", done, 0)
        assert notes.text.splitlines() == [f"answering: {n}" for n in (0, 100, 200)]


class TestIndex:
    """On the index of the five surveys."""

    def test_status(self, built_home, medfm) -> None:
        run = medfm("index", "status", "--home", str(built_home))
        assert (run.code, run.err) == (0, "")
        assert run.out.splitlines()[-1] == "It fits the texts and the settings."
        for id in ("qiu-2023", "qiu-2023-bilingual", "li-2024", "zhou-2024", "he-2024"):
            assert id in run.out
        assert max(map(width, run.out.splitlines()[1:])) <= 80

    def test_status_in_json(self, built_home, medfm) -> None:
        found = medfm("index", "status", "--json", "--home", str(built_home)).json
        assert found["fits"] is True
        assert len(found["documents"]) == 5
        assert json.dumps(found)

    def test_verify(self, built_home, medfm) -> None:
        run = medfm("index", "verify", "--home", str(built_home))
        assert run.code == 0, run.out
        assert medfm("index", "verify", "--json", "--home", str(built_home)).json["sound"] is True

    def test_another_embedder_does_not_fit(self, built_home, medfm) -> None:
        run = medfm("index", "status", "--home", str(built_home), "--embedder", "hashing")
        assert run.code == 2
        assert run.err.endswith("Build it again with: medfm index build --embedder hashing\n")
        assert len(run.err.splitlines()) == 1
        run = medfm("index", "verify", "--home", str(built_home), "--embedder", "hashing")
        assert run.code == 2
        assert "embedder" in run.out
        assert run.err.endswith("Build it again with: medfm index build --embedder hashing\n")

    def test_the_default_embedder_is_not_named_in_the_remedy(self, home) -> None:
        assert library.remedy(Settings(home=home)) == "Build it again with: medfm index build"
        named = library.remedy(Settings(home=home, embedder="my models/x"))
        assert named == "Build it again with: medfm index build --embedder 'my models/x'"

    @pytest.mark.parametrize("action", ["status", "verify"])
    def test_no_index(self, medfm, action: str) -> None:
        run = medfm("index", action)
        assert run.code == 2
        assert "medfm index build" in run.err

    def test_build(self, medfm, home) -> None:
        run = medfm("index", "build", "--embedder", "hashing")
        assert run.code == 0, run.err
        assert (home / "index").is_dir()
        assert "embedding: " in run.err
