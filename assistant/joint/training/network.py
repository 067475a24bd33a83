"""The network in PyTorch: the encoder's upper layers, over two texts at once."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from torch.nn.functional import dropout, gelu

from assistant.joint.reader import MARKS, Met
from indexing.embedders.encoder import MODEL_FOLDER as ENCODER_FOLDER

HIDDEN, HEADS, INNER = 384, 12, 1536
STARTED_FROM = (3, 4, 5)
"""The layers of the encoder whose weights the network starts from: those above its middle."""
_EPSILON = 1e-12
_HIDDEN = -1e4
"""What is added where attention must not look."""
_NEAR, _ACROSS = 6.0, 1.5
"""How much half of the heads look, at first, at near tokens of the other text and at that text at all. From
weights near zero a network of this size doesn't find out by itself that nearness matters."""


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019) whose attention is told how near tokens of the two texts are."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.mixed = nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norms = nn.ModuleList(nn.LayerNorm(HIDDEN, eps=_EPSILON) for _ in range(2))
        half = (torch.arange(HEADS) < HEADS // 2).float()
        self.near, self.across = nn.Parameter(_NEAR * half), nn.Parameter(_ACROSS * half)

    def forward(
        self, hidden: torch.Tensor, near: torch.Tensor, across: torch.Tensor, mask: torch.Tensor, drop: float
    ) -> torch.Tensor:
        """`hidden` (batch, n, HIDDEN); `near`, `across` (batch, n, n); `mask` (batch, 1, 1, n) is added."""
        batch, length, _ = hidden.shape
        parts = (part(hidden) for part in (self.query, self.key, self.value))
        query, key, value = (p.view(batch, length, HEADS, -1).transpose(1, 2) for p in parts)
        told = self.near[:, None, None] * near[:, None] + self.across[:, None, None] * across[:, None]
        scores = query @ key.transpose(-1, -2) / math.sqrt(HIDDEN // HEADS) + told.to(query.dtype) + mask
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        hidden = self.norms[0](hidden + dropout(self.mixed(mixed), drop, self.training))
        inner = self.down(gelu(self.up(hidden)))
        normalised: torch.Tensor = self.norms[1](hidden + dropout(inner, drop, self.training))
        return normalised


class JointNetwork(nn.Module):
    """Two texts of n tokens together, to the log odds that the second answers or supports the first."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in STARTED_FROM)
        self.gain, self.shift = nn.Parameter(torch.ones(HIDDEN)), nn.Parameter(torch.zeros(HIDDEN))
        self.sides = nn.Parameter(torch.zeros(2, HIDDEN))
        self.marks = nn.Parameter(torch.randn(MARKS, HIDDEN) * 0.02)
        self.met = nn.Linear(3, HIDDEN)
        self.odds = nn.Linear(3 * HIDDEN, MARKS)
        nn.init.zeros_(self.met.weight)
        nn.init.zeros_(self.met.bias)
        nn.init.normal_(self.odds.weight, std=0.01)
        nn.init.zeros_(self.odds.bias)
        self.drop = drop

    def forward(self, batch: "Batch", told: int) -> torch.Tensor:
        """Log odds, (batch,), of what `told` names: ANSWERS or SUPPORTS."""
        hidden = batch.vectors * math.sqrt(HIDDEN) * self.gain + self.shift
        hidden = hidden + self.sides[batch.sides] + self.met(batch.met)
        marks = self.marks.expand(len(hidden), MARKS, HIDDEN)
        hidden = torch.cat([marks, hidden], 1)
        seen = nn.functional.pad(batch.mask, (MARKS, 0), value=True)
        with torch.autocast("cpu", torch.bfloat16):
            hides = torch.zeros(seen.shape).masked_fill(~seen, _HIDDEN)[:, None, None].bfloat16()
            for layer in self.layers:
                hidden = layer(hidden, batch.near, batch.across, hides, self.drop)
        hidden = hidden.float()
        means = [_mean(hidden[:, MARKS:], batch.mask & (batch.sides == side)) for side in (0, 1)]
        odds: torch.Tensor = self.odds(torch.cat([hidden[:, told], *means], -1))
        return odds[:, told]


class Batch:
    """Pairs of texts, padded to the longest. `mask` is true where there is a token; the rest is as in
    `assistant.joint.reader.Met`."""

    def __init__(self, pairs: Sequence[Met]) -> None:
        most = max(len(pair.sides) for pair in pairs)
        count = len(pairs)
        vectors = np.zeros((count, most, HIDDEN), np.float32)
        sides, mask = np.ones((count, most), np.int64), np.zeros((count, most), bool)
        met = np.zeros((count, most, 3), np.float32)
        near, across = (np.zeros((count, most + MARKS, most + MARKS), np.float32) for _ in range(2))
        for place, pair in enumerate(pairs):
            n = len(pair.sides)
            vectors[place, :n], sides[place, :n], met[place, :n] = pair.vectors, pair.sides, pair.met
            near[place, : n + MARKS, : n + MARKS] = pair.near
            across[place, : n + MARKS, : n + MARKS] = pair.across
            mask[place, :n] = True
        self.vectors, self.sides, self.met = map(torch.from_numpy, (vectors, sides, met))
        self.near, self.across, self.mask = map(torch.from_numpy, (near, across, mask))


def start(drop: float, encoder: Path = ENCODER_FOLDER / "encoder.onnx") -> JointNetwork:
    """A network whose layers are those of the encoder above its middle, as its file has them in 8 bits."""
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(encoder).graph.initializer}
    network = JointNetwork(drop)
    for layer, number in zip(network.layers, STARTED_FROM, strict=True):
        prefix = f"encoder.layer.{number}."
        named = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mixed": "attention.output.dense",
            "up": "intermediate.dense",
            "down": "output.dense",
        }
        state: dict[str, torch.Tensor] = {}
        for ours, theirs in named.items():
            weight = kept[f"{prefix}{theirs}.weight"].astype(np.float32) * kept[f"{prefix}{theirs}.scale"]
            state |= {
                f"{ours}.weight": _tensor(weight.T),
                f"{ours}.bias": _tensor(kept[f"{prefix}{theirs}.bias"]),
            }
        for place, theirs in enumerate(("attention.output.LayerNorm", "output.LayerNorm")):
            for part in ("weight", "bias"):
                state[f"norms.{place}.{part}"] = _tensor(kept[f"{prefix}{theirs}.{part}"])
        layer.load_state_dict(state | {"near": layer.near.data, "across": layer.across.data})
    return network


def _tensor(array: NDArray[np.generic]) -> torch.Tensor:
    return torch.from_numpy(np.array(array, np.float32))


def _mean(hidden: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    weights = chosen.unsqueeze(-1).float()
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)
