"""An OpenAI-compatible embeddings endpoint, named `openai:MODEL@URL`: vLLM, Ollama, llama.cpp, any other.

Texts are sent as they are, as compatible servers know no token ids; the key, if the server wants one, is
taken from OPENAI_API_KEY. The adapter to LangChain's client, which no other module of this package knows.
"""

import os
import re
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.protocol import Running
from indexing.errors import EmbedderError
from indexing.hub import first_line

KEY_VARIABLE = "OPENAI_API_KEY"
_NAME = re.compile(r"openai:(?P<model>.+)@(?P<url>https?://[^\s@]+)")


class Endpoint(NamedTuple):
    """A model of a server."""

    model: str
    url: str


def endpoint(name: str) -> Endpoint:
    """What `openai:MODEL@URL` names. Raises EmbedderError when it is not of that form."""
    found = _NAME.fullmatch(name.strip())
    if not found:
        remedy = "Write it as openai:MODEL@URL, for example openai:bge-m3@http://localhost:11434/v1."
        raise EmbedderError(f"{name!r} names no model of a server.", remedy)
    return Endpoint(found["model"], found["url"].rstrip("/"))


class OpenAIEmbedder:
    """Asks the server when the first text comes. Threads may share it."""

    def __init__(self, name: str, running: Running | None = None) -> None:
        """`name` is `openai:MODEL@URL`. Raises EmbedderError when it is not."""
        self._endpoint = endpoint(name)
        self._running = running or Running()
        self._lock = Lock()
        self._dimension: int | None = None

    @property
    def name(self) -> str:
        """The model and its server; a server doesn't tell a model's version."""
        return f"openai:{self._endpoint.model}@{self._endpoint.url}"

    @property
    def dimension(self) -> int:
        """Length of a vector, for which a word is sent. Raises EmbedderError when the server fails."""
        if self._dimension is None:
            self._checked(self._ask(["dimension"]), 1)
        return int(self._dimension or 0)

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._checked(self._ask([_sendable(text) for text in texts]), len(texts))

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 (the library is only imported here)
        library = import_module("langchain_openai")
        try:
            return library.OpenAIEmbeddings(
                model=self._endpoint.model,
                base_url=self._endpoint.url,
                api_key=os.environ.get(KEY_VARIABLE) or "none",
                check_embedding_ctx_length=False,
                chunk_size=self._running.batch_size,
                # After a lost connection or an answer 408, 409, 429 or 5xx, waiting longer each time.
                max_retries=self._running.retries,
                timeout=self._running.timeout,
                # The client's own default is base64, which some servers don't speak.
                model_kwargs={"encoding_format": "float"},
            )
        except Exception as error:  # its settings from the environment can be wrong in any way
            raise EmbedderError(f"The client of {self.name} can't be made: {first_line(error)}") from error

    def _ask(self, texts: list[str]) -> list[list[float]]:
        with self._lock:
            client = self._client
        errors = import_module("openai")
        try:
            found: list[list[float]] = client.embed_documents(texts)
        except errors.APIConnectionError as error:
            remedy = "Check that it runs and that the address is right."
            raise EmbedderError(f"The server {self._endpoint.url} can't be reached.", remedy) from error
        except (errors.AuthenticationError, errors.PermissionDeniedError) as error:
            remedy = f"Set {KEY_VARIABLE} to a key of this server."
            raise EmbedderError(f"The server {self._endpoint.url} refuses the key.", remedy) from error
        except errors.NotFoundError as error:
            remedy = "Check the model's name and the address, which mostly ends in /v1."
            message = f"The server {self._endpoint.url} has no embeddings of {self._endpoint.model}."
            raise EmbedderError(message, remedy) from error
        except errors.OpenAIError as error:
            raise EmbedderError(f"The server of {self.name} failed: {first_line(error)}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            message = f"The server {self._endpoint.url} answered something that is no embedding."
            raise EmbedderError(message, "Check the address, which mostly ends in /v1.") from error
        return found

    def _checked(self, found: list[list[float]], count: int) -> NDArray[np.float32]:
        """Unit rows. What a server gets wrong would spoil every search in silence."""
        try:
            vectors = np.array(found, dtype=np.float32)
        except (TypeError, ValueError) as error:
            raise EmbedderError(f"The server of {self.name} gave vectors of different lengths.") from error
        if len(vectors) != count:
            message = f"The server of {self.name} gave {len(vectors)} vectors for {count} texts."
            raise EmbedderError(message)
        if vectors.ndim != 2 or not vectors.shape[1]:
            raise EmbedderError(f"The server of {self.name} gave no numbers for a vector.")
        known = self._dimension = self._dimension or vectors.shape[1]
        if vectors.shape[1] != known:
            message = f"The server of {self.name} gave vectors of {vectors.shape[1]} numbers after {known}."
            raise EmbedderError(message, "Build the index again if the server has another model now.")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths)) or not np.all(lengths > 0):
            raise EmbedderError(f"The server of {self.name} gave a vector that is no direction.")
        return np.ascontiguousarray(vectors / lengths)


def _sendable(text: str) -> str:
    """Servers refuse empty texts, and JSON knows no lone surrogate."""
    return text.encode("utf-8", "replace").decode() if text.strip() else "-"
