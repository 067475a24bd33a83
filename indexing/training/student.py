"""The contextual student: MiniLM's body over a table of kept English rows and new Chinese ones."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import embedding, normalize
from transformers import BertModel

from indexing.training.base import load_body
from indexing.training.teacher import mean_pool
from indexing.training.vocabulary import PUNCTUATION, Vocabulary

_NEIGHBOURS = 10
_SHARPNESS = 0.1


class Student(nn.Module):
    """Token ids and mask, both (batch, length), to unit vectors (batch, hidden)."""

    def __init__(self, body: BertModel, english: torch.Tensor, chinese: torch.Tensor) -> None:
        super().__init__()
        self.body = body
        self.english = nn.Parameter(english, requires_grad=False)
        self.chinese = nn.Parameter(chinese)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        known = len(self.english)
        is_new = ids >= known
        old = embedding(ids.masked_fill(is_new, 0), self.english)
        new = embedding((ids - known).clamp(min=0), self.chinese)
        rows = torch.where(is_new.unsqueeze(-1), new, old)
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.body(inputs_embeds=rows, attention_mask=mask).last_hidden_state
        return mean_pool(hidden.float(), mask)


def new_student(base: Path, vocabulary: Vocabulary, static: Sequence[NDArray[np.float32]]) -> Student:
    """The student before training.

    `static` holds the vectors of the kept English pieces and of the Chinese pieces in the static
    bilingual space, shapes (len(english), d) and (len(chinese), d).
    """
    body = load_body(base)
    table = body.embeddings.word_embeddings.weight.detach()
    english = table[list(vocabulary.english)].clone()
    chinese = transfer_rows(english, torch.from_numpy(static[0]), torch.from_numpy(static[1]))
    _copy_punctuation(chinese, table, base)
    # The student holds its rows itself; the body's own table would only fill memory and checkpoints.
    body.embeddings.word_embeddings = nn.Embedding(1, table.shape[1])
    return Student(body, english, chinese)


def transfer_rows(english: torch.Tensor, known: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    """A row for each new piece: the similarity-weighted mean of its nearest English pieces' rows.

    Vocabulary transfer as in WECHSEL (Minixhofer et al. 2022). `english` is (E, hidden); `known`
    (E, d) and `new` (C, d) lie in the static bilingual space. Returns (C, hidden).
    """
    placed = new.norm(dim=-1) > 0
    known, new = normalize(known, dim=-1), normalize(new, dim=-1)
    rows = []
    for part in torch.split(new, 1024):
        nearest = (part @ known.T).topk(min(_NEIGHBOURS, len(known)), dim=-1)
        weights = torch.softmax(nearest.values / _SHARPNESS, dim=-1)
        rows.append((weights.unsqueeze(-1) * english[nearest.indices]).sum(1))
    table = torch.cat(rows)
    # Nothing is known of the others; rows apart from each other still let equal characters match.
    spread = (table[placed] if placed.any() else english).std(0, correction=0)
    noise = torch.randn(table.shape, generator=torch.Generator().manual_seed(0))
    return torch.where(placed.unsqueeze(-1), table, english.mean(0) + noise * spread)


def _copy_punctuation(chinese: torch.Tensor, table: torch.Tensor, base: Path) -> None:
    rows = Tokenizer.from_file(str(base / "tokenizer.json")).get_vocab()
    for offset, mark in enumerate(PUNCTUATION.values()):
        chinese[offset] = table[rows[mark]]
