"""Any model of the sentence-transformers kind, by its hub id or the path of its folder.

A model that lies on this machine is used without a connection. One that doesn't is asked for once: the hub
answers in a few seconds, or the error says so.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexing.errors import EmbedderError

HUB_PATIENCE = 8.0
"""Seconds. The look-up of a host's name knows no time limit of its own, so the whole question has one."""

_OTHER_BACKENDS = {"onnx", "openvino"}
_PART_OF_MODEL = {".json", ".txt", ".model", ".safetensors", ".bin"}


class _Place(NamedTuple):
    """Where a model is: a folder, or an id with the commit that the hub has of it."""

    source: str
    version: str
    local: bool


class SentenceTransformerEmbedder:
    """Loads its model, and torch with it, when the first text comes. Threads may share it."""

    def __init__(self, id_or_path: str, device: str | None = None, batch_size: int = 32) -> None:
        self._id = id_or_path
        self._device = device
        self._batch_size = batch_size
        self._lock = Lock()
        self._place: _Place | None = None
        self._loaded: Any = None

    @property
    def name(self) -> str:
        """The model's id or folder, and its commit or a hash of its files: `BAAI/bge-m3@5617a9f61b02`."""
        id = Path(self._id).resolve().name if Path(self._id).is_dir() else self._id
        return f"{id}@{self._located().version[:12]}"

    @property
    def dimension(self) -> int:
        return int(self._model().get_embedding_dimension())

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        model = self._model()
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        # These two add the prompts that the model's own configuration has for questions and passages.
        encode = model.encode_query if query else model.encode_document
        try:
            found = encode(list(texts), batch_size=self._batch_size, show_progress_bar=False)
        except (RuntimeError, ValueError, TypeError) as error:
            remedy = "If memory ran out, set a smaller batch size or the device cpu."
            raise EmbedderError(f"The model {self._id} failed: {_first_line(error)}", remedy) from error
        # In float32 and here, as a model in half precision gives unit vectors only to three digits.
        vectors: NDArray[np.float32] = np.asarray(found, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths)) or not np.all(lengths > 0):
            raise EmbedderError(f"The model {self._id} gave a vector that is no direction.")
        return np.ascontiguousarray(vectors / lengths)

    def _located(self) -> _Place:
        if self._place is None:
            self._place = _locate(self._id)
        return self._place

    def _model(self) -> Any:  # noqa: ANN401 (the library is only imported here)
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._id, self._located(), self._device)
            return self._loaded


def _locate(id_or_path: str) -> _Place:
    folder = Path(id_or_path).expanduser()
    if id_or_path and folder.is_dir():
        return _in_folder(folder)
    if not id_or_path or folder.is_absolute() or id_or_path.count("/") > 1 or id_or_path.startswith("."):
        raise EmbedderError(f"There is no folder {id_or_path} with a model.", "Check the path.")
    # The library looks for bare names in its makers' organisation first, and so do we.
    ids = [id_or_path] if "/" in id_or_path else [f"sentence-transformers/{id_or_path}", id_or_path]
    return _cached(ids) or _Place(ids[0], _ask_hub(ids[0]), False)


def _in_folder(folder: Path) -> _Place:
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise EmbedderError(f"The folder {folder} holds no model.", "Check the path.")
    try:
        return _Place(str(folder), _hash_folder(folder), True)
    except OSError as error:
        raise EmbedderError(f"The model in {folder} can't be read: {error.strerror}.") from error


def _cached(ids: Iterable[str]) -> _Place | None:
    """The model's folder in the hub's cache, which is named after its commit."""
    hub = import_module("huggingface_hub")
    for id in ids:
        try:
            folder = hub.snapshot_download(id, local_files_only=True, cache_dir=_cache())
        except (OSError, ValueError):
            continue
        if (Path(folder) / "config.json").exists():
            return _Place(folder, Path(folder).name, True)
    return None


def _cache() -> str | None:
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
        message = f"The model hub gives no model {id}: {_first_line(error)}"
        raise EmbedderError(message, "Check its name; some models need a login.") from error
    except Exception as error:  # whatever the hub's client makes of a connection that fails
        message = f"The model {id} is not on this machine, and the model hub can't be reached."
        raise EmbedderError(message, "Connect once, or give the path of a folder with the model.") from error


def _load(id: str, place: _Place, device: str | None) -> Any:  # noqa: ANN401 (see _model)
    library = import_module("sentence_transformers")
    logging = import_module("transformers.utils.logging")
    logging.disable_progress_bar()  # progress is the caller's to show
    try:
        return library.SentenceTransformer(
            place.source,
            device=device,
            revision=None if place.local else place.version,
            local_files_only=place.local,
            cache_folder=_cache(),
        )
    except Exception as error:  # a model's files can be wrong in any way
        message = f"The model {id} can't be loaded: {_first_line(error)}"
        raise EmbedderError(message, "Check that it is a model for sentence-transformers.") from error
    finally:
        logging.enable_progress_bar()


def _first_line(error: Exception) -> str:
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
