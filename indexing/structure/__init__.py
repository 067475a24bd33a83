"""Structure: a document's text taken apart into blocks, tables and references, with exact spans."""

from indexing.structure.parse import parse_corpus, parse_document

__all__ = ["parse_corpus", "parse_document"]
