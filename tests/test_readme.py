"""What README and the other pages say can be typed, opened and run."""

import re
import shlex
from pathlib import Path

import pytest

from assistant.cli.parser import COMMANDS, make_parser
from assistant.settings import load_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    page
    for page in sorted(ROOT.rglob("*.md"))
    if not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
]
CONTROL = {"|", ">", "<", "&&", ";"}


def blocks(language: str) -> list[str]:
    """The fenced blocks of README that are marked as `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def medfm_lines() -> list[str]:
    lines = [line.removeprefix("$ ") for block in blocks("(?:sh|console)") for line in block.splitlines()]
    return [line for line in lines if line.startswith("medfm ")]


def blocks_of_shell() -> str:
    return "\n".join(blocks("sh"))


def arguments_of(line: str) -> list[str]:
    """What the shell hands to `medfm`, up to a pipe or a redirection."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    end = next((n for n, word in enumerate(words) if word in CONTROL), len(words))
    return words[1:end]


@pytest.mark.parametrize("line", medfm_lines())
def test_every_command_can_be_typed(line: str, capsys) -> None:
    arguments = arguments_of(line)
    if "--help" in arguments:
        with pytest.raises(SystemExit) as leaving:
            make_parser().parse_args(arguments)
        assert leaving.value.code == 0
    else:
        assert make_parser().parse_args(arguments).command in COMMANDS


def test_every_command_is_in_the_readme() -> None:
    assert all(f"medfm {command}" in README for command in COMMANDS)


def test_the_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)", blocks_of_shell()))
    assert targets == {"ask", "test"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_python_runs(built_home: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("MEDFM_HOME", str(built_home))
    [code] = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert "220M/770M" in capsys.readouterr().out


def test_the_settings_are_read(tmp_path: Path) -> None:
    [settings] = blocks("toml")
    (tmp_path / "medfm.toml").write_text(settings, encoding="utf-8")
    assert load_settings(folder=tmp_path).k == 12


def test_the_defaults_are_those_of_the_program() -> None:
    settings = load_settings({}, {}, Path(__file__).parent)
    table = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]+?)`? \|", README, re.MULTILINE))
    assert float(table["min_confidence"]) == settings.min_confidence
    assert int(table["k"]) == settings.k
    assert table["embedder"] == settings.embedder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    relative = [link for link in links if link and not re.match(r"[a-z]+:", link)]
    assert not [link for link in relative if not (page.parent / link).exists()]
