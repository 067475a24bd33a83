"""Language models by name: `hf:ID-or-path`, `openai:MODEL@URL`, or what LangChain knows by its own name."""

from assistant.errors import BadSettings, GeneratorError
from assistant.evidence import EvidenceReader
from assistant.generation import Generator
from assistant.generators.fallback import FailedGenerator, FallbackGenerator
from assistant.generators.protocol import ChatModel
from assistant.generators.writing import LlmGenerator
from assistant.settings import Settings
from indexing.build import Progress

EXTRACTIVE = "extractive"
LOCAL, SERVER = "hf:", "openai:"


def load_model(settings: Settings, progress: Progress | None = None) -> ChatModel | None:
    """The language model that `settings.llm` names; None for the extractive generator. Imports only what that
    model needs.

    Raises GeneratorError when it can't be had, BadSettings for a name that means nothing.
    """
    name = settings.llm
    if name == EXTRACTIVE:
        return None
    if name.startswith(LOCAL):
        from assistant.generators.transformers_model import TransformersModel

        return TransformersModel(name.removeprefix(LOCAL), settings, progress)
    if ":" not in name:
        raise BadSettings(
            f"llm can't be {name!r}.",
            f"Name {EXTRACTIVE}, hf:ID-or-path, openai:MODEL@URL or PROVIDER:MODEL.",
        )
    from assistant.generators.langchain_model import known_to_langchain, of_server

    return of_server(name, settings) if "@http" in name else known_to_langchain(name, settings)


def load_generator(
    settings: Settings,
    extractive: Generator,
    reader: EvidenceReader,
    model: ChatModel | GeneratorError | None,
) -> Generator:
    """The generator over `model`, which may be the error that loading it ended in; with the stand-in that the
    settings ask for."""
    if model is None:
        return extractive
    if isinstance(model, GeneratorError):
        return FallbackGenerator(FailedGenerator(settings.llm, model), extractive)
    written = LlmGenerator(model, reader, settings.max_tokens)
    return FallbackGenerator(written, extractive) if settings.fallback else written


def model_or_error(settings: Settings, progress: Progress | None = None) -> ChatModel | GeneratorError | None:
    """As `load_model`, but where a stand-in is wanted, why the model can't be had is no reason to stop."""
    try:
        return load_model(settings, progress)
    except GeneratorError as error:
        if settings.fallback:
            return error
        raise
