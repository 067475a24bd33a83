"""`medfm show`: contents, sections, and what stands around a citation."""

import pytest

from assistant.cli.outline import Section, find_sections
from assistant.cli.wrapping import width
from corpus import Span


def test_contents(assistant, medfm) -> None:
    run = medfm("show", "100")
    assert run.code == 0
    assert run.out.splitlines() == [
        "Bee et al. 2024, Tiny Models: A Survey",
        "tiny-2024 · 100_tiny.txt",
        "  0:101  1 Models",
        "102:137  2 Uses",
    ]


def test_contents_in_json(assistant, medfm) -> None:
    assert medfm("show", "wei-2024", "--json").json == {
        "document": "wei-2024",
        "source_file": "101_wei.txt",
        "sections": [{"section": ["一、应用"], "start": 0, "end": 31}],
    }


def test_a_span_in_its_surroundings(assistant, medfm) -> None:
    out = medfm("show", "tiny-2024", "--span", "9:46").out
    assert out.splitlines() == [
        "Bee et al. 2024, Tiny Models: A Survey",
        "tiny-2024 · 100_tiny.txt 9:46",
        "",
        "1 Models",
        "",
        "paragraph 9:72",
        "  ⟦SciFive is a text-to-text model [65].⟧ It was trained on PubMed.",
        "",
        "table row 84:101",
        "  Table 1. Models.",
        "  Model | Size",
        "  SciFive | 220M/770M",
        "",
        "2 Uses",
        "",
        "paragraph 109:137",
        "  Psy-LLM supports counselors.",
    ]


def test_a_row_is_read_out_with_its_columns(assistant, medfm) -> None:
    lines = medfm("show", "100", "--span", "92:101").out.splitlines()
    at = lines.index("  SciFive | ⟦220M/770M⟧")
    assert lines[at + 1] == "    Model: SciFive · Size: 220M/770M"


def test_a_heading_that_is_asked_for_is_marked(assistant, medfm) -> None:
    assert "  ⟦1 Models⟧" in medfm("show", "100", "--span", "0:8").out.splitlines()


def test_several_spans_and_json(assistant, medfm) -> None:
    found = medfm("show", "100", "--span", "84:91", "--span", "9:16", "--json").json
    assert (found["start"], found["end"], found["spans"]) == (9, 91, [[9, 16], [84, 91]])
    assert found["quote"] == "SciFiveSciFive"
    row = next(block for block in found["blocks"] if block["kind"] == "table row")
    assert (row["text"], row["cells"]) == ("SciFive\t220M/770M", {"Model": "SciFive", "Size": "220M/770M"})
    assert row["section"] == ["1 Models"]


@pytest.mark.parametrize("name", ["2", "2 Uses", "uses", "Use", "ｕｓｅｓ"])
def test_a_section_by_label_title_or_part(assistant, medfm, name: str) -> None:
    lines = medfm("show", "100", "--section", name).out.splitlines()
    assert lines[1] == "tiny-2024 · 100_tiny.txt 102:137"
    assert lines[-1] == "  Psy-LLM supports counselors."
    assert not any("SciFive" in line for line in lines)


def test_a_chinese_section(assistant, medfm) -> None:
    lines = medfm("show", "101", "--section", "应用").out.splitlines()
    assert lines[0] == "魏小等 2024, 小模型：综述"
    assert lines[-2:] == ["段落 7:31", "  大模型可以辅助医生写病历，也可以辅助心理咨询师。"]


def test_several_sections_are_listed(assistant, medfm) -> None:
    run = medfm("show", "100", "--section", "s")
    assert run.code == 0
    assert run.err == "medfm: 2 sections match; name one of them.\n"
    assert [line.split("  ")[-1] for line in run.out.splitlines()[2:]] == ["1 Models", "2 Uses"]


SECTIONS = tuple(
    Section(path, Span(n, n + 1))
    for n, path in enumerate(
        [
            ("II. Methods",),
            ("II. Methods", "A. Language"),
            ("II. Methods", "A. Language", "Guideline"),
            ("III. Language",),
            ("4 Uses",),
            ("4 Uses", "4.2 Coding"),
            ("4 Uses", "4.2 Coding", "4.2.1 Methods"),
            ("14 End",),
        ]
    )
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("4", ["4 Uses"]),
        ("4.2", ["4.2 Coding"]),
        ("II", ["II. Methods"]),
        ("a", ["A. Language"]),
        ("language", ["A. Language", "III. Language"]),
        ("guide", ["Guideline"]),
        ("II. Methods > A", ["A. Language"]),
        ("Methods › Language", []),
        ("4.3", []),
        ("", []),
    ],
)
def test_which_sections_are_meant(wanted: str, expected: list[str]) -> None:
    assert [section.title for section in find_sections(SECTIONS, wanted)] == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody-2024"], "There is no document 'nobody-2024'."),
        (["tiny-2042"], "Did you mean tiny-2024?"),
        (["100", "--section", "Model"], ""),
        (["100", "--section", "Modles"], "tiny-2024 has no section 'Modles'. Did you mean '1 Models'?"),
        (["100", "--section", "资助"], "medfm show tiny-2024 lists its sections."),
        (["100", "--span", "0:9999"], "100_tiny.txt has 138 characters; 0:9999 is beyond them."),
        (["100", "--span", "9:9"], "'9:9' is not A:B with A less than B"),
        (["100", "--span", "-1:9"], ""),
        (["100", "--span", "a:b"], "'a:b' is not A:B"),
        (["100", "--span", "1:2", "--section", "2"], "--section and --span exclude each other."),
        ([], "the following arguments are required: DOC"),
    ],
)
def test_wrong_use(assistant, medfm, arguments: list[str], message: str) -> None:
    run = medfm("show", *arguments)
    assert message.casefold() in run.err.casefold()
    if message:
        assert (run.code, run.out, len(run.err.splitlines())) == (2, "", 1)


def test_the_index_is_built_at_first_use(no_index, medfm) -> None:
    assert medfm("show", "100").code == 0
    assert no_index == ["built"]


def test_real_texts_fit_eighty_columns(built_home, medfm) -> None:
    for arguments in (["000"], ["003", "--section", "4.7"], ["004", "--span", "40072:40091"]):
        run = medfm("show", *arguments, "--home", str(built_home))
        assert run.code == 0
        assert max(map(width, run.out.splitlines())) <= 80
    assert "⟦" in run.out
