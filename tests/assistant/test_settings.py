"""Settings: where they come from, in which order, and what is refused."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import BadSettings
from assistant.settings import Settings, default_home, load_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    return made


def load(folder: Path, home: Path, flags=None, **variables: str) -> Settings:
    return load_settings(flags, {"MEDFM_HOME": str(home), **variables}, folder)


def write(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "medfm.toml").write_text(text, encoding="utf-8")


def test_defaults(folder: Path, home: Path) -> None:
    settings = load(folder, home)
    assert settings == Settings(home=home)
    assert (settings.embedder, settings.llm, settings.judge, settings.reranker) == (
        "built-in",
        "extractive",
        "built-in",
        "",
    )
    assert settings.k == 8


def test_each_source_outdoes_the_next(folder: Path, home: Path) -> None:
    write(home, "k = 2\n")
    assert load(folder, home).k == 2
    write(folder, "k = 3\n")
    assert load(folder, home).k == 3
    assert load(folder, home, MEDFM_K="4").k == 4
    assert load(folder, home, {"k": "5"}, MEDFM_K="4").k == 5


def test_files_are_merged_key_by_key(folder: Path, home: Path) -> None:
    write(home, 'k = 2\nllm = "hf:shared"\n')
    write(folder, "k = 3\n")
    settings = load(folder, home)
    assert (settings.k, settings.llm) == (3, "hf:shared")


def test_flags_that_were_not_given_do_not_count(folder: Path, home: Path) -> None:
    assert load(folder, home, {"k": None, "llm": None}, MEDFM_K="4").k == 4


def test_home_comes_from_flag_then_variable_then_file(folder: Path, home: Path, tmp_path: Path) -> None:
    write(folder, f'home = "{(tmp_path / "filed").as_posix()}"\n')
    assert load_settings({}, {}, folder).home == tmp_path / "filed"
    assert load(folder, home).home == home
    assert load(folder, home, {"home": str(tmp_path / "flag")}).home == tmp_path / "flag"


def test_home_is_absolute_and_knows_the_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.chdir(folder)
    assert load_settings({"home": "~/medfm"}, {}, folder).home == folder / "medfm"
    assert load_settings({"home": "medfm"}, {}, folder).home == folder / "medfm"


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_DATA_HOME", "data/medfm"),
        ("linux", "", "user/.local/share/medfm"),
        ("darwin", "", "user/Library/Application Support/medfm"),
        ("win32", "LOCALAPPDATA", "data/medfm"),
        ("win32", "", "user/AppData/Local/medfm"),
    ],
)
def test_default_home_is_where_the_system_keeps_data(
    platform: str, variable: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "user")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    assert default_home() == tmp_path / expected


def test_without_any_home_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(BadSettings, match="Set MEDFM_HOME"):
        load_settings({}, {})


def test_an_empty_variable_counts_as_not_set(folder: Path, home: Path) -> None:
    assert load(folder, home, MEDFM_K="", MEDFM_LLM="").k == 8


def test_the_debug_variable_is_no_setting(folder: Path, home: Path) -> None:
    assert load(folder, home, MEDFM_DEBUG="1") == Settings(home=home)


@pytest.mark.parametrize(
    ("variables", "toml", "flags", "message"),
    [
        ({"MEDFM_EMBEDER": "x"}, "", {}, "MEDFM_EMBEDER is not a setting. Did you mean embedder?"),
        ({}, 'embeder = "x"', {}, "medfm.toml: embeder is not a setting. Did you mean embedder?"),
        ({}, "", {"rerank": "x"}, "--rerank is not a setting. Did you mean reranker?"),
        ({"MEDFM_ZZZ": "x"}, "", {}, "MEDFM_ZZZ is not a setting. Settings are: home, embedder"),
        ({}, "[llm]\nname = 1", {}, "medfm.toml: llm must be text"),
        ({}, "llm = 3", {}, "medfm.toml: llm must be text, not 3."),
        ({}, 'llm = " "', {}, "medfm.toml: llm is empty."),
        ({"MEDFM_K": "0"}, "", {}, "MEDFM_K must be a whole number from 1 to 50, not '0'."),
        ({"MEDFM_K": "51"}, "", {}, "from 1 to 50"),
        ({"MEDFM_K": "many"}, "", {}, "MEDFM_K must be a whole number from 1 to 50, not 'many'."),
        ({}, "k = 1.5", {}, "medfm.toml: k must be a whole number"),
        ({}, "k = true", {}, "medfm.toml: k must be a whole number"),
        ({}, "", {"k": "-1"}, "--k must be a whole number from 1 to 50"),
        ({}, "min_confidence = 1.1", {}, "must be a number from 0.0 to 1.0"),
        ({}, "min_confidence = nan", {}, "must be a number from 0.0 to 1.0"),
        ({}, "k = ", {}, "is not valid TOML"),
        ({}, "", {"home": "a\0b"}, "--home has a NUL character"),
    ],
)
def test_refused_with_one_line(folder: Path, home: Path, variables, toml, flags, message: str) -> None:
    write(folder, toml)
    with pytest.raises(BadSettings) as caught:
        load(folder, home, flags, **variables)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_file_in_home_may_not_move_home(folder: Path, home: Path) -> None:
    write(home, 'home = "elsewhere"\n')
    with pytest.raises(BadSettings, match="sets home, but was found by it"):
        load(folder, home)


def test_a_file_in_the_working_directory_that_is_home_too_counts_once(home: Path) -> None:
    write(home, f'home = "{home.as_posix()}"\nk = 3\n')
    assert load_settings({}, {}, home) == Settings(home=home, k=3)


def test_a_file_that_is_not_utf8(folder: Path, home: Path) -> None:
    (folder / "medfm.toml").write_bytes(b'llm = "\xff"')
    with pytest.raises(BadSettings, match="is not valid TOML"):
        load(folder, home)


def test_the_hash_names_what_changes_answers(home: Path, tmp_path: Path) -> None:
    settings = Settings(home=home)
    assert replace(settings, home=tmp_path / "other").hash == settings.hash
    changed = [
        replace(settings, k=9),
        replace(settings, embedder="hashing"),
        replace(settings, llm="hf:x"),
        replace(settings, judge="x"),
        replace(settings, reranker="x"),
        replace(settings, min_confidence=0.9),
    ]
    assert len({settings.hash, *(other.hash for other in changed)}) == len(changed) + 1
    assert len({settings.index_hash, *(other.index_hash for other in changed)}) == 1


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("1", True), ("No", False), ("0", False)])
def test_truth_values(folder: Path, home: Path, written: str, meant: bool) -> None:
    assert load(folder, home, MEDFM_KEEP_UNSUPPORTED=written).keep_unsupported is meant
    write(folder, f"keep_unsupported = {str(meant).lower()}\n")
    assert load(folder, home).keep_unsupported is meant


@pytest.mark.parametrize(
    ("name", "value"), [("keep_unsupported", "maybe"), ("fallback", "hf:x"), ("dtype", "int3")]
)
def test_values_that_are_none_of_the_choices_are_refused(
    folder: Path, home: Path, name: str, value: str
) -> None:
    with pytest.raises(BadSettings, match=f"--{name} must be "):
        load(folder, home, {name: value})


def test_settings_that_change_no_answer_are_in_no_hash(home: Path) -> None:
    plain = Settings(home=home)
    assert replace(plain, timeout=5.0, retries=0, home=home / "other").hash == plain.hash
    assert replace(plain, keep_unsupported=True).hash != plain.hash
    assert replace(plain, seed=1).hash != plain.hash
