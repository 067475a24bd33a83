"""The principal axes of the finished model's space: what is left of a vector's dimensions beside names.

They are fitted on a sample of the training text in both languages, sentences and passages alike.
"""

import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.encoder import Encoder
from indexing.embedders.meaning import MeaningEncoder
from indexing.embedders.names import NameSettings
from indexing.training.data import Bitext
from indexing.training.export import write_config

_PAIRS, _WINDOWS, _PARAGRAPHS = 5_000, 1_500, 1_500
_LEVELS = 127


def fit_axes(folder: Path, texts: Sequence[str], count: int, names: NameSettings) -> Path:
    """Write `axes.npy`, (hidden, count) int8 of one scale, beside the exported encoder and table, and how
    meaning and names share a vector; returns the folder."""
    encoder = Encoder(folder, layers=())
    vectors = MeaningEncoder(encoder).vectors(texts)
    axes = principal_axes(vectors, count)
    np.save(folder / "axes.npy", np.round(axes * (_LEVELS / np.abs(axes).max())).astype(np.int8))
    fill = 1
    dimension = count + names.dimension + fill
    return write_config(folder, encoder.files.config | {"dimension": dimension, "names": asdict(names)})


def principal_axes(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The `count` directions, (dimension, count), that hold most of `vectors`, their mean included."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    first: NDArray[np.float32] = axes[:, ::-1][:, :count]
    return first


def sample(bitext: Bitext, seed: int) -> list[str]:
    """Texts that the axes are fitted on."""
    draw = random.Random(seed)
    pairs = draw.sample(list(bitext.pairs), min(_PAIRS, len(bitext.pairs)))
    windows = draw.sample(range(len(bitext.windows)), min(_WINDOWS, len(bitext.windows)))
    pairs += [bitext.window(index) for index in windows]
    paragraphs = draw.sample(list(bitext.paragraphs), min(_PARAGRAPHS, len(bitext.paragraphs)))
    return [pair.en for pair in pairs] + [pair.zh for pair in pairs] + paragraphs
