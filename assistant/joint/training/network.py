"""The network in PyTorch: the encoder's upper layers, over one text that looks at another."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import dropout, embedding, gelu, scaled_dot_product_attention

from assistant.joint.meeting import ASKING, MARKS, MEANT, SIDES, Met
from indexing.embedders.encoder import MODEL_FOLDER as ENCODER_FOLDER
from indexing.training.export import read_matrix, read_weights

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
    """A layer of BERT (Devlin et al. 2019) whose tokens look at themselves and at those of another text; its
    attention is told how near tokens of the two texts are."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.mixed = nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norms = nn.ModuleList(nn.LayerNorm(HIDDEN, eps=_EPSILON) for _ in range(2))
        half = (torch.arange(HEADS) < HEADS // 2).float()
        self.near, self.across = nn.Parameter(_NEAR * half), nn.Parameter(_ACROSS * half)

    def forward(
        self,
        hidden: torch.Tensor,
        read: torch.Tensor,
        near: torch.Tensor,
        across: torch.Tensor,
        mask: torch.Tensor,
        drop: float,
    ) -> torch.Tensor:
        """`hidden` (batch, n, HIDDEN); `read` (batch, m, HIDDEN); `near`, `across` (batch, n, n + m); `mask`
        (batch, 1, 1, n + m) is added."""
        batch, length, _ = hidden.shape
        seen = torch.cat([hidden, read], 1)
        parts = (self.query(hidden), self.key(seen), self.value(seen))
        query, key, value = (part.view(batch, -1, HEADS, HIDDEN // HEADS).transpose(1, 2) for part in parts)
        told = self.near[:, None, None] * near[:, None] + self.across[:, None, None] * across[:, None] + mask
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=told)
        mixed = mixed.transpose(1, 2).reshape(batch, length, HIDDEN)
        hidden = self.norms[0](hidden + dropout(self.mixed(mixed), drop, self.training))
        inner = self.down(gelu(self.up(hidden)))
        normalised: torch.Tensor = self.norms[1](hidden + dropout(inner, drop, self.training))
        return normalised


class JointNetwork(nn.Module):
    """An asking text of n tokens and another of m, to the log odds that the second answers or supports the
    first."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in STARTED_FROM)
        self.gain = nn.Parameter(torch.ones(2, HIDDEN))
        self.sides = nn.Parameter(torch.zeros(SIDES, HIDDEN))
        self.marks = nn.Parameter(torch.randn(MARKS, HIDDEN) * 0.02)
        self.met = nn.Linear(3, HIDDEN)
        self.odds = nn.Linear(2 * HIDDEN, MARKS)
        nn.init.zeros_(self.met.weight)
        nn.init.zeros_(self.met.bias)
        nn.init.normal_(self.odds.weight, std=0.01)
        nn.init.zeros_(self.odds.bias)
        self.drop = drop

    def forward(self, batch: "Batch", told: int) -> torch.Tensor:
        """Log odds, (batch,), of what `told` names: ANSWERS or SUPPORTS."""
        asking = self._placed(batch.asking, self.gain[0], batch.asking_met, self.sides[ASKING])
        # Its gradient is found ten times as fast as that of an index.
        sides = embedding(batch.sides, self.sides)
        read = self._placed(batch.read, self.gain[1], batch.read_met, sides)
        hidden = torch.cat([self.marks.expand(len(asking), MARKS, HIDDEN), asking], 1)
        seen = nn.functional.pad(torch.cat([batch.asking_mask, batch.read_mask], 1), (MARKS, 0), value=True)
        hides = torch.zeros(seen.shape).masked_fill(~seen, _HIDDEN)[:, None, None]
        for layer in self.layers:
            hidden = layer(hidden, read, batch.near, batch.across, hides, self.drop)
        mean = _mean(hidden[:, MARKS:], batch.asking_mask)
        with torch.autocast("cpu", enabled=False):  # of odds in 16 bits few digits are left
            odds: torch.Tensor = self.odds(torch.cat([hidden[:, told], mean], -1).float())
        return odds[:, told]

    def _placed(
        self, vectors: torch.Tensor, gain: torch.Tensor, met: torch.Tensor, side: torch.Tensor
    ) -> torch.Tensor:
        """The tokens of a text as the layers take them."""
        hidden = vectors * math.sqrt(HIDDEN) * gain + self.met(met) + side
        return dropout(hidden, self.drop / 2, self.training)


class Batch:
    """Pairs of texts, padded to the longest. `asking_mask` and `read_mask` are true where there is a token;
    the rest is as in `assistant.joint.meeting.Met`."""

    def __init__(self, pairs: Sequence[Met]) -> None:
        count = len(pairs)
        asking, read = max(len(p.asking) for p in pairs), max(len(p.read) for p in pairs)
        self.asking, self.asking_met = torch.zeros(count, asking, HIDDEN), torch.zeros(count, asking, 3)
        self.read, self.read_met = torch.zeros(count, read, HIDDEN), torch.zeros(count, read, 3)
        self.sides = torch.full((count, read), MEANT)
        self.near, self.across = (torch.zeros(count, MARKS + asking, MARKS + asking + read) for _ in range(2))
        self.asking_mask, self.read_mask = (torch.zeros(count, n, dtype=torch.bool) for n in (asking, read))
        for place, pair in enumerate(pairs):
            n, m = len(pair.asking), len(pair.read)
            for ours, theirs, length in (
                (self.asking, pair.asking, n),
                (self.asking_met, pair.asking_met, n),
                (self.read, pair.read, m),
                (self.read_met, pair.read_met, m),
                (self.sides, pair.sides, m),
            ):
                ours[place, :length] = torch.from_numpy(theirs)
            across = slice(MARKS + asking, MARKS + asking + m)
            self.near[place, MARKS : MARKS + n, across] = torch.from_numpy(pair.near[MARKS:, MARKS + n :])
            self.across[place, MARKS : MARKS + n, across] = 1
            self.asking_mask[place, :n], self.read_mask[place, :m] = True, True


def start(drop: float, encoder: Path = ENCODER_FOLDER / "encoder.onnx") -> JointNetwork:
    """A network whose layers are those of the encoder above its middle, as its file has them in 8 bits."""
    kept = read_weights(encoder)
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
            state |= {
                f"{ours}.weight": _tensor(read_matrix(kept, f"{prefix}{theirs}.")),
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
