"""The glossary on the command line."""

from pathlib import Path

import pytest

from assistant.cli import glossary
from assistant.cli.console import Console
from assistant.cli.parser import make_parser
from assistant.cli.wrapping import width


def test_every_term_in_alphabetical_order(assistant, medfm) -> None:
    run = medfm("glossary")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "English      Chinese     Short  Times  Source",
        "counselor    咨询师      -          2  100 126:136",
        "large model  大模型      LM        12  100 22:40",
        "                                       100 2:8",
        "-            心理咨询师  PSY        1  101 25:30",
    ]


@pytest.mark.parametrize("term", ["large model", "Large Models", "LM", "大模型"])
def test_a_term_in_any_of_its_forms(assistant, medfm, term: str) -> None:
    run = medfm("glossary", term)
    assert run.code == 0
    assert len(run.out.splitlines()) == 3
    assert run.out.splitlines()[1].startswith("large model")


def test_words_need_no_quotes(assistant, medfm) -> None:
    assert medfm("glossary", "large", "model").out == medfm("glossary", "large model").out


def test_a_chinese_term_has_chinese_columns_and_the_term_itself_comes_first(assistant, medfm) -> None:
    assert medfm("glossary", "咨询师").out.splitlines() == [
        "英文       中文        缩写  次数  出处",
        "counselor  咨询师      -        2  100 126:136",
        "-          心理咨询师  PSY      1  101 25:30",
    ]


@pytest.mark.parametrize(
    ("term", "line"), [("gene", "The glossary has no term 'gene'.\n"), ("基因", "术语表中没有“基因”。\n")]
)
def test_a_term_that_is_not_there(assistant, medfm, term: str, line: str) -> None:
    run = medfm("glossary", term)
    assert (run.code, run.out, run.err) == (1, line, "")
    assert medfm("glossary", term, "--json").json == {"term": term, "entries": []}


@pytest.mark.parametrize("term", ["gene " * 200, "基因" * 500])
def test_a_long_term_still_gives_one_line(assistant, medfm, term: str) -> None:
    [line] = medfm("glossary", term).out.splitlines()
    assert width(line) <= 80


def test_json(assistant, medfm) -> None:
    found = medfm("glossary", "lm", "--json").json
    assert found == {
        "term": "lm",
        "entries": [
            {
                "english": "large model",
                "chinese": "大模型",
                "abbreviation": "LM",
                "document": "tiny-2024",
                "source_file": "100_tiny.txt",
                "start": 2,
                "end": 40,
                "spans": [[22, 40], [2, 8]],
                "quotes": ["text-to-text model", "Models"],
                "count": 12,
                "confidence": 0.75,
            }
        ],
    }
    assert len(medfm("glossary", "--json").json["entries"]) == 3
    assert medfm("glossary", "--json").json["term"] is None


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("", "is empty"),
        ("…", "has no words"),
        ("a\x1b[2J", "control character"),
        ("\ud800", "not valid UTF-8"),
    ],
)
def test_what_is_no_term(assistant, medfm, term: str, message: str) -> None:
    run = medfm("glossary", term)
    assert (run.code, run.out) == (2, "")
    assert message in run.err and len(run.err.splitlines()) == 1


def test_the_index_is_built_at_first_use(no_index, medfm) -> None:
    assert medfm("glossary").code == 0
    assert no_index == ["built"]


@pytest.mark.parametrize("columns", [64, 80, 100])
def test_the_glossary_of_the_surveys_fits_the_terminal(built_home: Path, capsys, columns: int) -> None:
    console = Console()
    console.columns = columns
    parsed = make_parser().parse_args(["glossary", "--home", str(built_home)])
    assert glossary.run(parsed, console) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 300
    assert max(map(width, lines)) <= columns
    # A place stands in the last column, which begins at the same column in every line.
    places = [line.rsplit("  ", 1) for line in lines[1:] if line[-1].isdigit()]
    assert len({width(before) for before, _ in places}) == 1


@pytest.mark.parametrize(
    ("term", "english"),
    [("LLM", "large language model"), ("对比学习", "contrastive learning"), ("基础模型", "foundation model")],
)
def test_terms_of_the_surveys(built_home: Path, medfm, term: str, english: str) -> None:
    found = medfm("glossary", term, "--home", str(built_home), "--json").json["entries"]
    assert found[0]["english"] == english
    assert all(entry["quotes"] and all(entry["quotes"]) for entry in found)


def test_help_fits_the_terminal(medfm) -> None:
    run = medfm("glossary", "--help")
    assert (run.code, run.err) == (0, "")
    assert max(map(width, run.out.splitlines())) <= 80
