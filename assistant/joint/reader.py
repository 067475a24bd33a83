"""Reads two texts together, token by token, with three layers on top of the built-in encoder's middle.

The encoder reads each text by itself up to its middle; three layers that started as its own upper ones go on
from there. They read a question anew while it looks at a sentence, whose tokens stay as they are (as MORES
does, Gao et al. 2020): what an index holds of them is enough, one bit a dimension. A claim and its source
they read both (as PreTTR does, MacAvaney et al. 2020), with thin matrices added to their own. How it was made
is in `assistant/joint/training`, how good it is in the card beside its weights.
"""

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from assistant.joint.meeting import Met, Part, meet, meet_anew
from indexing.analysis import is_chinese
from indexing.embedders.encoder import Encoder, Matrix, load_encoder
from indexing.embedders.files import ModelFiles
from indexing.errors import EmbedderError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_FOLDER = Path(__file__).resolve().parent / "model"
NOTHING = -20.0
"""Log odds of a text without words."""


class JointReader:
    """Loaded at the first pair. Threads may share it."""

    def __init__(self, folder: Path = MODEL_FOLDER, encoder: Encoder | None = None) -> None:
        self.files = ModelFiles(folder, "joint reader")
        self._encoder = encoder or load_encoder()
        self._loading = Lock()

    def answering(self, question: str, parts: Sequence[Part]) -> list[float]:
        """The log odds that each part of a text answers `question`, or something of it. Raises EmbedderError
        when files of the models are missing."""
        if len(parts) < 2:  # Handing it to another thread would take longer.
            return [self._answers(question, part) for part in parts]
        self._encoder.read(question)  # once, before all ask for it
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda part: self._answers(question, part), parts))

    def supporting(self, claim: str, source: str) -> float:
        """The log odds that `source` supports `claim`, before calibration. Raises EmbedderError when files of
        the models are missing."""
        ours, theirs = self._encoder.read(claim), self._encoder.read(source)
        if not len(ours.ids) or not len(theirs.ids):
            return NOTHING
        _, rarity = self._loaded()
        return self._odds(meet_anew(ours, theirs, rarity))

    def support(self, claim: str, source: str) -> float:
        """The probability that `source` supports `claim`, calibrated (Platt 1999), apart for claims in
        another language than their source. Raises EmbedderError when files of the models are missing."""
        slope, offset = self._lines["across" if is_chinese(claim) != is_chinese(source) else "within"]
        odds = slope * self.supporting(claim, source) + offset
        return 1.0 / (1.0 + math.exp(-odds))

    def _answers(self, question: str, part: Part) -> float:
        asking = self._encoder.read(question)
        if not len(asking.ids) or not len(part.ids):
            return NOTHING
        _, rarity = self._loaded()
        return self._odds(meet(asking, part, rarity))

    def _odds(self, met: Met) -> float:
        session, _ = self._loaded()
        given = {
            "asking": met.asking[None],
            "read": met.read[None],
            "sides": met.sides[None],
            "asking_met": met.asking_met[None],
            "read_met": met.read_met[None],
            "near": met.near[None, None],
            "across": met.across[None, None],
            "supports": np.array(met.both),
        }
        # One by one: activations are quantised over all that is given at once.
        [odds] = session.run(["odds"], given)
        return float(odds[0, 0])

    def _loaded(self) -> "tuple[InferenceSession, Matrix]":
        with self._loading:
            return self._session, self._rarity

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
