"""Commands run in this process over a scripted assistant."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from scripted import ScriptedAssistant, TinyStore, stand_in

import assistant as assistant_package
from assistant.__main__ import main
from assistant.settings import Settings
from indexing.errors import IndexMissing


@pytest.fixture
def assistant(home: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedAssistant:
    """Stands in for the pipeline and the library in every command; its index is built already."""
    home.mkdir()
    made = ScriptedAssistant()
    for name, module in stand_in(made).items():
        monkeypatch.setitem(sys.modules, name, module)
        # `from assistant import library` looks at the package before it looks at the modules.
        monkeypatch.setattr(assistant_package, name.rpartition(".")[2], module, raising=False)
    return made


@pytest.fixture
def no_index(assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """There is no index until the library is told to build one; what was built is listed."""
    built: list[str] = []

    def open_store_for(settings: Settings) -> TinyStore:
        if not built:
            raise IndexMissing("There is no index.", "Build it with: medfm index build")
        return assistant.store

    library = sys.modules["assistant.library"]
    monkeypatch.setattr(library, "open_store_for", open_store_for)
    monkeypatch.setattr(library, "build", lambda settings, progress: built.append("built"), raising=False)
    return built


@dataclass(frozen=True)
class Run:
    """What a command wrote and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        [line] = self.out.splitlines()
        return json.loads(line)

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def medfm(capsys, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Run]]:
    """Runs a command in this process; `stdin` is what is piped in."""

    def run(*arguments: str, stdin: bytes | str | None = None) -> Run:
        data = stdin.encode() if isinstance(stdin, str) else stdin or b""
        terminal = stdin is None
        stream = SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: terminal)
        monkeypatch.setattr(sys, "stdin", stream)
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    yield run
