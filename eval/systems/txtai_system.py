"""txtai over the same chunks with the same model, dense only and hybrid."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus import Document
from eval.systems import chunks
from eval.systems.minilm import model_folder
from eval.systems.protocol import Found


class Txtai:
    """txtai's embeddings database with content, dense vectors only."""

    name = "txtai"
    default_k = 3
    hybrid = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def models(self) -> tuple[Path, ...]:
        return (model_folder(),)

    def build(self, documents: Sequence[Document]) -> None:
        """Embed and store the chunks; their places lie beside."""
        from txtai import Embeddings

        pieces = chunks.split(documents)
        chunks.save(pieces, self._folder)
        embeddings = Embeddings(path=str(model_folder()), content=True, hybrid=self.hybrid)
        embeddings.index((number, piece.text, None) for number, piece in enumerate(pieces))
        embeddings.save(str(self._folder / "txtai"))
        embeddings.close()

    def search(self, question: str, k: int) -> list[Found]:
        """The best chunks."""
        return [self._chunks[int(row["id"])].found for row in self._embeddings.search(question, k)]

    @cached_property
    def _chunks(self) -> list[chunks.Chunk]:
        return chunks.load(self._folder)

    @cached_property
    def _embeddings(self) -> Any:  # noqa: ANN401  # an optional package's type
        from txtai import Embeddings

        embeddings = Embeddings()
        embeddings.load(str(self._folder / "txtai"))
        return embeddings


class TxtaiHybrid(Txtai):
    """Dense vectors and txtai's own BM25."""

    name = "txtai-hybrid"
    hybrid = True
