"""Sentence vectors kept on disk: the systems that the reader reads for share their chunks, and embedding
takes longer than anything else that they do."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.systems.minilm import model_folder

_TEXTS, _VECTORS = "sentences.jsonl", "sentences.f32"
_DIMENSION = 384


class SentenceVectors:
    """Unit vectors of all-MiniLM-L6-v2, made once. The model is loaded at the first text that has none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, NDArray[np.float32]] = {}
        self._read()

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of `texts`, shape `(texts, dimension)`."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            made = self._model.encode(missing, normalize_embeddings=True, show_progress_bar=False)
            self._keep(missing, made)
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def _keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._known.update(zip(texts, vectors, strict=True))
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _VECTORS).open("ab") as file:
            file.write(np.asarray(vectors, dtype=np.float32).tobytes())
        with (self._folder / _TEXTS).open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)

    def _read(self) -> None:
        """What is kept. Where a crash left one file longer than the other, both begin anew."""
        texts, vectors = self._folder / _TEXTS, self._folder / _VECTORS
        if not texts.exists() or not vectors.exists():
            return
        lines = texts.read_text(encoding="utf-8").split("\n")[:-1]
        values = np.fromfile(vectors, dtype=np.float32)
        if len(values) == len(lines) * _DIMENSION:
            rows = values.reshape(len(lines), _DIMENSION)
            self._known = dict(zip(map(json.loads, lines), rows, strict=True))
        else:
            texts.unlink()
            vectors.unlink()

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401  # a library's type
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(model_folder()), device="cpu")
