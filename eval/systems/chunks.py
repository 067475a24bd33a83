"""The chunks that a LangChain quick start makes, each with its exact place in its document."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Document, Span
from eval.errors import EvalError
from eval.systems.protocol import Found

CHARACTERS = 1000
OVERLAP = 200
_FILE = "chunks.json"


@dataclass(frozen=True)
class Chunk:
    """`text` stands at `start` of the document."""

    document: str
    start: int
    text: str

    @property
    def found(self) -> Found:
        return Found(self.document, (Span(self.start, self.start + len(self.text)),))


def split(documents: Sequence[Document]) -> list[Chunk]:
    """Cut the documents as the quick start does. Raises EvalError if a chunk is not where it says."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHARACTERS, chunk_overlap=OVERLAP, add_start_index=True
    )
    chunks = []
    for document in documents:
        for piece in splitter.create_documents([document.text]):
            chunk = Chunk(document.id, int(piece.metadata["start_index"]), str(piece.page_content))
            if not document.text.startswith(chunk.text, chunk.start) or chunk.start < 0:
                raise EvalError(f"A chunk of {document.id} is not at {chunk.start}, where its splitter says.")
            chunks.append(chunk)
    return chunks


def save(chunks: Sequence[Chunk], folder: Path) -> None:
    """Write the chunks into `folder`, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[chunk.document, chunk.start, chunk.text] for chunk in chunks]
    (folder / _FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> list[Chunk]:
    """The chunks that `save` wrote."""
    return [Chunk(*row) for row in json.loads((folder / _FILE).read_text(encoding="utf-8"))]
