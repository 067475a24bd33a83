"""The language model that `--llm` names, for judging and for answering without passages."""

from assistant.errors import BadSettings
from assistant.generators.loading import load_model
from assistant.generators.protocol import ChatModel, chat_of
from assistant.judging import Chat
from assistant.settings import Settings


def load_language_model(settings: Settings, purpose: str) -> ChatModel:
    """The model of `--llm`. Raises BadSettings when none is named, GeneratorError when it can't be had."""
    model = load_model(settings)
    if model is None:
        raise BadSettings(f"{purpose} needs a language model.", "Name one with --llm.")
    return model


def load_chat(settings: Settings) -> Chat:
    """The model of `--llm` as a function from one message to its reply."""
    return chat_of(load_language_model(settings, "The judge llm"))
