"""The teacher's vectors: all-MiniLM-L6-v2 on every English side, computed once and kept.

Distillation across languages as in Reimers and Gurevych 2020, "Making Monolingual Sentence
Embeddings Multilingual": the Chinese side is taught to land where the teacher puts the English one.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from indexing.training.base import load_body

MAX_TOKENS = 128  # what all-MiniLM-L6-v2 was tuned on
_SHARD = 8192
_BATCH_TOKENS = 4096


class Teacher:
    """A BERT encoder with mean pooling and unit vectors."""

    def __init__(self, base: Path, max_tokens: int = MAX_TOKENS) -> None:
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens)
        self.model = load_body(base)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Unit vectors, shape (len(texts), hidden)."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.zeros((len(ids), self.model.config.hidden_size), np.float16)
        for rows in _batches(order, [len(i) for i in ids]):
            out[rows] = self._forward([ids[i] for i in rows])
        return out

    def _forward(self, batch: list[list[int]]) -> NDArray[np.float16]:
        tokens, mask = pad(batch)
        # bfloat16 costs the targets about 1e-3 of cosine and is three times as fast where the CPU has AMX.
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            hidden = self.model(tokens, attention_mask=mask).last_hidden_state
        return mean_pool(hidden.float(), mask).half().numpy()


def pad(batch: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids and mask, both (len(batch), longest), padded with 0."""
    width = max(map(len, batch))
    tokens = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    for row, ids in enumerate(batch):
        tokens[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids)] = 1
    return tokens, mask


def mean_pool(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Unit-length mean over the unmasked positions: (batch, length, dim) -> (batch, dim)."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return torch.nn.functional.normalize((hidden * weights).sum(1), dim=-1)


def teacher_vectors(base: Path, texts: Sequence[str], cache: Path) -> NDArray[np.float16]:
    """Vectors of `texts`, shape (len(texts), hidden); shards under `cache` are reused when run again."""
    cache.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256("\x00".join(texts).encode()).hexdigest()[:12]
    teacher: Teacher | None = None
    shards = []
    for start in tqdm(range(0, len(texts), _SHARD), desc="teacher"):
        path = cache / f"{digest}-{start}.npy"
        if not path.exists():
            teacher = teacher or Teacher(base)
            partial = path.with_suffix(".part.npy")
            np.save(partial, teacher.encode(texts[start : start + _SHARD]))
            partial.replace(path)
        shards.append(np.load(path))
    return np.concatenate(shards) if shards else np.zeros((0, _hidden_size(base)), np.float16)


def _hidden_size(base: Path) -> int:
    return int(json.loads((base / "config.json").read_text(encoding="utf-8"))["hidden_size"])


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Split row numbers, sorted by length, into batches of about the same number of tokens."""
    batches: list[list[int]] = []
    current: list[int] = []
    for row in order:
        if current and (len(current) + 1) * lengths[row] > _BATCH_TOKENS:
            batches.append(current)
            current = []
        current.append(row)
    return [*batches, current] if current else batches
