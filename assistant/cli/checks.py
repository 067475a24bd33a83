"""What `medfm doctor` looks at. No check imports a model library, asks a hub or waits for long."""

import os
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.parse import urlsplit

from assistant.cli.parser import package_version
from assistant.settings import Settings
from corpus import load_corpus
from corpus.errors import MedfmError

PACKAGE = "medfm-assistant"
SPACE_NEEDED = 200_000_000
"""Bytes that an index, and the building of the next beside it, take at most."""
SECONDS = 2.0
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_MODELS = ("embedder", "llm", "judge", "reranker")
_BUILT_IN = ("", "built-in", "extractive", "hashing")
_HUB_VARIABLES = ("HF_HUB_OFFLINE", "HF_ENDPOINT", "HF_HOME")


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What a check found; `remedy` says what to do about it."""

    state: State
    about: str
    text: str
    remedy: str = ""


def all_findings(settings: Settings) -> Iterator[Finding]:
    """Run every check."""
    yield _python()
    yield from packages()
    yield full_text()
    yield texts()
    yield home(settings.home)
    yield index(settings)
    yield from models(settings)


def _python() -> Finding:
    number = ".".join(map(str, sys.version_info[:3]))
    return Finding(State.OK, "program", f"medfm {package_version()}, Python {number}, {sys.platform}")


def packages() -> Iterator[Finding]:
    """The packages that this one requires, by the part that requires them."""
    try:
        wanted = requires(PACKAGE) or []
    except PackageNotFoundError:
        yield Finding(State.NOTE, "packages", "medfm runs from a folder.", "Install it with: pip install .")
        return
    parts: dict[str, list[str]] = {"": []}
    for requirement in wanted:
        extra = _EXTRA.search(requirement)
        name = _REQUIREMENT.match(requirement)
        if name:
            parts.setdefault(extra[1] if extra else "", []).append(name[1])
    for part, names in parts.items():
        yield _part(part, names)


def _part(part: str, names: list[str]) -> Finding:
    found = {name: _version(name) for name in names}
    missing = [name for name, number in found.items() if not number]
    about = f"optional part {part}" if part else "packages"
    if not missing:
        return Finding(State.OK, about, ", ".join(f"{name} {number}" for name, number in found.items()))
    named = f"{PACKAGE}[{part}]" if part else PACKAGE
    state = State.NOTE if part else State.PROBLEM
    return Finding(state, about, f"{', '.join(missing)} missing.", f"Get it with: pip install '{named}'")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def full_text() -> Finding:
    """Whether Python's SQLite can search text."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (a)")
    except sqlite3.Error:
        remedy = "Use a Python whose SQLite has FTS5, such as that of python.org."
        return Finding(State.PROBLEM, "SQLite", f"{sqlite3.sqlite_version} lacks full text search.", remedy)
    finally:
        connection.close()
    return Finding(State.OK, "SQLite", f"{sqlite3.sqlite_version} with full text search")


def texts() -> Finding:
    """Whether the surveys are there, byte for byte."""
    try:
        return Finding(State.OK, "texts", f"{len(load_corpus())} surveys, as published")
    except MedfmError as error:
        return Finding(State.PROBLEM, "texts", error.message, error.remedy)


def home(folder: Path) -> Finding:
    """Whether files can be kept, and how much room there is."""
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as error:
        remedy = "Set MEDFM_HOME to a folder that you may write to."
        return Finding(State.PROBLEM, "home", f"{folder} can't be written: {error.strerror}.", remedy)
    room = f"{free / 1e9:,.1f} GB free"
    if free < SPACE_NEEDED:
        remedy = f"Make room for {SPACE_NEEDED / 1e6:.0f} MB, or set MEDFM_HOME to another disk."
        return Finding(State.PROBLEM, "home", f"{folder}: only {room}.", remedy)
    made = "" if folder.exists() else ", made at first use"
    return Finding(State.OK, "home", f"{folder}, {room}{made}")


def index(settings: Settings) -> Finding:
    """Whether there is an index and what it was built with; it is not read as a whole."""
    try:
        from assistant.library import index_path
        from indexing.errors import IndexMissing
        from indexing.store.directory import current_generation
    except ModuleNotFoundError as error:
        return Finding(State.PROBLEM, "index", f"It needs the package {error.name}.")
    try:
        _, manifest = current_generation(index_path(settings))
    except IndexMissing as error:
        return Finding(State.NOTE, "index", "There is none yet; the first question builds it.", error.remedy)
    except MedfmError as error:
        return Finding(State.PROBLEM, "index", error.message, error.remedy)
    held = f"{manifest.passages:,} passages of {len(manifest.documents)} texts"
    return Finding(State.OK, "index", f"{held}, embedder {manifest.embedder}, built {manifest.created}")


def models(settings: Settings) -> Iterator[Finding]:
    """Which models are named, and whether the servers among them answer."""
    named = {name: getattr(settings, name) for name in _MODELS if getattr(settings, name) not in _BUILT_IN}
    if not named:
        yield Finding(State.OK, "models", "all built in; no network is used")
        return
    for name, model in named.items():
        address = re.search(r"https?://\S+", model)
        if address:
            yield _server(name, model, address.group())
        elif Path(model.partition(":")[2] or model).expanduser().exists():
            yield Finding(State.OK, name, f"{model}, a folder on this machine")
        else:
            yield Finding(State.NOTE, name, f"{model} comes from a model hub unless it is cached. {_hub()}")


def _hub() -> str:
    given = [f"{name}={os.environ[name]}" for name in _HUB_VARIABLES if os.environ.get(name)]
    return f"Its settings: {', '.join(given)}." if given else "No HF_… variable is set."


def _server(name: str, model: str, address: str) -> Finding:
    if _answers(address):
        return Finding(State.OK, name, f"{model}: a server answers there")
    remedy = "Start the server, or name another with MEDFM_" + name.upper() + "."
    return Finding(State.PROBLEM, name, f"{model}: nothing answers there within {SECONDS:.0f} s.", remedy)


def _answers(address: str) -> bool:
    """Whether something listens at the address. In a thread, because looking up a name can't be timed."""
    result: list[bool] = []

    def connect() -> None:
        try:
            parts = urlsplit(address)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            with socket.create_connection((parts.hostname or "", port), timeout=SECONDS):
                result.append(True)
        except (OSError, ValueError):
            result.append(False)

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(SECONDS + 1)
    return bool(result and result[0])
