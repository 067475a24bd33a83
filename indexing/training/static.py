"""The static bilingual space: one vector a piece, a text being the sum of its pieces' vectors.

It starts from the teacher's vector of each English word piece, weighted by its rank as in model2vec
(Tulkens and van Dongen 2024), and from the mean teacher vector of the pairs that a Chinese piece
occurs in. Three contrastive tasks (InfoNCE, van den Oord et al. 2018) then train it: a sentence
finds its translation, a sentence finds its passage in either language, and a sentence finds the
rest of its paragraph (the inverse cloze task, Lee et al. 2019).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import cross_entropy, normalize
from tqdm import tqdm

from indexing.embedders.pieces import PieceTokenizer
from indexing.training.data import Bitext

_SENTENCE_END = re.compile(r"(?<=[。！？.!?])")
_COMMON = 1e-4  # a piece this frequent gets half the weight of a rare one
_PIECES, _VECTORS = "static-pieces.txt", "static.npy"
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class StaticSettings:
    """How long and how fast; the rate is warmed up and then lowered linearly to zero."""

    passes: int = 5
    rate: float = 2e-3
    batch: int = 1024
    passages: int = 256  # a batch
    temperature: float = 0.05
    distance_weight: float = 5.0
    seed: int = 0


@dataclass(frozen=True)
class Targets:
    """The teacher's vectors: of the English pieces, the English sides, the English passages."""

    pieces: NDArray[np.float16]
    sentences: NDArray[np.float16]
    passages: NDArray[np.float16]


@dataclass(frozen=True)
class StaticVectors:
    """Pieces of the static space and their vectors, shape (len(pieces), dim)."""

    pieces: Sequence[str]
    vectors: NDArray[np.float32]

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The sum of each text's pieces, shape (len(texts), dim); zero where none is known."""
        tokenizer = PieceTokenizer(self.pieces)
        sums = np.zeros((len(texts), self.vectors.shape[1]), np.float32)
        for place, text in enumerate(texts):
            sums[place] = self.vectors[tokenizer.find(text).rows].sum(axis=0)
        return sums

    def exactly(self, pieces: Sequence[str]) -> NDArray[np.float32]:
        """The vector of each piece itself; zero where it is unknown."""
        row = {piece: place for place, piece in enumerate(self.pieces)}
        table = np.concatenate([self.vectors, np.zeros_like(self.vectors[:1])])
        return table[[row.get(piece, -1) for piece in pieces]]

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Unit vectors of `texts`, shape (len(texts), dim); questions and passages alike."""
        sums = self.of(texts)
        unit: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        return unit

    def save(self, work: Path) -> None:
        """Keep both under `work`; the vectors last, since they tell that the stage is done."""
        (work / _PIECES).write_text("\n".join(self.pieces), encoding="utf-8")
        partial = work / f"part-{_VECTORS}"
        np.save(partial, self.vectors)
        partial.replace(work / _VECTORS)


def load_static(work: Path) -> StaticVectors | None:
    """What an earlier run kept under `work`, if any."""
    if not (work / _VECTORS).exists():
        return None
    pieces = (work / _PIECES).read_text(encoding="utf-8").split("\n")
    return StaticVectors(pieces, np.load(work / _VECTORS, allow_pickle=False))


class StaticSpace:
    """Texts as rows of a table, drawn batch by batch, and the table itself."""

    def __init__(self, bitext: Bitext, pieces: Sequence[str], targets: Targets) -> None:
        tokenizer = PieceTokenizer(pieces)
        self.windows = bitext.windows
        self.targets = targets
        self.english = [_rows(tokenizer, pair.en) for pair in bitext.pairs]
        self.chinese = [_rows(tokenizer, pair.zh) for pair in bitext.pairs]
        cut = ([_rows(tokenizer, s) for s in _SENTENCE_END.split(p) if len(s) > 5] for p in bitext.paragraphs)
        self.paragraphs = [sentences for sentences in cut if len(sentences) > 1]
        first = initial_table(self.chinese, len(pieces), targets)
        self.table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(first), freeze=False, mode="sum")

    def vectors(self, texts: Sequence[Rows]) -> torch.Tensor:
        """Unit vectors, shape (len(texts), dim)."""
        offsets = np.cumsum([0, *(len(text) for text in texts[:-1])])
        bags = self.table(torch.from_numpy(np.concatenate(texts)), torch.from_numpy(offsets))
        return normalize(bags, dim=-1)


def train_static(
    bitext: Bitext, pieces: Sequence[str], targets: Targets, settings: StaticSettings, work: Path
) -> StaticVectors:
    """Vectors of `pieces`; kept under `work`, from where a second run takes them."""
    kept = load_static(work)
    if kept is not None:
        return kept
    space = StaticSpace(bitext, pieces, targets)
    optimizer = torch.optim.Adam(space.table.parameters(), betas=(0.9, 0.99))
    draw = np.random.default_rng(settings.seed)
    steps = max(1, len(space.english) // settings.batch) * settings.passes
    for step in tqdm(range(steps), desc="static", mininterval=5):
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * (1 - step / steps) * min(1.0, (step + 1) / 50)
        loss = _sentences(space, settings, draw) + _passages(space, settings, draw)
        loss = loss + _paragraphs(space, settings, draw)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own stub lacks it
        optimizer.step()
    trained = StaticVectors(pieces, space.table.weight.detach().numpy())
    trained.save(work)
    return trained


def initial_table(chinese: Sequence[Rows], size: int, targets: Targets) -> NDArray[np.float32]:
    """Starting vectors, shape (size, dim): the English pieces come first, as many as `targets.pieces`."""
    known = len(targets.pieces)
    english = targets.pieces.astype(np.float32)
    table = np.zeros((size, english.shape[1]), np.float32)
    # Zipf's law stands in for counts: BERT's vocabulary is ordered by frequency.
    shares = 1 / (np.arange(known) + 30.0)
    table[:known] = _weighted(english - english.mean(0), shares / shares.sum())
    counts = np.zeros(size)
    centred = targets.sentences.astype(np.float32)
    centred -= centred.mean(0)
    for rows, vector in zip(chinese, centred, strict=True):
        new = np.unique(rows[rows >= known])
        table[new] += vector
        counts[new] += 1
    shares = counts[known:] / max(1.0, counts[known:].sum())
    # Runs overlap, so a Chinese text has about twice the pieces of an English one of equal length.
    table[known:] = 0.6 * _weighted(table[known:], shares)
    return table


def _weighted(vectors: NDArray[np.float32], shares: NDArray[np.float64]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    weighted: NDArray[np.float32] = vectors / lengths * (_COMMON / (_COMMON + shares))[:, None]
    return weighted


def _rows(tokenizer: PieceTokenizer, text: str) -> Rows:
    return np.array(tokenizer.find(text).rows, np.int64)


def _contrast(left: torch.Tensor, right: torch.Tensor, settings: StaticSettings) -> torch.Tensor:
    likeness = left @ right.T / settings.temperature
    own = torch.arange(len(left))
    return (cross_entropy(likeness, own) + cross_entropy(likeness.T, own)) / 2


def _distance(vectors: torch.Tensor, targets: torch.Tensor, settings: StaticSettings) -> torch.Tensor:
    return settings.distance_weight * (1 - (vectors * targets).sum(-1)).mean()


def _sentences(space: StaticSpace, settings: StaticSettings, draw: np.random.Generator) -> torch.Tensor:
    chosen = draw.choice(len(space.english), min(settings.batch, len(space.english)), replace=False)
    english = space.vectors([space.english[i] for i in chosen])
    chinese = space.vectors([space.chinese[i] for i in chosen])
    target = torch.from_numpy(space.targets.sentences[chosen]).float()
    loss = _contrast(chinese, english, settings)
    for side in (english, chinese):
        loss = loss + _contrast(side, target, settings) + _distance(side, target, settings)
    return loss


def _passages(space: StaticSpace, settings: StaticSettings, draw: np.random.Generator) -> torch.Tensor:
    """A member sentence finds its passage, in either language; half of the time it is taken out of it."""
    chosen = draw.choice(len(space.windows), min(settings.passages, len(space.windows)), replace=False)
    sentences, members = [], []
    for start, end in (space.windows[i] for i in chosen):
        sentence = int(draw.integers(start, end))
        out = draw.random() < 0.5
        sentences.append(sentence)
        members.append([m for m in range(start, end) if not (out and m == sentence)])
    target = torch.from_numpy(space.targets.passages[chosen]).float()
    sides = (space.english, space.chinese)
    questions = [space.vectors([side[i] for i in sentences]) for side in sides]
    passages = [space.vectors([np.concatenate([side[m] for m in ms]) for ms in members]) for side in sides]
    loss = torch.zeros(())
    for passage in passages:
        loss = loss + _distance(passage, target, settings) / 2
        for question in questions:
            loss = loss + _contrast(question, passage, settings) / 2
    return loss


def _paragraphs(space: StaticSpace, settings: StaticSettings, draw: np.random.Generator) -> torch.Tensor:
    if not space.paragraphs:
        return torch.zeros(())
    chosen = draw.choice(len(space.paragraphs), min(settings.passages, len(space.paragraphs)), replace=False)
    questions, rests = [], []
    for sentences in (space.paragraphs[i] for i in chosen):
        place = int(draw.integers(len(sentences)))
        questions.append(sentences[place])
        rests.append(np.concatenate(sentences[:place] + sentences[place + 1 :]))
    return _contrast(space.vectors(questions), space.vectors(rests), settings)
