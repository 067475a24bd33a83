"""Trains the student to put Chinese text where the teacher puts its English translation.

Every batch has one kind of text: Chinese sentences, Chinese passages or, to hold the English side
in place, English sentences. The loss is the cosine distance to the teacher's vector plus a
contrastive term against a bank of other teacher vectors (Reimers and Gurevych 2020; van den Oord
et al. 2018).
"""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from indexing.training.student import Student
from indexing.training.teacher import pad


@dataclass(frozen=True)
class ContextualSettings:
    """How long and how fast; rates are peak values, warmed up and then lowered linearly to zero."""

    passes: float = 3.0
    hours: float = 24.0  # at most: the rates fall to zero by then, wherever the run has got to
    row_rate: float = 1e-3
    body_rate: float = 5e-5
    batch_tokens: int = 4096
    max_tokens: int = 128
    passage_share: float = 0.3
    english_share: float = 0.1
    split_chance: float = 0.1
    temperature: float = 0.05
    distance_weight: float = 10.0
    bank: int = 8192
    warmup: int = 100  # steps
    checkpoint_steps: int = 100
    compiled: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Material:
    """One kind of training text: token rows and the target of each, shape (len(rows), hidden)."""

    rows: Sequence[Sequence[int]]
    targets: NDArray[np.float16]
    share: float = 1.0  # of a pass in which it is seen


@dataclass(frozen=True)
class Batch:
    material: int
    members: tuple[int, ...]


def train(
    student: Student,
    materials: Sequence[Material],
    parts: Mapping[int, list[int]],
    settings: ContextualSettings,
    checkpoint: Path,
) -> Student:
    """Train in place; goes on from `checkpoint` where there is one. Returns the student.

    `parts` gives the character rows of each Chinese word's row.
    """
    trainer = _Trainer(student, materials, parts, settings)
    plan = plan_batches(materials, settings)
    done = _resume(student, trainer.optimizer, checkpoint)
    trainer.draw.seed(settings.seed + done)
    started = time.monotonic()
    with tqdm(total=len(plan), initial=done, desc="student", mininterval=5) as progress:
        for step in range(done, len(plan)):
            spent = (time.monotonic() - started) / (3600 * settings.hours)
            if spent >= 1:
                break
            loss = trainer.learn(plan[step], step, max(step / len(plan), spent))
            progress.set_postfix(loss=f"{loss:.3f}", refresh=False)
            progress.update()
            if (step + 1) % settings.checkpoint_steps == 0:
                _save(student, trainer.optimizer, step + 1, checkpoint)
    if done < len(plan):
        _save(student, trainer.optimizer, len(plan), checkpoint)
    return student


class _Trainer:
    """What stays the same from step to step."""

    def __init__(
        self,
        student: Student,
        materials: Sequence[Material],
        parts: Mapping[int, list[int]],
        settings: ContextualSettings,
    ) -> None:
        self.student, self.materials, self.parts, self.settings = student, materials, parts, settings
        self.optimizer = _optimizer(student, settings)
        self.draw = random.Random(settings.seed)
        self.bank = torch.from_numpy(np.concatenate([material.targets for material in materials]))
        if settings.compiled:
            student.body.forward = torch.compile(student.body.forward, dynamic=True)

    def learn(self, batch: Batch, step: int, progress: float) -> float:
        """One step at `progress` (0 to 1) of the run; returns its loss."""
        _set_rates(self.optimizer, self.settings, step, progress)
        material = self.materials[batch.material]
        rows = [_split(material.rows[i], self.parts, self.draw, self.settings) for i in batch.members]
        targets = torch.from_numpy(material.targets[list(batch.members)]).float()
        others = self.bank[torch.randint(len(self.bank), (self.settings.bank,))].float()
        loss = _loss(self.student(*pad(rows)), targets, others, self.settings)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own stub lacks it
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.optimizer.step()
        return loss.item()


def plan_batches(materials: Sequence[Material], settings: ContextualSettings) -> list[Batch]:
    """All batches of all passes in order: members of a batch are of about one length."""
    draw = random.Random(settings.seed)
    plan: list[Batch] = []
    whole, rest = divmod(settings.passes, 1.0)
    for size in [1.0] * int(whole) + ([rest] if rest else []):
        one = [batch for kind, m in enumerate(materials) for batch in _pass(kind, m, size, draw, settings)]
        draw.shuffle(one)
        plan += one
    return plan


def _pass(
    kind: int, material: Material, size: float, draw: random.Random, settings: ContextualSettings
) -> Iterator[Batch]:
    count = int(len(material.rows) * material.share * size)
    chosen = draw.sample(range(len(material.rows)), count)
    lengths = {i: min(len(material.rows[i]), settings.max_tokens) for i in chosen}
    # A little noise on the length, so that a batch does not always meet the same neighbours.
    chosen.sort(key=lambda i: lengths[i] + draw.uniform(0, 3))
    members: list[int] = []
    longest = 0
    for i in chosen:
        longest = max(longest, lengths[i])
        if members and (len(members) + 1) * longest > settings.batch_tokens:
            yield Batch(kind, tuple(members))
            members, longest = [], lengths[i]
        members.append(i)
    if members:
        yield Batch(kind, tuple(members))


def _split(
    row: Sequence[int], parts: Mapping[int, list[int]], draw: random.Random, settings: ContextualSettings
) -> list[int]:
    """Now and then spell a word by its characters, so that characters learn to stand for unseen words."""
    spelled: list[int] = []
    for piece in row:
        if piece in parts and draw.random() < settings.split_chance:
            spelled += parts[piece]
        else:
            spelled.append(piece)
    return spelled[: settings.max_tokens]


def _loss(
    vectors: torch.Tensor, targets: torch.Tensor, others: torch.Tensor, settings: ContextualSettings
) -> torch.Tensor:
    distance = (1 - (vectors * targets).sum(-1)).mean()
    bank = torch.cat([targets, others])
    logits = vectors @ bank.T / settings.temperature
    # Another text with (nearly) the same target is no wrong answer.
    same = targets @ bank.T > 0.95
    same[:, : len(targets)].fill_diagonal_(False)
    contrast = cross_entropy(logits.masked_fill(same, -1e4), torch.arange(len(targets)))
    return settings.distance_weight * distance + contrast


def _optimizer(student: Student, settings: ContextualSettings) -> torch.optim.AdamW:
    body = [p for name, p in student.body.named_parameters() if "word_embeddings" not in name]
    groups = [
        {"params": [student.chinese], "peak": settings.row_rate},
        {"params": body, "peak": settings.body_rate},
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)


def _set_rates(
    optimizer: torch.optim.AdamW, settings: ContextualSettings, step: int, progress: float
) -> None:
    factor = min(1.0, (step + 1) / settings.warmup) * (1 - progress)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor


def _save(student: Student, optimizer: torch.optim.AdamW, step: int, path: Path) -> None:
    tensors = {name: tensor.contiguous() for name, tensor in student.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"adam.{index}.{name}": value for name, value in state.items()}
    partial = path.with_suffix(".part")
    save_file(tensors | {"step": torch.tensor(step)}, str(partial))
    partial.replace(path)


def _resume(student: Student, optimizer: torch.optim.AdamW, path: Path) -> int:
    if not path.exists():
        return 0
    tensors = load_file(str(path))
    student.load_state_dict({k: v for k, v in tensors.items() if not k.startswith(("adam.", "step"))})
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith("adam."):
            _, index, key = name.split(".")
            state.setdefault(int(index), {})[key] = value
    described = optimizer.state_dict()
    optimizer.load_state_dict({"state": state, "param_groups": described["param_groups"]})
    return int(tensors["step"])
