"""Ours, with the built-in parts and default settings."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import indexing
from assistant.joint.reader import MODEL_FOLDER
from assistant.library import build
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import Settings
from corpus import Document, load_corpus
from eval.errors import EvalError
from eval.systems.protocol import Found


class Medfm:
    """The assistant over the five surveys. Neither environment nor files change its settings."""

    name = "medfm"

    def __init__(self, folder: Path) -> None:
        self._settings = Settings(home=folder)
        self.default_k = self._settings.k

    @property
    def models(self) -> tuple[Path, ...]:
        return (Path(indexing.__path__[0]) / "models", MODEL_FOLDER)

    def build(self, documents: Sequence[Document]) -> None:
        """Build the index. Raises EvalError for other documents than the surveys."""
        if tuple(documents) != load_corpus():
            raise EvalError("medfm's index is of the five surveys and can't be built of other documents.")
        build(self._settings)

    def search(self, question: str, k: int) -> list[Found]:
        """The passages that an answer would be written from."""
        hits = self._assistant.search(make_question(question, count=k))
        return [Found(hit.passage.document, hit.passage.spans) for hit in hits]

    def answer(self, question: str) -> str:
        """The sentences of the cited answer."""
        answer = self._assistant.ask(make_question(question, count=self.default_k))
        return " ".join(sentence.text for sentence in answer.sentences) or answer.message

    @cached_property
    def _assistant(self) -> Assistant:
        return Assistant.open(self._settings)
