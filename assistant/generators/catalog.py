"""Which generators can be used here, and what is missing for the others. Imports no model library."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from assistant.generators.loading import EXTRACTIVE, LOCAL
from assistant.settings import Settings

PATIENCE = 2.0
"""Seconds that a server has to say that it is there."""
_WRITES = ("ForCausalLM", "ForConditionalGeneration", "LMHeadModel")
"""How the classes of models are called that can write an answer; others of the cache embed or classify."""
_NOT_CHAT = ("T5", "Bart", "Whisper", "Marian", "Pegasus", "Speech")
_PROVIDERS = ("anthropic", "google_genai", "groq", "huggingface", "mistralai", "ollama", "openai", "together")
"""Those of LangChain's providers that are told of; any other works by its name just as well."""


@dataclass(frozen=True)
class Option:
    """A generator, by the name to set as `llm`; `remedy` says how to get one that isn't available."""

    name: str
    available: bool
    text: str
    remedy: str = ""


def generator_options(settings: Settings) -> tuple[Option, ...]:
    """The generator in use first, then the others that are there, then what could be."""
    found = [
        chosen_option(settings),
        Option(EXTRACTIVE, True, "built in: quotes, doesn't write"),
        *_cached(),
        _local(),
        _server(),
        *_provided(),
    ]
    # Of two with one name the first counts.
    return tuple({option.name: option for option in reversed(found)}.values())[::-1]


def chosen_option(settings: Settings) -> Option:
    """The generator that the settings name, and whether it could be used now."""
    name = settings.llm
    if name == EXTRACTIVE:
        return Option(name, True, "built in: quotes, doesn't write")
    if name.startswith(LOCAL):
        missing = _local()
        return _of_hub(name) if missing.available else Option(name, False, missing.text, missing.remedy)
    if "@http" in name:
        missing = _server()
        return _at(name) if missing.available else Option(name, False, missing.text, missing.remedy)
    provider = name.partition(":")[0]
    if _installed(f"langchain_{provider}"):
        return Option(name, True, f"by LangChain's package for {provider}")
    remedy = f"Get it with: pip install langchain-{provider.replace('_', '-')}"
    return Option(name, False, f"LangChain's package for {provider} is missing.", remedy)


def _of_hub(name: str) -> Option:
    model = name.removeprefix(LOCAL)
    if Path(model).expanduser().is_dir():
        return Option(name, True, "a folder on this machine")
    if any(option.name == name for option in _cached()):
        return Option(name, True, "in the model hub's cache on this machine")
    return Option(name, True, "fetched from the model hub at first use")


def _at(name: str) -> Option:
    """A server's model: whether the server answers at all."""
    url = name[name.index("@http") + 1 :].rstrip("/")
    if urlsplit(url).username or urlsplit(url).password:
        return Option(
            "openai:MODEL@URL", False, "The address holds a password.", "Set OPENAI_API_KEY instead."
        )
    address = url if urlsplit(url).path else f"{url}/v1"
    request = urllib.request.Request(f"{address}/models")
    key = os.environ.get("OPENAI_API_KEY")
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            return Option(name, True, "the server answers")
    except urllib.error.HTTPError as error:
        refused = error.code in (401, 403)
        remedy = "Set OPENAI_API_KEY." if refused else ""
        return Option(name, not refused, f"the server answers {error.code}", remedy)
    except (OSError, ValueError):
        return Option(name, False, "No server answers.", "Start it, or check the address.")


def _cached() -> Iterator[Option]:
    """Models that write and lie in the model hub's cache."""
    home = Path(os.environ.get("HF_HOME") or Path("~/.cache/huggingface").expanduser())
    hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    for config in sorted(hub.glob("models--*/snapshots/*/config.json")):
        try:
            classes = json.loads(config.read_text(encoding="utf-8")).get("architectures") or []
        except (OSError, ValueError, AttributeError):
            continue
        if any(name.endswith(_WRITES) and not name.startswith(_NOT_CHAT) for name in classes):
            id = config.parents[2].name.removeprefix("models--").replace("--", "/")
            yield Option(f"{LOCAL}{id}", True, "in the model hub's cache on this machine")


def _local() -> Option:
    missing = [name for name in ("torch", "transformers") if not _installed(name)]
    if missing:
        remedy = f"Get it with: pip install {' '.join(missing)}"
        return Option("hf:ID-or-path", False, f"{', '.join(missing)} missing.", remedy)
    return Option("hf:ID-or-path", True, "any causal model of transformers, in this process")


def _server() -> Option:
    if not _installed("langchain_openai"):
        remedy = "Get it with: pip install langchain-openai"
        return Option("openai:MODEL@URL", False, "langchain-openai missing.", remedy)
    return Option(
        "openai:MODEL@URL", True, "any compatible server: vLLM, Ollama, llama.cpp, transformers serve"
    )


def _provided() -> Iterator[Option]:
    for provider in _PROVIDERS:
        if _installed(f"langchain_{provider}"):
            yield Option(f"{provider}:MODEL", True, "by LangChain; the key is taken from the environment")


def _installed(package: str) -> bool:
    return find_spec(package) is not None
