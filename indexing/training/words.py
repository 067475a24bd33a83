"""Writes the table of `indexing.embedders.words` from the static space."""

import hashlib
import json
from pathlib import Path

import numpy as np

from indexing.embedders.words import pack
from indexing.training.static import StaticVectors

NAME = "bilingual-words-1"
DIMENSION = 256


def export_words(static: StaticVectors, folder: Path, dimension: int = DIMENSION, seed: int = 0) -> Path:
    """Reduce to the first `dimension` principal axes, turn, quantise, write; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _, axes = np.linalg.eigh(static.vectors.T @ static.vectors)
    reduced = static.vectors @ axes[:, ::-1][:, :dimension]
    # Principal components differ in size by far, which wastes levels; a random turn evens them out.
    turn, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((reduced.shape[1],) * 2))
    turned = reduced @ turn
    scales = np.maximum(np.abs(turned).max(axis=1), 1e-12) / 7
    packed = pack(np.round(turned / scales[:, None]).astype(np.int8))
    np.save(folder / "rows.npy", packed)
    np.save(folder / "scales.npy", scales.astype(np.float32))
    (folder / "pieces.txt").write_text("\n".join(static.pieces), encoding="utf-8")
    card = {
        "name": NAME,
        "dimension": reduced.shape[1],
        "sha256": hashlib.sha256(packed.tobytes()).hexdigest(),
    }
    (folder / "config.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return folder
