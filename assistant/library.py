"""The library: the corpus, its index and the embedder that fits it, as the settings name them."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from corpus import load_corpus
from indexing.build import Progress, build_index
from indexing.chunking import link_twins, make_passages
from indexing.embedders import Running, load_embedder, load_words
from indexing.embedders.protocol import Embedder
from indexing.embedders.remembering import RememberingEmbedder
from indexing.errors import IndexMissing
from indexing.glossary import Glossary, mine_glossary
from indexing.status import check_fit
from indexing.store.directory import REBUILD
from indexing.store.protocol import Store
from indexing.store.sqlite import open_store
from indexing.structure import parse_corpus
from indexing.translation import Translator


def index_path(settings: Settings) -> Path:
    """Where the index lies."""
    return settings.home / "index"


def remedy(settings: Settings) -> str:
    """How to build the index that fits the settings; it names an embedder that is not the default."""
    chosen = settings.embedder
    return REBUILD if chosen == Settings.embedder else f"{REBUILD} --embedder {shlex.quote(chosen)}"


def running(settings: Settings) -> Running:
    """How an embedder that the user names is run."""
    return Running(settings.device, settings.batch_size, settings.timeout, settings.retries)


def build(settings: Settings, progress: Progress | None = None) -> None:
    """Build the index anew. Raises IndexingError or CorpusError; the former index then stays."""
    documents = load_corpus()
    structures = parse_corpus(documents)
    passages = [
        passage
        for structure, document in zip(structures, documents, strict=True)
        for passage in make_passages(structure, document)
    ]
    build_index(
        index_path(settings),
        structures,
        link_twins(passages, structures),
        documents,
        load_embedder(settings.embedder, running(settings)),
        settings.index_hash,
        progress,
        mine_glossary(documents),
    )


def open_store_for(settings: Settings) -> Store:
    """Open the index for its texts; whatever embedder it was built with will do.

    Raises IndexMissing where there is none, IndexUnfit when it was built from other texts or in another way,
    or another IndexingError.
    """
    check_fit(index_path(settings), load_corpus(), None, settings.index_hash, remedy(settings))
    return open_store(index_path(settings))


@dataclass(frozen=True)
class Library:
    """An open index with the models that go with it."""

    store: Store
    embedder: Embedder
    words: Embedder
    translator: Translator


def open_library(settings: Settings, progress: Progress | None = None) -> Library:
    """Open the index, building it first where there is none, with its embedder and glossary.

    Raises IndexUnfit when the index was built from other texts, settings or with another embedder.
    """
    embedder = RememberingEmbedder(load_embedder(settings.embedder, running(settings)))
    try:
        path = index_path(settings)
        check_fit(path, load_corpus(), embedder.name, settings.index_hash, remedy(settings))
    except IndexMissing:
        build(settings, progress)
    store = open_store(index_path(settings))
    words = load_words()
    translator = Translator(Glossary(store.glossary()), store.vocabulary(), words)
    return Library(store, embedder, words, translator)
