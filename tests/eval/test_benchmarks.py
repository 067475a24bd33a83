"""The benchmark: its measures, its table, and the systems behind one door."""

import json
import re
import warnings
from pathlib import Path

import pytest
from fake_system import Answering, WholeDocuments
from tiny import DOCUMENTS, PRIVACY, ROBOTS, UNANSWERABLE

from corpus import Span, quote
from eval.benchmarks import worker
from eval.benchmarks.__main__ import main
from eval.benchmarks.processes import run
from eval.benchmarks.report import render
from eval.benchmarks.results import Cost, Result, percentile
from eval.errors import EvalError
from eval.systems import OURS, SYSTEMS, Answerer, Found, SystemMissing, load_system, registry
from eval.systems.bm25 import tokens
from eval.systems.fusion import fuse
from eval.systems.registry import Entry

QUESTIONS = (ROBOTS, PRIVACY, UNANSWERABLE)
MEGABYTE = 1_000_000


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Child processes find the fakes as they would find a user's own module."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def cells(table: str, system: str) -> dict[str, str]:
    """The cells of the first row of `system`, by column."""
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    row = next(row for row in rows if row[0] == system)
    return dict(zip(rows[0], row, strict=True))


# -- what is measured


def test_search_times_every_question_and_ranks_the_answerable_ones(tmp_path: Path) -> None:
    system = WholeDocuments(tmp_path)
    system.build(DOCUMENTS)
    found = worker.search(system, QUESTIONS)
    assert found["ranks"] == {"tiny-en": 1, "tiny-zh": 2}
    assert set(found["search_ms"]) == {"tiny-en", "tiny-zh", "tiny-none"}
    assert found["default_k"] == 1


def test_answers_are_timed_where_a_system_writes_them(tmp_path: Path) -> None:
    assert worker.answer(WholeDocuments(tmp_path), QUESTIONS) == {"answer_ms": {}}
    assert set(worker.answer(Answering(tmp_path), QUESTIONS)["answer_ms"]) == {q.id for q in QUESTIONS}


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile(range(1, 101), 95) == 95
    assert percentile([7], 95) == 7


def test_a_child_is_timed_offline_and_without_the_callers_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDFM_EMBEDDER", "another")
    program = (
        "import json, os, pathlib; b = bytearray(150_000_000);"
        "names = ('MEDFM_EMBEDDER', 'MEDFM_HOME', 'HF_HUB_OFFLINE');"
        "pathlib.Path('seen.json').write_text(json.dumps([os.environ.get(name) for name in names]))"
    )
    cost = run(("-c", program), tmp_path)
    assert json.loads((tmp_path / "seen.json").read_text()) == [None, str(tmp_path), "1"]
    assert cost.seconds > 0
    assert cost.processor is None or cost.processor > 0
    assert cost.peak is None or cost.peak > 150_000_000


def test_a_child_that_fails_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"ValueError: bad luck \(exit code 1\)"):
        run(("-c", "raise ValueError('bad luck')"), tmp_path)


def test_a_refusal_is_no_failure_but_an_exception_with_its_code_is(tmp_path: Path) -> None:
    run(("-c", "print('The surveys do not say.'); raise SystemExit(1)"), tmp_path, accepted=(0, 1))
    with pytest.raises(EvalError, match=r"ValueError: bad luck \(exit code 1\)"):
        run(("-c", "raise ValueError('bad luck')"), tmp_path, accepted=(0, 1))


# -- the table

OURS_MEASURED = Result(
    OURS,
    default_k=8,
    build=Cost(10.0, 300 * MEGABYTE),
    cold=(Cost(1.0, 100 * MEGABYTE), Cost(3.0, 200 * MEGABYTE), Cost(1.5, 100 * MEGABYTE, 1.25)),
    warm=Cost(5.0, 150 * MEGABYTE),
    search_ms={"tiny-en": 4.0, "tiny-zh": 5.0, "tiny-none": 6.0},
    answer_ms={"tiny-en": 20.0, "tiny-zh": 30.0, "tiny-none": 10.0},
    ranks={"tiny-en": 1, "tiny-zh": 6},
    index_bytes=4 * MEGABYTE,
    shipped_bytes=20 * MEGABYTE,
)
OTHER_MEASURED = Result(
    "other",
    default_k=4,
    build=Cost(25.0, None),
    cold=(Cost(6.0, None),),
    search_ms={"tiny-en": 10.0, "tiny-zh": 10.0, "tiny-none": 10.0},
    ranks={"tiny-en": 5, "tiny-zh": None},
    index_bytes=2 * MEGABYTE,
    shipped_bytes=90 * MEGABYTE,
)


def test_the_table_has_every_figure() -> None:
    text = render([OURS_MEASURED, OTHER_MEASURED], QUESTIONS, "dev", 0.25)
    assert "3 dev questions (answerable: 1 English, 1 Chinese)" in text
    assert "load 0.2 before" in text
    assert cells(text, OURS) == {
        "system": "medfm",
        "found in 5, English": "1.00",
        "found in 5, Chinese": "0.00",
        "found in own k, English": "1.00 (k = 8)",
        "found in own k, Chinese": "1.00 (k = 8)",
        "cold question, s: wall (CPU)": "1.50 (1.25)",
        "cold memory, MB": "200",
        "warm passages, ms: median / p95": "5.0 / 6.0",
        "warm answer, ms: median / p95": "20.0 / 30.0",
        "index build, s: wall (CPU)": "10.00 (–)",
        "build memory, MB": "300",
        "peak memory, MB": "300",
        "index, MB": "4.0",
        "models and texts, MB": "20",
    }
    other = cells(text, "other")
    assert (other["found in 5, English"], other["found in own k, English"]) == ("1.00", "0.00 (k = 4)")
    assert (other["cold memory, MB"], other["warm answer, ms: median / p95"]) == ("–", "–")


def test_costs_are_given_as_multiples_of_ours() -> None:
    ratios = render([OURS_MEASURED, OTHER_MEASURED], QUESTIONS, "dev", 0.25).partition(
        "As multiples of ours:"
    )[2]
    row = cells(ratios, "other")
    assert row["cold question"] == "×4.00"
    assert row["cold question, CPU"] == "–"
    assert row["warm passages, median"] == "×2.00"
    assert row["warm question (ours with its answer)"] == "×0.50"
    assert row["index build"] == "×2.50"
    assert row["build memory"] == "–"
    assert row["models and texts"] == "×4.50"


def test_a_system_that_was_not_measured_says_why_in_its_row() -> None:
    text = render([OURS_MEASURED, Result("absent", problem="It lacks a | b.")], QUESTIONS, "dev", 0.25)
    row = next(line for line in text.splitlines() if line.startswith("| absent"))
    assert "It lacks a \\| b." in row
    assert len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"\|", text.splitlines()[2]))
    assert "As multiples" not in text


# -- the command


def test_one_run_measures_a_system_of_ones_own(
    fakes: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    only = ["--only", "fake_system:Answering", "--only", "fake_system:Failing"]
    assert main(["--questions", "dev", *only, "--json", str(out)]) == 2
    printed = capsys.readouterr()
    row = cells(printed.out, "fake_system:Answering")
    # There are five documents, and every gold quote is in one of them.
    assert (row["found in 5, English"], row["found in 5, Chinese"]) == ("1.00", "1.00")
    assert row["warm answer, ms: median / p95"] != "–"
    assert "no room for it" in printed.out
    assert "fake_system:Answering: building the index" in printed.err
    measured, failed = json.loads(out.read_text())["results"]
    assert len(measured["cold"]) == 3 and measured["ranks"] and measured["index_bytes"] > 0
    assert "no room for it" in failed["problem"]


def test_missing_packages_are_named_and_the_run_goes_on(
    fakes: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(SYSTEMS, "absent", Entry("nowhere:Nothing", ("no-such-distribution-of-ours",)))
    assert main(["--questions", "dev", "--only", "absent", "--only", "fake_system:WholeDocuments"]) == 0
    printed = capsys.readouterr()
    assert "absent needs no-such-distribution-of-ours. Install them: pip install" in printed.out
    assert cells(printed.out, "fake_system:WholeDocuments")["found in 5, English"] == "1.00"


def test_an_unknown_system_is_one_line_before_anything_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--only", "nonsense"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("There is no system 'nonsense'. Systems are: medfm,")
    assert printed.err.count("\n") == 1


# -- the systems


def test_tokens_are_words_and_chinese_bigrams() -> None:
    assert tokens("GPT-4 在 MedQA 上的得分：86.5%") == [
        "gpt",
        "4",
        "在",
        "medqa",
        "上的",
        "的得",
        "得分",
        "86",
        "5",
    ]


def test_fusion_adds_reciprocal_ranks() -> None:
    a, b, c = (Found(id, (Span(0, 1),)) for id in "abc")
    # a: 1/61; b: 1/62 + 1/61; c: 1/62. a and c differ by rank only.
    assert fuse([[a, b], [b, c]]) == [b, a, c]
    assert fuse([[c], [a]]) == [a, c], "ties go by place"


def test_ours_answers_and_is_of_the_surveys_alone(tmp_path: Path) -> None:
    system = load_system(OURS, tmp_path)
    assert isinstance(system, Answerer)
    with pytest.raises(EvalError, match="can't be built of other documents"):
        system.build(DOCUMENTS)


@pytest.mark.parametrize("asked", ["What is GatorTron?", "什么是联邦学习？"])
def test_ours_finds_spans_and_answers(built_home: Path, asked: str) -> None:
    system = load_system(OURS, built_home)
    found = system.search(asked, 3)
    assert len(found) == 3 and all(place.spans for place in found)
    assert isinstance(system, Answerer) and system.answer(asked)


@pytest.mark.parametrize("name", [name for name in SYSTEMS if name != OURS])
def test_baselines_find_exact_places(name: str, tmp_path: Path) -> None:
    try:
        registry.find_system(name)
    except SystemMissing as error:
        pytest.skip(str(error))
    texts = {document.id: document.text for document in DOCUMENTS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of packages that are measured, not ours to mend
        load_system(name, tmp_path).build(DOCUMENTS)
        system = load_system(name, tmp_path)
        found = system.search("Which robots assist surgeons?", 1)
    # Each document is shorter than a chunk.
    assert [(place.document, quote(texts[place.document], place.spans)) for place in found] == [
        ("english", texts["english"].strip())
    ]
    assert system.name == name and system.default_k > 0


def test_a_class_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="can't be loaded"):
        load_system("fake_system:Nowhere", tmp_path)
