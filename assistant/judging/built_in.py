"""The built-in judge: no torch, no network, the built-in encoder and some trees over what it reads.

How it was made is in `assistant/judging/training`, how good it is in the card beside its weights.
"""

import re
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from assistant.errors import JudgeError
from assistant.judging.features import FEATURES, features
from assistant.judging.reader import TokenReader
from assistant.judging.trees import Trees
from assistant.judging.wording import content_covered, read_wording, stands_in
from indexing.analysis import is_chinese
from indexing.embedders import load_words
from indexing.embedders.encoder import load_encoder
from indexing.errors import EmbedderError

MODEL_FOLDER = Path(__file__).resolve().parent / "model"


_ROW = re.compile(r"^[^:;\n]{1,80}: [^;\n]+; [^:;\n]{1,80}: \S|\t[^\n]*\t|\|[^\n]*\|", re.MULTILINE)
"""How a table row reads (`indexing.chunking.row_reading`), two cells or more with their columns' names, or
stands in its text."""
_QUOTED = 0.99
"""Support of a claim that stands in its source word for word."""


class BuiltinJudge:
    """Reads English and Chinese, also one against the other. The hard rules are not in it: it was made for
    what they let through. Loads at the first pair; threads may share it.

    What stands in the source word for word needs no model. A claim about a table row is judged by the share
    of its words that the row has: its words stand in no sentence that an encoder could read.
    """

    name = "built-in"

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self._folder = folder
        self._loading = Lock()

    def support(self, claim: str, source: str) -> float:
        ours, theirs = read_wording(claim), read_wording(source)
        if not ours.units or not theirs.units:
            return 0.0
        if stands_in(ours, theirs):
            return _QUOTED
        if _ROW.search(source):
            return content_covered(ours, theirs)
        try:
            with self._loading:
                reader, trees = self._reader, self._trees
            known = features(claim, source, reader)
        except EmbedderError as error:
            raise JudgeError(error.message, error.remedy) from error
        crossing = is_chinese(claim) != is_chinese(source)
        return trees.probability(known, crossing)

    @cached_property
    def _trees(self) -> Trees:
        try:
            trees = Trees.load(self._folder / "trees.npz")
        except (OSError, ValueError, KeyError) as error:
            raise self._damaged() from error
        if trees.feature.max() >= len(FEATURES):
            raise self._damaged()
        return trees

    @cached_property
    def _reader(self) -> TokenReader:
        try:
            rarity = np.load(self._folder / "rarity.npy", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise self._damaged() from error
        return TokenReader(load_encoder(), rarity.astype(np.float32) / 255, load_words())

    def _damaged(self) -> JudgeError:
        return JudgeError(
            f"The built-in judge's files in {self._folder} are missing or damaged.", "Reinstall it."
        )
