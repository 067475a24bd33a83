"""Settings: one frozen value, from flags, then MEDFM_… variables, then medfm.toml, then defaults.

An unknown key is an error wherever it stands: a setting that is silently ignored would change answers.
"""

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from assistant.answer import DEFAULT_COUNT
from assistant.errors import BadSettings
from indexing.recipe import recipe_hash

PREFIX = "MEDFM_"
FILE_NAME = "medfm.toml"
DEBUG_VARIABLE = "MEDFM_DEBUG"
"""Shows tracebacks. It is no setting, because it must work before settings are read."""
NO_SETTINGS = (DEBUG_VARIABLE, "MEDFM_AUTH")
"""Variables that are none: the second holds who may use the web app, which is in no file and no hash."""
_HASH_LENGTH = 12

_NO_CHANGE = {"home", "batch_size", "timeout", "retries"}
"""Settings that change no answer."""
_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

Setting = str | int | float | bool | Path


@dataclass(frozen=True)
class Settings:
    """What can be set. `home` is where all files lie; it changes no answer and is in no hash."""

    home: Path
    embedder: str = "built-in"
    llm: str = "extractive"
    judge: str = "built-in"
    reranker: str = field(default="", metadata={"empty": True})
    k: int = field(default=DEFAULT_COUNT, metadata={"range": (1, 50)})
    """How many passages are read for an answer."""
    min_confidence: float = field(default=0.5, metadata={"range": (0.0, 1.0)})
    """Below this confidence of the generator, the question counts as not answered in the texts."""
    keep_unsupported: bool = False
    """Whether sentences without support are shown, marked, instead of dropped."""
    fallback: str = field(default="", metadata={"empty": True, "choices": ("", "extractive")})
    """The generator that answers when the one named by `llm` fails; none unless asked for."""
    max_tokens: int = field(default=2048, metadata={"range": (16, 65_536)})
    """Tokens that an LLM may write for one answer, its thoughts included."""
    context: int = field(default=0, metadata={"range": (0, 2_000_000)})
    """Tokens that an LLM can hold, prompt and answer together; 0 is what the model itself says."""
    temperature: float = field(default=0.0, metadata={"range": (0.0, 2.0)})
    """0 takes the likeliest token each time."""
    seed: int = field(default=0, metadata={"range": (0, 2**31 - 1)})
    device: str = "auto"
    """Where `hf:` models and named embedders run: auto, cpu, cuda, cuda:1, mps, …"""
    batch_size: int = field(default=32, metadata={"range": (1, 4096)})
    """Texts that a named embedder reads at once."""
    dtype: str = field(default="auto", metadata={"choices": ("auto", "float32", "bfloat16", "float16")})
    """In which numbers `hf:` models are loaded."""
    timeout: float = field(default=120.0, metadata={"range": (0.1, 86_400.0)})
    """Seconds that a server may be silent."""
    retries: int = field(default=3, metadata={"range": (0, 20)})
    """How often a server is asked again that is too busy or failing."""

    @property
    def hash(self) -> str:
        """Names everything here that changes answers."""
        return _hash({f.name: getattr(self, f.name) for f in fields(self) if f.name not in _NO_CHANGE})

    @property
    def index_hash(self) -> str:
        """Names how texts become passages and tokens. The index knows its embedder by the embedder's own
        name."""
        # Help and wrong use need no settings of an index, and no numpy.
        from indexing.embedders.encoder import load_encoder

        return _hash({"recipe": recipe_hash(), "encoder": load_encoder().name})


def load_settings(
    flags: Mapping[str, Setting | None] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings of this run; `flags` that are None were not given. `folder` is where medfm.toml is looked
    for first, by default the working directory, and then in `home`.

    Raises BadSettings for an unknown key, a value out of range or a file that can't be read.
    """
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    named = _checked(given, "--{}")
    variables = _checked(_from_environment(os.environ if environment is None else environment), PREFIX + "{}")
    local_file = (folder or Path()) / FILE_NAME
    local = _checked(_from_file(local_file), f"{FILE_NAME}: {{}}")
    home = Path(str(named.get("home") or variables.get("home") or local.get("home") or default_home()))
    shared: dict[str, Setting] = {}
    if not _same_file(home / FILE_NAME, local_file):
        shared = _checked(_from_file(home / FILE_NAME), f"{home / FILE_NAME}: {{}}")
    if "home" in shared:
        raise BadSettings(f"{home / FILE_NAME} sets home, but was found by it.", "Remove that line.")
    merged: dict[str, Any] = {**shared, **local, **variables, **named, "home": home}
    return Settings(**merged)


def check_count(value: object) -> int:
    """A question's own `k`, in the range of the setting. Raises BadSettings."""
    checked: dict[str, Any] = _checked({"k": value}, "{}")
    count: int = checked["k"]
    return count


def default_home() -> Path:
    """Where this system keeps a user's data of programs."""
    try:
        user = Path.home()
    except RuntimeError as error:
        raise BadSettings("There is no home directory.", "Set MEDFM_HOME to a folder of yours.") from error
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "medfm"
    if sys.platform == "darwin":
        return user / "Library" / "Application Support" / "medfm"
    return Path(os.environ.get("XDG_DATA_HOME") or user / ".local" / "share") / "medfm"


def _from_environment(environment: Mapping[str, str]) -> dict[str, Setting]:
    """MEDFM_… variables by key. An empty one counts as not set, as is usual in shells."""
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in NO_SETTINGS and value
    }


def _from_file(file: Path) -> dict[str, Setting]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadSettings(f"{file} can't be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file} is not valid TOML: {error}.", "Correct or remove it.") from error


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _checked(values: Mapping[str, object], wording: str) -> dict[str, Setting]:
    """The values, each of its type and in its range; `wording` names a key as its source writes it."""
    known = {f.name: f for f in fields(Settings)}
    checked = {}
    for key, value in values.items():
        written = wording.format(key.upper() if wording.startswith(PREFIX) else key)
        if key not in known:
            raise BadSettings(f"{written} is not a setting.", _suggestion(key, known))
        checked[key] = _value(known[key], value, written)
    return checked


def _suggestion(key: str, known: Iterable[str]) -> str:
    nearest = get_close_matches(key, known, n=1)
    return f"Did you mean {nearest[0]}?" if nearest else f"Settings are: {', '.join(known)}."


def _value(setting: "Field[Any]", value: object, written: str) -> Setting:
    if setting.type is bool:
        return _truth(value, written)
    if setting.type in (int, float):
        return _number(setting, value, written)
    if not isinstance(value, (str, Path)):
        raise BadSettings(f"{written} must be text, not {value!r}.")
    text = str(value).strip()
    if not text and not setting.metadata.get("empty"):
        raise BadSettings(f"{written} is empty.", "Give it a value, or leave it out.")
    choices = setting.metadata.get("choices")
    if choices and text not in choices:
        raise BadSettings(f"{written} must be one of {', '.join(filter(None, choices))}, not {text!r}.")
    if "\0" in text:
        raise BadSettings(f"{written} has a NUL character in it.")
    return Path(os.path.abspath(os.path.expanduser(text))) if setting.type is Path else text


def _truth(value: object, written: str) -> bool:
    found = value if isinstance(value, bool) else _TRUTHS.get(str(value).strip().casefold())
    if found is None:
        raise BadSettings(f"{written} must be true or false, not {value!r}.")
    return found


def _number(setting: "Field[Any]", value: object, written: str) -> int | float:
    low, high = setting.metadata["range"]
    kind = "a whole number" if setting.type is int else "a number"
    message = f"{written} must be {kind} from {low} to {high}, not {value!r}."
    # A truth value is an int to Python, and a float would be cut to one.
    if isinstance(value, bool) or (setting.type is int and isinstance(value, float)):
        raise BadSettings(message)
    try:
        number: int | float = setting.type(value)  # type: ignore[operator]  # a dataclass's type may be a string
    except (TypeError, ValueError) as error:
        raise BadSettings(message) from error
    if not low <= number <= high:
        raise BadSettings(message)
    return number


def _hash(values: Mapping[str, object]) -> str:
    data = json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]
