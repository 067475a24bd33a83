"""Reads two texts together, token by token, with three layers on top of the built-in encoder's middle.

The encoder reads each text by itself up to its middle; three layers that started as its own upper ones read
both at once (as PreTTR does, MacAvaney et al. 2020). They are told besides how near each token comes to each
token of the other text at the encoder's end, as in late interaction (Khattab and Zaharia 2020). How it was
made is in `assistant/joint/training`, how good it is in the card beside its weights.
"""

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import is_chinese
from indexing.embedders.encoder import Encoded, Encoder, Matrix, load_encoder
from indexing.embedders.files import ModelFiles
from indexing.errors import EmbedderError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_FOLDER = Path(__file__).resolve().parent / "model"
MARKS = 2
"""Tokens before the two texts, one for each thing that is told: ANSWERS, SUPPORTS."""
ANSWERS, SUPPORTS = range(MARKS)
NOTHING = -20.0
"""Log odds of a text without words."""
_FARTHEST = -0.2
"""Tokens that are less alike than this are as good as unrelated."""


@dataclass(frozen=True)
class Met:
    """What the layers are given of two texts of n tokens together.

    `vectors`, (n, size): the tokens in the encoder's middle. `sides`, (n,): 0 for the first text, 1 for the
    second. `met`, (n, 3): how near each comes to the nearest token of the other text, how rare it is, and
    both multiplied. `near` and `across`, (n + MARKS, n + MARKS): cosines of tokens of different texts and
    where there are some, 0 elsewhere.
    """

    vectors: Matrix
    sides: NDArray[np.int64]
    met: Matrix
    near: Matrix
    across: Matrix


def meet(ours: Encoded, theirs: Encoded, rarity: Matrix) -> Met:
    """Lay two texts side by side; `rarity` has a value from 0 to 1 for each token of the vocabulary."""
    first, second = len(ours.ids), len(theirs.ids)
    sides = np.repeat(np.array([0, 1], np.int64), [first, second])
    last, middle = (
        np.concatenate([one, other]) for one, other in zip(ours.layers, theirs.layers, strict=True)
    )
    across = sides[:, None] != sides[None, :]
    cosines = last @ last.T
    nearest = np.where(across, cosines, -1.0).max(axis=1, initial=-1.0).clip(min=_FARTHEST)
    rare = rarity[np.concatenate([ours.ids, theirs.ids])]
    return Met(
        vectors=middle,
        sides=sides,
        met=np.stack([nearest, rare, nearest * rare], axis=1).astype(np.float32),
        near=np.pad(np.where(across, cosines, 0.0), (MARKS, 0)).astype(np.float32),
        across=np.pad(across, (MARKS, 0)).astype(np.float32),
    )


class JointReader:
    """Loaded at the first pair. Threads may share it."""

    def __init__(self, folder: Path = MODEL_FOLDER, encoder: Encoder | None = None) -> None:
        self.files = ModelFiles(folder, "joint reader")
        self._encoder = encoder or load_encoder()
        self._loading = Lock()

    def answering(self, question: str, texts: Sequence[str]) -> list[float]:
        """The log odds that each text answers `question`, or a part of it. Raises EmbedderError when files
        of the models are missing."""
        return self._read([(question, text) for text in texts], ANSWERS)

    def supporting(self, claim: str, source: str) -> float:
        """The log odds that `source` supports `claim`, before calibration. Raises EmbedderError when files of
        the models are missing."""
        return self._one(claim, source, SUPPORTS)

    def support(self, claim: str, source: str) -> float:
        """The probability that `source` supports `claim`, calibrated (Platt 1999), apart for claims in
        another language than their source. Raises EmbedderError when files of the models are missing."""
        slope, offset = self._lines["across" if is_chinese(claim) != is_chinese(source) else "within"]
        odds = slope * self.supporting(claim, source) + offset
        return 1.0 / (1.0 + math.exp(-odds))

    def _read(self, pairs: Sequence[tuple[str, str]], told: int) -> list[float]:
        if len(pairs) == 1:
            return [self._one(pairs[0][0], pairs[0][1], told)]
        # The encoder first, all texts beside each other; pairs then share what was read of them.
        self._encoder.read_all(list(dict.fromkeys(text for pair in pairs for text in pair)))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda pair: self._one(pair[0], pair[1], told), pairs))

    def _one(self, ours: str, theirs: str, told: int) -> float:
        with self._loading:
            session, rarity = self._session, self._rarity
        first, second = self._encoder.read(ours), self._encoder.read(theirs)
        if not len(first.ids) or not len(second.ids):
            return NOTHING
        met = meet(first, second, rarity)
        counts = np.bincount(met.sides, minlength=2)
        share = np.stack([(met.sides == side) / counts[side] for side in (0, 1)]).astype(np.float32)
        given = {
            "vectors": met.vectors[None],
            "sides": met.sides[None],
            "met": met.met[None],
            "near": met.near[None, None],
            "across": met.across[None, None],
            "share": share[None],
        }
        # One by one: activations are quantised over all that is given at once.
        (odds,) = session.run(["odds"], given)
        return float(odds[0, told])

    @cached_property
    def _rarity(self) -> Matrix:
        with self._whole("rarity.npy") as path:
            rarity = np.load(path, allow_pickle=False)
        return np.asarray(rarity.astype(np.float32) / 255)

    @cached_property
    def _lines(self) -> dict[str, tuple[float, float]]:
        """Slope and offset of the calibration, within a language and across."""
        with self._whole("config.json"):
            config = self.files.config
            return {n: (float(config[n]["slope"]), float(config[n]["offset"])) for n in ("within", "across")}

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        with self._whole("reader.onnx") as path:
            return InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])

    @contextmanager
    def _whole(self, name: str) -> Iterator[Path]:
        """The path of a file; what goes wrong in reading it is told as damage."""
        path = self.files.path(name)
        try:
            yield path
        except Exception as error:  # ONNX Runtime's own errors share no other base.
            raise EmbedderError(f"{path} is damaged.", "Reinstall the package.") from error


@cache
def load_joint_reader() -> JointReader:
    """The reader that ships, one for all who ask."""
    return JointReader()
