"""Systems that stand in for real ones, through the same door: `fake_system:WholeDocuments`."""

import json
from collections.abc import Sequence
from pathlib import Path

from corpus import Document, Span
from eval.systems import Found


class WholeDocuments:
    """Finds whole documents, in the order in which they were built, whatever is asked."""

    name = "whole-documents"
    default_k = 1
    models: tuple[Path, ...] = ()

    def __init__(self, folder: Path) -> None:
        self._file = folder / "documents.json"

    def build(self, documents: Sequence[Document]) -> None:
        self._file.write_text(json.dumps([[d.id, len(d.text)] for d in documents]))

    def search(self, question: str, k: int) -> list[Found]:
        return [Found(id, (Span(0, length),)) for id, length in json.loads(self._file.read_text())[:k]]


class Answering(WholeDocuments):
    """One that writes answers, too."""

    name = "answering"

    def answer(self, question: str) -> str:
        return f"You asked: {question}"


class Failing(WholeDocuments):
    """One whose index can't be built."""

    name = "failing"

    def build(self, documents: Sequence[Document]) -> None:
        raise OSError("no room for it")
