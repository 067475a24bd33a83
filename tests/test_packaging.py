"""What is imported is declared, what is declared is pinned for the tests, and nothing names a host."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("corpus", "indexing", "assistant", "ui", "eval")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def distribution(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


REQUIRED = {distribution(requirement) for requirement in PROJECT["dependencies"]}
EXTRAS = {
    extra: {distribution(requirement) for requirement in wanted}
    for extra, wanted in PROJECT["optional-dependencies"].items()
}


def foreign_imports(folder: Path) -> set[str]:
    found: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found - set(OURS) - sys.stdlib_module_names


@pytest.mark.parametrize("package", OURS)
def test_what_is_imported_is_declared(package: str) -> None:
    declared = REQUIRED.union(*EXTRAS.values())
    providers = packages_distributions()
    missing = {
        name
        for name in foreign_imports(ROOT / package)
        if not declared & {found.lower().replace("_", "-") for found in providers.get(name, [name])}
    }
    assert not missing


def test_constraints_pin_every_direct_dependency() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", pin) for pin in pins)
    assert {distribution(pin) for pin in pins} >= (REQUIRED | EXTRAS["dev"]) - {distribution(PROJECT["name"])}


def test_every_file_that_ships_is_declared() -> None:
    """Package data are patterns; a text or model that none matches would be missing after an install. What
    models are trained on stays in the checkout."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    learned_from = ROOT / "assistant" / "joint" / "training" / "data"
    for package, patterns in data.items():
        shipped = {file for pattern in patterns for file in (ROOT / package).glob(pattern)}
        there = {
            file
            for file in (ROOT / package).rglob("*")
            if file.is_file()
            and learned_from not in file.parents
            and file.suffix in (".txt", ".toml", ".jsonl", ".onnx", ".npy", ".safetensors")
        }
        assert not [file for file in shipped if learned_from in file.parents]
        assert there <= shipped, f"{package}: {sorted(str(f) for f in there - shipped)}"
