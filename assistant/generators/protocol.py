"""The door every language model goes through: messages in, a text out, piece by piece."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.generators.thinking import ThoughtSplitter


@dataclass(frozen=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True)
class Reply:
    """What a model wrote; its thoughts apart."""

    text: str
    thinking: str


class ChatModel(Protocol):
    """A language model."""

    @property
    def name(self) -> str:
        """Names the model in answers; holds no key."""

    @property
    def context(self) -> int:
        """How many tokens prompt and reply may have together."""

    def count(self, text: str) -> int:
        """How many tokens `text` has, or at least as many where the tokenizer isn't known."""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces as they are written, thoughts between `<think>` and `</think>`. A consumer that
        closes the iterator stops the model.

        Raises assistant.errors.GeneratorError when the model fails or breaks off.
        """


def complete(model: ChatModel, messages: Sequence[Message]) -> Reply:
    """The whole reply. Raises GeneratorError."""
    splitter = ThoughtSplitter()
    for piece in model.stream(messages):
        splitter.feed(piece)
    splitter.end()
    return Reply(splitter.text, splitter.thinking)


def chat_of(model: ChatModel) -> Callable[[str], str]:
    """`model` as a function from one message to the text of its reply."""
    return lambda text: complete(model, [Message("user", text)]).text
