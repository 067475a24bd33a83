"""The network in PyTorch: an encoder's upper layers over two texts, one or both looking at the other."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import dropout, embedding, gelu, scaled_dot_product_attention

from assistant.joint.meeting import ASKING, MARKS, MEANT, SIDES, SUPPORTS, Met
from indexing.embedders.encoder import MODEL_FOLDER as ENCODER_FOLDER
from indexing.training.export import read_matrix, read_weights

HIDDEN, HEADS, INNER = 384, 12, 1536
STARTED_FROM = (3, 4, 5)
"""The layers of the encoder whose weights the network starts from: those above its middle."""
RANK = 64
"""Of what telling support adds to each matrix of the layers."""
_EPSILON = 1e-12
_HIDDEN = -1e4
"""What is added where attention must not look."""
_NEAR, _ACROSS = 6.0, 1.5
"""How much half of the heads look, at first, at near tokens of the other text and at that text at all. From
weights near zero a network of this size doesn't find out by itself that nearness matters."""


class Adapted(nn.Linear):
    """A linear map to which telling support adds the product of two thin matrices, zero at first (LoRA, Hu et
    al. 2021)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.narrow, self.widen = nn.Linear(inputs, RANK, bias=False), nn.Linear(RANK, outputs, bias=False)
        nn.init.zeros_(self.widen.weight)

    def for_task(self, hidden: torch.Tensor, told: int) -> torch.Tensor:
        """What the task `told` maps `hidden` to."""
        shared: torch.Tensor = self(hidden)
        return shared + self.widen(self.narrow(hidden)) if told == SUPPORTS else shared


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019) whose tokens look at themselves and at those of another text; its
    attention is told how near tokens of the two texts are."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (Adapted(HIDDEN, HIDDEN) for _ in range(3))
        self.mixed = Adapted(HIDDEN, HIDDEN)
        self.up, self.down = Adapted(HIDDEN, INNER), Adapted(INNER, HIDDEN)
        self.norms = nn.ModuleList(nn.LayerNorm(HIDDEN, eps=_EPSILON) for _ in range(2))

    def forward(
        self, hidden: torch.Tensor, read: torch.Tensor, looks: torch.Tensor, told: int, drop: float
    ) -> torch.Tensor:
        """`hidden` (batch, n, HIDDEN), the tokens that look; `read` (batch, m, HIDDEN), those that don't;
        `looks` (batch, HEADS, n, n + m) is added to what attention finds."""
        batch, length, _ = hidden.shape
        seen = torch.cat([hidden, read], 1)
        parts = (
            self.query.for_task(hidden, told),
            self.key.for_task(seen, told),
            self.value.for_task(seen, told),
        )
        query, key, value = (part.view(batch, -1, HEADS, HIDDEN // HEADS).transpose(1, 2) for part in parts)
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=looks)
        mixed = mixed.transpose(1, 2).reshape(batch, length, HIDDEN)
        hidden = self.norms[0](hidden + dropout(self.mixed.for_task(mixed, told), drop, self.training))
        inner = self.down.for_task(gelu(self.up.for_task(hidden, told)), told)
        normalised: torch.Tensor = self.norms[1](hidden + dropout(inner, drop, self.training))
        return normalised


class Task(nn.Module):
    """What each of the two things that are told has to itself beside the layers: how tokens are placed, how
    much they look at near ones, and what is made of them at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(2, HIDDEN))
        self.sides = nn.Parameter(torch.zeros(SIDES, HIDDEN))
        self.marks = nn.Parameter(torch.randn(MARKS, HIDDEN) * 0.02)
        half = (torch.arange(HEADS) < HEADS // 2).float().repeat(len(STARTED_FROM), 1)
        self.near, self.across = nn.Parameter(_NEAR * half), nn.Parameter(_ACROSS * half)
        self.met = nn.Linear(3, HIDDEN)
        self.odds = nn.Linear(2 * HIDDEN, 1)
        nn.init.zeros_(self.met.weight)
        nn.init.zeros_(self.met.bias)
        nn.init.normal_(self.odds.weight, std=0.01)
        nn.init.zeros_(self.odds.bias)


class JointNetwork(nn.Module):
    """An asking text of n tokens and another of m, to the log odds that the second answers or supports the
    first."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in STARTED_FROM)
        self.tasks = nn.ModuleList(Task() for _ in range(MARKS))
        self.drop = drop

    def forward(self, batch: "Batch", told: int) -> torch.Tensor:
        """Log odds, (batch,), of what `told` names: ANSWERS or SUPPORTS."""
        task = cast(Task, self.tasks[told])
        asking = self._placed(batch.asking, task.gain[0], task.met(batch.asking_met), task.sides[ASKING])
        # Its gradient is found ten times as fast as that of an index.
        sides = embedding(batch.sides, task.sides)
        read = self._placed(batch.read, task.gain[1], task.met(batch.read_met), sides)
        texts = torch.cat([task.marks.expand(len(asking), MARKS, HIDDEN), asking, read], 1)
        hidden, beside = texts[:, : batch.looking], texts[:, batch.looking :]
        seen = nn.functional.pad(torch.cat([batch.asking_mask, batch.read_mask], 1), (MARKS, 0), value=True)
        # As large as all else together, and attention takes it in no other precision than its own.
        kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else hidden.dtype
        hides = torch.zeros(seen.shape, dtype=kind).masked_fill(~seen, _HIDDEN)[:, None, None]
        met_near, met_across = (met[:, None].to(kind) for met in (batch.near, batch.across))
        for layer, near, across in zip(self.layers, task.near.to(kind), task.across.to(kind), strict=True):
            looks = near[:, None, None] * met_near + across[:, None, None] * met_across + hides
            hidden = layer(hidden, beside, looks, told, self.drop)
        mean = _mean(hidden[:, MARKS : MARKS + asking.shape[1]], batch.asking_mask)
        with torch.autocast("cpu", enabled=False):  # of odds in 16 bits few digits are left
            odds: torch.Tensor = task.odds(torch.cat([hidden[:, told], mean], -1).float())
        return odds[:, 0]

    def _placed(
        self, vectors: torch.Tensor, gain: torch.Tensor, met: torch.Tensor, side: torch.Tensor
    ) -> torch.Tensor:
        """The tokens of a text as the layers take them."""
        return dropout(vectors * math.sqrt(HIDDEN) * gain + met + side, self.drop / 2, self.training)


class Batch:
    """Pairs of texts that are read in one way, padded to the longest. `asking_mask` and `read_mask` are true
    where there is a token, `looking` is how many of the tokens look at others; the rest is as in
    `assistant.joint.meeting.Met`."""

    def __init__(self, pairs: Sequence[Met]) -> None:
        count = len(pairs)
        asking, read = max(len(p.asking) for p in pairs), max(len(p.read) for p in pairs)
        self.asking, self.asking_met = torch.zeros(count, asking, HIDDEN), torch.zeros(count, asking, 3)
        self.read, self.read_met = torch.zeros(count, read, HIDDEN), torch.zeros(count, read, 3)
        self.sides = torch.full((count, read), MEANT)
        both = pairs[0].both
        self.looking = MARKS + asking + (read if both else 0)
        self.near, self.across = (torch.zeros(count, self.looking, MARKS + asking + read) for _ in range(2))
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
            near = torch.from_numpy(pair.near[MARKS : MARKS + n, MARKS + n :])
            first, second = slice(MARKS, MARKS + n), slice(MARKS + asking, MARKS + asking + m)
            self.near[place, first, second], self.across[place, first, second] = near, 1
            if both:
                self.near[place, second, first], self.across[place, second, first] = near.T, 1
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
        layer.load_state_dict({**layer.state_dict(), **state})
    return network


def _tensor(array: NDArray[np.generic]) -> torch.Tensor:
    return torch.from_numpy(np.array(array, np.float32))


def _mean(hidden: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    weights = chosen.unsqueeze(-1).float()
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)
