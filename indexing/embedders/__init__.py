"""Embedders by name."""

from indexing.embedders.protocol import Embedder, Running

BUILT_IN = "built-in"
HASHING = "hashing"
OPENAI = "openai:"

__all__ = ["BUILT_IN", "HASHING", "OPENAI", "Embedder", "Running", "load_embedder", "load_words"]


def load_words() -> Embedder:
    """The built-in bilingual table of single words: for translating terms, whatever embeds the passages."""
    from indexing.embedders.words import WordEmbedder

    return WordEmbedder()


def load_embedder(name: str, running: Running | None = None) -> Embedder:
    """The embedder that `name` stands for: `built-in`, `hashing`, `openai:MODEL@URL`, or a
    sentence-transformers id or path; `running` says how the last two are run.

    Raises EmbedderError when it can't be loaded. Imports only what that embedder needs.
    """
    running = running or Running()
    if name == BUILT_IN:
        from indexing.embedders.builtin import BuiltinEmbedder

        return BuiltinEmbedder()
    if name == HASHING:
        from indexing.embedders.hashing import HashingEmbedder

        return HashingEmbedder()
    if name.startswith(OPENAI):
        from indexing.embedders.openai import OpenAIEmbedder

        return OpenAIEmbedder(name, running)
    from indexing.embedders.sentence_transformers import SentenceTransformerEmbedder

    device = None if running.device == "auto" else running.device
    return SentenceTransformerEmbedder(name, device, running.batch_size)
