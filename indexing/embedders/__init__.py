"""Embedders by name."""

from indexing.embedders.protocol import Embedder

BUILT_IN = "built-in"
HASHING = "hashing"
OPENAI = "openai:"

__all__ = ["BUILT_IN", "HASHING", "OPENAI", "Embedder", "load_embedder", "load_words"]


def load_words() -> Embedder:
    """The built-in bilingual table of single words: for translating terms, whatever embeds the passages."""
    from indexing.embedders.words import WordEmbedder

    return WordEmbedder()


def load_embedder(name: str) -> Embedder:
    """The embedder that `name` stands for: `built-in`, `hashing`, `openai:MODEL@URL`, or a
    sentence-transformers id or path.

    Raises EmbedderError when it can't be loaded. Imports only what that embedder needs.
    """
    if name == BUILT_IN:
        from indexing.embedders.builtin import BuiltinEmbedder

        return BuiltinEmbedder()
    if name == HASHING:
        from indexing.embedders.hashing import HashingEmbedder

        return HashingEmbedder()
    if name.startswith(OPENAI):
        from indexing.embedders.openai import OpenAIEmbedder

        return OpenAIEmbedder(name)
    from indexing.embedders.sentence_transformers import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name)
