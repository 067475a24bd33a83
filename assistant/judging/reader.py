"""Reads texts token by token with the built-in encoder, whose file gives vectors of whole texts only.

An ONNX file is one protobuf message, and messages that follow each other in a file are read as one, their
lists joined. So a few bytes behind the file's own name inner values of its graph as outputs: the encoder
ships once, as it is.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.judging.alignment import Matrix, Reading
from assistant.judging.wording import CLAUSE_END
from indexing.analysis import words
from indexing.embedders.builtin import MODEL_FOLDER as ENCODER_FOLDER
from indexing.embedders.files import ModelFiles
from indexing.embedders.protocol import Embedder
from indexing.sentences import split_sentences

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

LAYERS = ("LayerNormalization_79", "LayerNormalization_43")
"""The outputs of the last layer of the encoder and of the one in its middle."""
LONGEST = 254
"""Tokens of a text that are read, without the two that open and close it: the encoder has 256 places."""
_CACHED = 512
_FLOAT = 1  # onnx.TensorProto.FLOAT


class TokenReader:
    """Token vectors of texts; the encoder is loaded at the first one. Threads may share it."""

    def __init__(
        self, rarity: Matrix, words: Embedder, folder: Path = ENCODER_FOLDER, threads: int = 0
    ) -> None:
        """`rarity` has a value from 0 to 1 for each token of the encoder's vocabulary, `words` reads
        words without context; `threads` 0 lets ONNX Runtime use every core."""
        self._rarity = rarity
        self._words = words
        self._files = ModelFiles(folder, "model")
        self._threads = threads
        self._loading = Lock()
        self._cached = lru_cache(maxsize=_CACHED)(self._read)

    def read(self, text: str) -> Reading:
        """The tokens of `text`, cut at LONGEST. Raises EmbedderError if the encoder's files are missing."""
        return self._cached(text)

    def read_best(self, text: str, claim: str) -> Reading:
        """The tokens of `text`; where it is too long, of the sentences that share most words with `claim`."""
        return self.read(text if self._fits(text) else self._best_part(text, frozenset(words(claim))))

    def _fits(self, text: str) -> bool:
        return len(text) <= LONGEST or self._length(text) <= LONGEST

    def _length(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _best_part(self, text: str, wanted: frozenset[str]) -> str:
        """Sentences of `text` in its order, those with most of the `wanted` words first come."""
        sentences = [text[start:end] for start, end in split_sentences(text)]
        order = sorted(
            range(len(sentences)),
            key=lambda place: (-len(wanted.intersection(words(sentences[place]))), place),
        )
        room = LONGEST
        kept: list[int] = []
        for place in order:
            length = self._length(sentences[place])
            if length <= room or not kept:
                kept.append(place)
                room -= length
            if room <= 0:
                break
        return " ".join(sentences[place] for place in sorted(kept))

    def _read(self, text: str) -> Reading:
        encoding = self._tokenizer.encode(text)
        ids = np.array([*encoding.ids[:-1][: LONGEST + 1], encoding.ids[-1]], np.int64)
        inner = slice(1, len(ids) - 1)
        with self._loading:
            session = self._session
        last, middle = session.run(list(LAYERS), {"ids": ids[None]})
        starts = np.array([start for start, _ in encoding.offsets[inner]], np.int64)
        return Reading(
            ids=ids[inner],
            sentence=_numbered(starts, [end for _, end in split_sentences(text)]),
            clause=_numbered(starts, [match.end() for match in CLAUSE_END.finditer(text)]),
            rarity=self._rarity[ids[inner]],
            last=_unit(last[0][inner]),
            middle=_unit(middle[0][inner]),
            word=self._words.embed(words_of(encoding, text)[inner]),
        )

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._files.path("tokenizer.json")))

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = self._threads
        # The arena would keep the memory of the longest text for good.
        options.enable_cpu_mem_arena = False
        # Threads that wait by spinning would take the cores from whoever else asks at the same time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = self._files.path("encoder.onnx").read_bytes() + more_outputs(LAYERS)
        return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def words_of(encoding: "Encoding", text: str) -> list[str]:
    """For each token the word that it is a part of; the pieces of Chinese runs are words themselves."""
    bounds: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        first, _ = bounds.get(word, (start, end))
        bounds[word] = (first, end)
    return [
        "" if word is None else text[slice(*(bounds[word] if text[start:end].isascii() else (start, end)))]
        for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True)
    ]


def more_outputs(names: Sequence[str]) -> bytes:
    """What, behind an ONNX model's bytes, makes the values `names` of its graph outputs of type float.

    Field numbers are those of onnx.proto: ModelProto.graph 7, GraphProto.output 12, ValueInfoProto.name 1
    and type 2, TypeProto.tensor_type 1, its elem_type 1.
    """
    float_type = _field(1, bytes([1 << 3, _FLOAT]))
    outputs = (_field(12, _field(1, name.encode()) + _field(2, float_type)) for name in names)
    return _field(7, b"".join(outputs))


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of a protobuf message."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    low, high = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])


def _numbered(starts: NDArray[np.int64], ends: Sequence[int]) -> NDArray[np.int64]:
    """In which of the pieces that end at `ends` each token starts."""
    return np.searchsorted(np.array(ends, np.int64), starts, side="right").astype(np.int64)


def _unit(rows: Matrix) -> Matrix:
    unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))
    return unit
