"""Imports go one way, and commands import what they need and no more."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import BLAS_THREADS

ROOT = Path(__file__).parents[1]
BELOW = {
    "corpus": set(),
    "indexing": {"corpus"},
    "assistant": {"corpus", "indexing"},
    "ui": {"corpus", "indexing", "assistant"},
    "eval": {"corpus", "indexing", "assistant"},
}
HEAVY = ("numpy", "faiss", "torch", "transformers", "onnxruntime", "gradio", "langchain")


def imported_packages(file: Path) -> set[str]:
    """The top-level names that a file imports anywhere, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.relative_to(ROOT)}:{node.lineno} imports relatively"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("package", BELOW)
def test_imports_go_one_way(package: str) -> None:
    allowed = BELOW[package] | {package}
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in (ROOT / package).rglob("*.py")
        for name in imported_packages(file) & BELOW.keys() - allowed
    }
    assert not wrong


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["ask", "--help"], ["ask", ""], ["ask", "-k", "0", "x"], ["nonsense"]],
)
def test_help_and_wrong_use_import_nothing_heavy(arguments: list[str]) -> None:
    assert not loaded_by(arguments) & set(HEAVY)


def test_a_question_imports_no_torch(built_home: Path) -> None:
    loaded = loaded_by(["ask", "--home", str(built_home), "How big is SciFive?"], code=0)
    assert not loaded & {"torch", "transformers", "sentence_transformers", "gradio", "sklearn", "pandas"}
    assert "faiss" in loaded


@pytest.mark.parametrize(("set_by_user", "expected"), [(None, "1"), ("3", "3")])
def test_matrices_are_multiplied_by_one_thread_unless_told_otherwise(
    set_by_user: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(BLAS_THREADS, raising=False)
    if set_by_user:
        monkeypatch.setenv(BLAS_THREADS, set_by_user)
    program = (
        "import os, sys; from assistant.__main__ import BLAS_THREADS, main; main(['--version']);"
        "print(os.environ[BLAS_THREADS], 'numpy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == f"{expected} False"


def loaded_by(arguments: list[str], code: int | None = None) -> set[str]:
    """The top-level modules that a command loads, in a process of its own; `code` is how it has to end."""
    program = (
        "import sys; from assistant.__main__ import main; code = main(sys.argv[1:]);"
        "print('LOADED', code, *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ended, *modules = run.stdout.rpartition("LOADED")[2].split()
    assert code is None or ended == str(code), run.stderr
    return set(modules)
