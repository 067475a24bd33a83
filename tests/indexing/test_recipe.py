"""An index fits the code that makes it."""

import shutil
from pathlib import Path
from time import perf_counter

import pytest

import indexing
import indexing.recipe as module
from assistant.library import open_store_for
from assistant.settings import Settings
from indexing.errors import IndexMissing, IndexUnfit
from indexing.recipe import SOURCES, recipe_hash

PACKAGE = Path(indexing.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package's modules, for tests to edit."""
    return Path(
        shutil.copytree(PACKAGE, tmp_path / "indexing", ignore=shutil.ignore_patterns("models", "*.pyc"))
    )


def test_the_same_code_has_the_same_hash_wherever_it_lies(copy: Path) -> None:
    assert recipe_hash(copy) == recipe_hash(copy.rename(copy.with_name("moved")))


@pytest.mark.parametrize("pattern", SOURCES)
def test_any_edit_changes_it(copy: Path, pattern: str) -> None:
    before = recipe_hash(copy)
    edited = sorted(copy.glob(pattern))[-1]
    edited.write_bytes(edited.read_bytes() + b"# edited\n")
    assert recipe_hash(copy) != before


def test_a_new_or_renamed_module_changes_it(copy: Path) -> None:
    hashes = [recipe_hash(copy)]
    (copy / "structure" / "new.py").write_text("")
    hashes.append(recipe_hash(copy))
    (copy / "structure" / "new.py").rename(copy / "structure" / "newer.py")
    hashes.append(recipe_hash(copy))
    assert len(set(hashes)) == 3


def test_code_that_only_reads_an_index_is_not_in_it(copy: Path) -> None:
    before = recipe_hash(copy)
    (copy / "retrieval.py").write_text("")
    assert recipe_hash(copy) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TARGET_CHARACTERS", {"en": 1}),
        ("WINDOW_CHARACTERS", {"en": 1}),
        ("MAX_CHARACTERS", 1),
    ],
)
def test_lengths_change_it(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    before = Settings(home=Path()).index_hash
    monkeypatch.setattr(module, name, value)
    assert Settings(home=Path()).index_hash != before


def test_it_is_quick() -> None:
    times = []
    for _ in range(5):
        start = perf_counter()
        recipe_hash()
        times.append(perf_counter() - start)
    assert min(times) < 0.02


def test_texts_are_not_shown_from_an_index_of_other_code(
    built_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=built_home, embedder="another/embedder")
    assert len(open_store_for(settings).documents()) == 5
    monkeypatch.setattr("assistant.settings.recipe_hash", lambda: "another recipe")
    with pytest.raises(IndexUnfit) as raised:
        open_store_for(settings)
    assert "medfm index build" in raised.value.remedy


def test_no_index(home: Path) -> None:
    with pytest.raises(IndexMissing):
        open_store_for(Settings(home=home))
