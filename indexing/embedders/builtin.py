"""The built-in bilingual embedder: a static table of pieces, no torch, no download.

A text is the mean of its pieces' rows, scaled to unit length. Pieces are lower-cased English word
pieces (greedy longest match, as BERT's) and every one- to three-character run of Chinese that the
table knows, overlaps included; a row's length is the piece's weight.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.errors import EmbedderError

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "models" / "bilingual-static"
LONGEST_RUN = 3
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_UNITS = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")
_LONGEST_WORD = 40


class PieceTokenizer:
    """Maps text to row numbers of a piece table; pieces it does not know are left out."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._rows = {piece: row for row, piece in enumerate(pieces)}
        self._word = lru_cache(maxsize=50_000)(self._split_word)

    def rows(self, text: str) -> list[int]:
        """Row numbers in order of occurrence."""
        found: list[int] = []
        for unit in _UNITS.finditer(normalise(text)):
            if unit.lastgroup == "han":
                found.extend(self._runs(unit.group()))
            else:
                found.extend(self._word(unit.group()))
        return found

    def _runs(self, run: str) -> list[int]:
        starts = range(len(run))
        windows = (run[i : i + n] for i in starts for n in range(1, LONGEST_RUN + 1) if i + n <= len(run))
        return [self._rows[window] for window in windows if window in self._rows]

    def _split_word(self, word: str) -> tuple[int, ...]:
        found, start, word = [], 0, word[:_LONGEST_WORD]
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                row = self._rows.get(prefix + word[start:end])
                if row is not None:
                    found.append(row)
                    start = end
                    break
            else:
                start += 1
        return tuple(found)


class BuiltinEmbedder:
    """Reads both languages; the table is opened at the first use and stays mapped to its file."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """Names the model, its version and its weights."""
        return f"builtin:{self._config['name']}-{self._config['weights_sha256'][:12]}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._config["dimension"])

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), unit rows (zero without any known piece).

        Questions and passages are treated alike. Raises EmbedderError if the model's files are missing.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        rows, scales = self._table
        for place, text in enumerate(texts):
            found = self._tokenizer.rows(text)
            if found:
                vectors[place] = scales[found] @ rows[found].astype(np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    @cached_property
    def _config(self) -> dict[str, str]:
        loaded: dict[str, str] = json.loads(self._read("config.json"))
        return loaded

    @cached_property
    def _tokenizer(self) -> PieceTokenizer:
        return PieceTokenizer(self._read("pieces.txt").split("\n"))

    @cached_property
    def _table(self) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        try:
            rows = np.load(self._folder / "rows.npy", mmap_mode="r", allow_pickle=False)
            return rows, np.load(self._folder / "scales.npy", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise _unreadable(self._folder) from error

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except OSError as error:
            raise _unreadable(self._folder) from error


def _unreadable(folder: Path) -> EmbedderError:
    return EmbedderError(f"The built-in model under {folder} can't be read.", "Reinstall the package.")


def normalise(text: str) -> str:
    """Compatibility form, lower case, no accents: what BERT's uncased vocabulary expects."""
    plain = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in plain if not unicodedata.combining(c))
