"""The LangChain quick start: recursive splitter, all-MiniLM-L6-v2, FAISS, four passages.

langchain-community is being sunset, but no other package of LangChain has its FAISS store, which is still
what tutorials and users take.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus import Document, Span
from eval.systems import chunks
from eval.systems.minilm import model_folder
from eval.systems.protocol import Found


class LangChainQuickStart:
    """Dense retrieval as the quick start has it."""

    name = "langchain-quickstart"
    default_k = 4

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "faiss"

    @property
    def models(self) -> tuple[Path, ...]:
        return (model_folder(),)

    def build(self, documents: Sequence[Document]) -> None:
        """Embed and store the chunks."""
        from langchain_community.vectorstores import FAISS

        pieces = chunks.split(documents)
        places = [{"document": piece.document, "start": piece.start} for piece in pieces]
        store = FAISS.from_texts([piece.text for piece in pieces], self._embeddings, metadatas=places)
        store.save_local(str(self._folder))

    def search(self, question: str, k: int) -> list[Found]:
        """The nearest chunks."""
        return [_found(document) for document in self._store.similarity_search(question, k=k)]

    @cached_property
    def _embeddings(self) -> Any:  # noqa: ANN401  # an optional package's type
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=str(model_folder()))

    @cached_property
    def _store(self) -> Any:  # noqa: ANN401  # an optional package's type
        from langchain_community.vectorstores import FAISS

        # Its store is pickled; `build` wrote this one, for this run.
        return FAISS.load_local(str(self._folder), self._embeddings, allow_dangerous_deserialization=True)


def _found(document: Any) -> Found:  # noqa: ANN401  # an optional package's type
    start = int(document.metadata["start"])
    return Found(str(document.metadata["document"]), (Span(start, start + len(document.page_content)),))
