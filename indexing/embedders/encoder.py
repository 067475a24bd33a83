"""The built-in contextual encoder: vectors of texts and of their tokens, on ONNX Runtime.

The encoder's file gives vectors of whole texts only. An ONNX file is one protobuf message, and messages
that follow each other in a file are read as one, their lists joined. So a few bytes behind the file's own
name inner values of its graph as outputs: the encoder ships once, as it is.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.files import ModelFiles
from indexing.embedders.unit import unit_rows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "models" / "bilingual"
MAX_TOKENS = 256
"""Longer texts are cut; two of the tokens open and close the text."""
LAYERS = ("LayerNormalization_79", "LayerNormalization_43")
"""The outputs of the last layer of the encoder and of the one in its middle."""
REMEMBERED = 256
"""Texts whose reading is kept: a text's vector and its tokens are asked for one after the other."""
_FLOAT = 1  # onnx.TensorProto.FLOAT

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """A text as the encoder reads it: its unit vector, shape `(size,)`; of each token within it the id, its
    place in the text (start and end), and its unit vectors in each of the layers asked for, shape
    `(tokens, size)`."""

    vector: Matrix
    ids: NDArray[np.int64]
    places: NDArray[np.int64]
    layers: tuple[Matrix, ...]


class Encoder:
    """Loaded at the first text. Threads may share it."""

    def __init__(self, folder: Path = MODEL_FOLDER, layers: Sequence[str] = LAYERS) -> None:
        """`layers` are those whose token vectors are read."""
        self.files = ModelFiles(folder, "model")
        self._layers = tuple(layers)
        self._loading = Lock()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._read)

    @property
    def name(self) -> str:
        """Names the model, its version and its weights."""
        return self.files.name

    def read(self, text: str) -> Encoded:
        """`text`, cut at MAX_TOKENS. Raises EmbedderError if the model's files are missing."""
        return self._remembered(text)

    def read_all(self, texts: Sequence[str]) -> list[Encoded]:
        """What `read` makes of each, on all cores. Raises EmbedderError if the model's files are missing."""
        if len(texts) == 1:  # Handing it to another thread would cost a sixth of reading a question.
            return [self.read(texts[0])]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.read, texts))

    def length(self, text: str) -> int:
        """The number of tokens of `text`, at most MAX_TOKENS."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _read(self, text: str) -> Encoded:
        encoding = self._tokenizer.encode(text)
        ids = np.array(encoding.ids, np.int64)
        with self._loading:
            session = self._session
        # One by one: activations are quantised over a whole batch, which would tie a text's
        # vector to its neighbours.
        vectors, *layers = session.run(["vectors", *self._layers], {"ids": ids[None]})
        inner = slice(1, len(ids) - 1)
        return Encoded(
            vector=vectors[0],
            ids=ids[inner],
            places=np.array(encoding.offsets[inner], np.int64).reshape(-1, 2),
            layers=tuple(unit_rows(layer[0][inner]) for layer in layers),
        )

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.files.path("tokenizer.json")))
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        # Two threads in one text wait for each other most of the time: a question is read no sooner, and
        # passages, each by a thread of its own, take two thirds of the time.
        options.intra_op_num_threads = 1
        # The arena would keep the memory of the longest text for good.
        options.enable_cpu_mem_arena = False
        model = self.files.path("encoder.onnx").read_bytes() + more_outputs(self._layers)
        return InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def load_encoder() -> Encoder:
    """The encoder that ships, one for all who ask."""
    return Encoder()


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
