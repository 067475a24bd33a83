"""Where a model is that the user names: a folder, the hub's cache on this machine, or the hub.

A model that lies on this machine is used without a connection. One that doesn't is asked for once: the hub
answers in a few seconds, or the error says so.
"""

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from indexing.errors import EmbedderError

HUB_PATIENCE = 8.0
"""Seconds. The look-up of a host's name knows no time limit of its own, so the whole question has one."""

_OTHER_BACKENDS = {"onnx", "openvino"}
_PART_OF_MODEL = {".json", ".txt", ".model", ".safetensors", ".bin"}


class Place(NamedTuple):
    """Where a model is: a folder, or an id with the commit that the hub has of it."""

    source: str
    version: str
    local: bool


def locate(id_or_path: str, organisation: str = "") -> Place:
    """Find the model; a name without an organisation is looked for in `organisation` first.

    Raises EmbedderError when there is none, or the hub can't be reached.
    """
    folder = Path(id_or_path).expanduser()
    if id_or_path and folder.is_dir():
        return _in_folder(folder)
    if not id_or_path or folder.is_absolute() or id_or_path.count("/") > 1 or id_or_path.startswith("."):
        raise EmbedderError(f"There is no folder {id_or_path} with a model.", "Check the path.")
    bare = "/" not in id_or_path and organisation
    ids = [f"{organisation}/{id_or_path}", id_or_path] if bare else [id_or_path]
    return _cached(ids) or Place(ids[0], _ask_hub(ids[0]), False)


def _in_folder(folder: Path) -> Place:
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise EmbedderError(f"The folder {folder} holds no model.", "Check the path.")
    try:
        return Place(str(folder), _hash_folder(folder), True)
    except OSError as error:
        raise EmbedderError(f"The model in {folder} can't be read: {error.strerror}.") from error


def _cached(ids: Iterable[str]) -> Place | None:
    """The model's folder in the hub's cache, which is named after its commit."""
    hub = import_module("huggingface_hub")
    for id in ids:
        try:
            folder = hub.snapshot_download(id, local_files_only=True, cache_dir=cache_folder())
        except (OSError, ValueError):
            continue
        if (Path(folder) / "config.json").exists():
            return Place(folder, Path(folder).name, True)
    return None


def cache_folder() -> str | None:
    """Where sentence-transformers is told to keep models, if it is."""
    return os.environ.get("SENTENCE_TRANSFORMERS_HOME")


def _ask_hub(id: str) -> str:
    """The commit that the hub has of the model `id`: one question, no second try."""
    hub, errors = import_module("huggingface_hub"), import_module("huggingface_hub.errors")
    answer: Future[str] = Future()

    def ask() -> None:
        try:
            answer.set_result(str(hub.HfApi().model_info(id, timeout=HUB_PATIENCE).sha))
        except BaseException as error:  # handed over to the thread that waits
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(timeout=HUB_PATIENCE)
    except (errors.HfHubHTTPError, ValueError) as error:
        message = f"The model hub gives no model {id}: {first_line(error)}"
        raise EmbedderError(message, "Check its name; some models need a login.") from error
    except Exception as error:  # whatever the hub's client makes of a connection that fails
        message = f"The model {id} is not on this machine, and the model hub can't be reached."
        raise EmbedderError(message, "Connect once, or give the path of a folder with the model.") from error


def load(maker: str, id: str, place: Place, device: str | None, what: str) -> Any:  # noqa: ANN401
    """A model of sentence-transformers' class `maker` (untyped: the library is imported only here), from
    where it was located; `what` says what it has to be.

    Raises EmbedderError in one line, whatever is wrong with its files.
    """
    library = import_module("sentence_transformers")
    logging = import_module("transformers.utils.logging")
    logging.disable_progress_bar()  # progress is the caller's to show
    try:
        return getattr(library, maker)(
            place.source,
            device=device,
            revision=None if place.local else place.version,
            local_files_only=place.local,
            cache_folder=cache_folder(),
        )
    except Exception as error:  # a model's files can be wrong in any way
        message = f"The model {id} can't be loaded: {first_line(error)}"
        raise EmbedderError(message, f"Check that it is {what}.") from error
    finally:
        logging.enable_progress_bar()


def first_line(error: Exception) -> str:
    """What a library's error says, short enough for one line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip()[:200]


def _hash_folder(folder: Path) -> str:
    """A hash of the files that make the model, those of other runtimes left out."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        relative = file.relative_to(folder)
        if file.suffix in _PART_OF_MODEL and not _OTHER_BACKENDS & set(relative.parts) and file.is_file():
            with file.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
            digest.update(f"{relative.as_posix()} {content}\n".encode())
    return digest.hexdigest()
