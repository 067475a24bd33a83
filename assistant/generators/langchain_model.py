"""Language models behind LangChain: a compatible server, `openai:MODEL@URL`, or any provider it knows.

Keys are taken from the environment and stand in no name, error or note. The client's own retries are off: the
adapter tries again where that can help, and nowhere else, and never after text was passed on.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import SecretStr

from assistant.errors import BadSettings, GeneratorError
from assistant.generators.failures import can_pass, told, without
from assistant.generators.protocol import Message
from assistant.generators.thinking import CLOSE, OPEN
from assistant.settings import Settings
from indexing.hub import first_line

KEY_VARIABLE = "OPENAI_API_KEY"
UNSAID_CONTEXT = 8192
"""Tokens that a server's model is taken to hold, as servers don't say; the setting `context` tells better."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before the second try, doubled each time, unless the server says how long to wait."""
_NAME = re.compile(r"openai:(?P<model>.+?)@(?P<url>https?://\S+)")
_REASONING = ("reasoning_content", "reasoning")
_MESSAGES: Mapping[str, type[BaseMessage]] = {
    "system": SystemMessage,
    "user": HumanMessage,
    "assistant": AIMessage,
}


class _Part(NamedTuple):
    """A piece of a reply; `ends` when the server says that it is over."""

    text: str
    thought: bool
    ends: bool


class ServerChat(BaseChatOpenAI):
    """LangChain's client for compatible servers, with the reasoning that it leaves out."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        choices = chunk.get("choices") or []
        delta = (choices[0].get("delta") or {}) if choices else {}
        if converted is not None:
            for key in _REASONING:
                if isinstance(delta.get(key), str):
                    converted.message.additional_kwargs[_REASONING[0]] = delta[key]
        return converted


class LangChainModel:
    """A chat model of LangChain. Threads may share it."""

    def __init__(self, name: str, chat: BaseChatModel, secret: str, settings: Settings) -> None:
        """`secret` is the key in use, to be kept out of whatever is told."""
        self.name = name
        self.context = settings.context or UNSAID_CONTEXT
        self._chat = chat
        self._secret = secret
        self._retries = settings.retries
        self._timeout = settings.timeout

    def __repr__(self) -> str:
        return f"LangChainModel({self.name!r})"

    def count(self, text: str) -> int:
        """An estimate on the high side: a token has three characters of Latin script, or one of another."""
        wide = sum(character > "\u024f" for character in text)
        return wide + (len(text) - wide) // 3 + 1

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Raises GeneratorError, its message free of the key."""
        asked = [_MESSAGES[message.role](message.text) for message in messages]
        for attempt in range(self._retries + 1):
            begun = False
            try:
                for piece in self._pieces(asked):
                    begun = True
                    yield piece
                return
            except GeneratorError:
                raise
            except Exception as error:  # each provider's client has errors of its own
                if begun or not can_pass(error) or attempt == self._retries:
                    # What it came from may hold the key.
                    raise told(
                        error,
                        self.name,
                        self._secret,
                        begun=begun,
                        tries=attempt + 1,
                        timeout=self._timeout,
                    ) from None
                time.sleep(_pause(error, attempt))

    def _pieces(self, asked: list[BaseMessage]) -> Iterator[str]:
        """The text of the reply with its thoughts between tags. Raises whatever the client raises."""
        thinking = ended = False
        empty = True
        for part in self._parts(asked):
            ended = ended or part.ends
            if not part.text:
                continue
            empty = False
            if part.thought != thinking:
                yield OPEN if part.thought else CLOSE
                thinking = part.thought
            yield part.text
        if empty:
            raise GeneratorError(f"{self.name} gave an empty reply.", "Ask again, or choose another model.")
        if not ended:
            raise GeneratorError(f"The reply of {self.name} broke off.", "Ask again; see the server's log.")

    def _parts(self, asked: list[BaseMessage]) -> Iterator[_Part]:
        for chunk in self._chat.stream(asked):
            ends = bool(
                chunk.response_metadata.get("finish_reason")
                or chunk.response_metadata.get("stop_reason")
                or chunk.response_metadata.get("done")
            )
            thought = chunk.additional_kwargs.get(_REASONING[0])
            yield _Part(thought if isinstance(thought, str) else "", True, False)
            yield _Part(str(chunk.text), False, ends or not isinstance(self._chat, BaseChatOpenAI))


def of_server(name: str, settings: Settings) -> LangChainModel:
    """The model of a server by `openai:MODEL@URL`. Raises BadSettings for a name that isn't one."""
    found = _NAME.fullmatch(name.strip())
    if not found:
        remedy = "Write it as openai:MODEL@URL, for example openai:qwen3:8b@http://localhost:11434/v1."
        raise BadSettings("llm names no model of a server.", remedy)
    url = urlsplit(found["url"].rstrip("/"))
    if url.username or url.password or url.query:
        raise BadSettings("The address of llm holds a password or key.", f"Set {KEY_VARIABLE} instead.")
    address = url.geturl() if url.path else f"{url.geturl()}/v1"
    key = os.environ.get(KEY_VARIABLE, "")
    chat = ServerChat(
        model=found["model"],
        base_url=address,
        api_key=SecretStr(key or "none"),
        temperature=settings.temperature,
        seed=settings.seed,
        max_tokens=settings.max_tokens,
        timeout=settings.timeout,
        max_retries=0,
        stream_usage=False,
        use_responses_api=False,
    )
    return LangChainModel(f"openai:{found['model']}@{address}", chat, key, settings)


def known_to_langchain(name: str, settings: Settings) -> LangChainModel:
    """A model by the name that LangChain knows it by, such as `ollama:qwen3:8b`.

    Raises GeneratorError when its package is missing or the name means nothing.
    """
    from langchain.chat_models import init_chat_model

    key = os.environ.get(f"{name.partition(':')[0].upper()}_API_KEY", "")
    options: dict[str, Any] = {
        "temperature": settings.temperature,
        "max_tokens": settings.max_tokens,
        "timeout": settings.timeout,
        "max_retries": 0,
    }
    try:
        chat = init_chat_model(name, **options)
    except ImportError as error:
        message = f"{name} needs a package: {first_line(error)}"
        raise GeneratorError(message, "Install it, then ask again.") from error
    except Exception as error:  # each provider checks its options in its own way
        message = f"{name} can't be used: {without(key, first_line(error))}"
        # What it came from may hold the key.
        raise GeneratorError(message, "Check the name and the provider's key.") from None
    return LangChainModel(name, chat, key, settings)


def _pause(error: Exception, attempt: int) -> float:
    """Seconds to wait: what the server says, else twice as long each time."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    said = headers.get("retry-after", "") if headers else ""
    wanted = float(said) if re.fullmatch(r"\d+(\.\d+)?", said) else FIRST_PAUSE * 2.0**attempt
    return min(wanted, LONGEST_PAUSE)
