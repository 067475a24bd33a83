"""Errors of indexing and retrieval.

MedfmError
└── IndexingError
    ├── IndexMissing     there is no index yet
    ├── IndexUnfit       an index of other texts, settings, embedder or version
    ├── IndexCorrupt     an index that is damaged, foreign or half copied
    ├── IndexBusy        another process is building it (retriable)
    └── EmbedderError    an embedder or a reranker can't be loaded or failed
"""

from corpus.errors import MedfmError


class IndexingError(MedfmError):
    """Base of this package's errors."""


class IndexMissing(IndexingError):
    """There is no index at the place asked."""


class IndexUnfit(IndexingError):
    """The index was built from other texts, settings or versions."""


class IndexCorrupt(IndexingError):
    """The index is damaged, foreign or incomplete."""


class IndexBusy(IndexingError):
    """Another process is building the index."""

    retriable = True


class EmbedderError(IndexingError):
    """An embedder or a reranker can't be loaded, or failed."""
