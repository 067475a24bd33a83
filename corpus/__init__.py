"""What can be asked about: the survey texts byte for byte, their manifest and the loader."""

from corpus.documents import Document, load_corpus
from corpus.errors import CorpusError
from corpus.spans import Span, quote

__all__ = ["CorpusError", "Document", "Span", "load_corpus", "quote"]
