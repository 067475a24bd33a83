"""What `medfm doctor` looks at. No check imports a model library, asks a hub or waits for long."""

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from assistant.cli.parser import package_version
from assistant.generators.catalog import chosen_option, generator_options
from assistant.judging import LLM
from assistant.settings import Settings
from corpus import load_corpus
from corpus.errors import MedfmError

PACKAGE = "medfm-assistant"
SPACE_NEEDED = 200_000_000
"""Bytes that an index, and the building of the next beside it, take at most."""
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_BUILT_IN = ("", "built-in", "hashing", "overlap")
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
    """Which models are named, and whether they are there; what else could write answers."""
    chosen = chosen_option(settings)
    if settings.llm != Settings.llm:
        state = State.OK if chosen.available else State.PROBLEM
        yield Finding(state, "llm", f"{chosen.name}: {chosen.text}", chosen.remedy)
    named = {name: getattr(settings, name) for name in ("embedder", "reranker", "judge")}
    if named["judge"] == LLM:
        del named["judge"]  # the model of `llm`, told of above
    named = {name: model for name, model in named.items() if model not in _BUILT_IN}
    for name, model in named.items():
        if Path(model).expanduser().exists():
            yield Finding(State.OK, name, f"{model}, a folder on this machine")
        elif name == "embedder" and model.startswith("openai:"):
            yield Finding(State.NOTE, name, f"{model} is asked over the network.")
        else:
            yield Finding(State.NOTE, name, f"{model} comes from a model hub unless it is cached. {_hub()}")
    if not named and settings.llm == Settings.llm:
        yield Finding(State.OK, "models", "all built in; no network is used")
    yield from writers(settings)


def writers(settings: Settings) -> Iterator[Finding]:
    """The generators that could be named as `llm`."""
    for option in generator_options(settings):
        if option.name not in (settings.llm, Settings.llm):
            state = State.OK if option.available else State.NOTE
            yield Finding(state, f"can write: {option.name}", option.text, option.remedy)


def _hub() -> str:
    given = [f"{name}={os.environ[name]}" for name in _HUB_VARIABLES if os.environ.get(name)]
    return f"Its settings: {', '.join(given)}." if given else "No HF_… variable is set."
