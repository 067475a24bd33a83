"""Training: questions and claims in turn, each batch of one kind and of about one length."""

import dataclasses
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

from assistant.joint.meeting import ANSWERS, SUPPORTS, meet, meet_anew
from assistant.joint.training.examples import ClaimExample, QuestionExample
from assistant.joint.training.excerpts import Excerpt, Excerpts
from assistant.joint.training.network import Batch, JointNetwork
from indexing.embedders.encoder import Encoded, Encoder, Matrix

_POOL = 20
"""Batches' worth of groups among which those of one length are looked for."""
Report = Callable[[str], None]
Pair = tuple[str, Excerpt]


@dataclass(frozen=True)
class Settings:
    """How long and how fast. The rate is that of the encoder's layers at its peak; it is warmed up, then
    falls to zero linearly. What the encoder doesn't have learns `newer` times as fast; where a reader learns
    on, it is no longer new, and a third of that is enough."""

    question_passes: float = 2.5
    claim_passes: float = 3.0
    labelled_passes: float = 2.0
    web_passes: float = 2.0
    rate: float = 1e-4
    newer: float = 10.0
    warmup: int = 100
    drop: float = 0.1
    half: bool = False
    """Compute in bfloat16 what bears it: twice as fast on processors made for it, slower on others."""
    judge_only: bool = False
    """Learn only what telling support has to itself, from claims: nothing that tells answers changes."""
    sure: float = 0.97
    """What a label counts as: neither writers nor people are always right."""
    first_weight: float = 0.3
    """Of telling the answer from its neighbours, beside telling whether each answers."""
    questions: int = 16
    claims: int = 48
    labelled: int = 16
    """How many make a batch; the web pages that people judged by are long."""
    hard: int = 2
    drawn: int = 2
    further: int = 12
    """Wrong candidates of a question: the likeliest ones, and some drawn from those up to the further-th."""
    made: int = 10_000
    """Pairs made from translations and sentences of the surveys, seen once…"""
    translated: int = 30_000
    """…of at most so many translated statements."""
    true_share: float = 2 / 3
    """Of a writer's sentences, how many are taken to be supported, for the calibration…"""
    true_across: float = 0.9
    """…and of those in another language than their source. With fewer, too many translations would fall below
    four in five: the reader tells them with less certainty."""
    calibrating: int = 220
    """Translated statements, kept apart from what is learned, that calibration across languages uses too."""
    checkpoint_steps: int = 100
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """One batch: pairs of texts, what is told of them, labels, and the question that each pair is of."""

    told: int
    pairs: tuple[Pair, ...]
    labels: tuple[float, ...]
    groups: tuple[int, ...]


class Texts:
    """Texts as the encoder reads them, each once."""

    def __init__(self, encoder: Encoder, rarity: Matrix) -> None:
        self._encoder, self._rarity = encoder, rarity
        self._kept: dict[str, Encoded] = {}
        self._excerpts = Excerpts(encoder)

    def batch(self, pairs: Sequence[Pair], told: int) -> Batch:
        """The pairs as the network takes them to tell `told`."""
        asking = self._read([text for text, _ in pairs])
        if told == SUPPORTS:
            sources = self._read([excerpt.text for _, excerpt in pairs])
            return Batch([meet_anew(*texts, self._rarity) for texts in zip(asking, sources, strict=True)])
        parts = self._excerpts.parts([excerpt for _, excerpt in pairs])
        return Batch([meet(text, part, self._rarity) for text, part in zip(asking, parts, strict=True)])

    def _read(self, texts: Sequence[str]) -> list[Encoded]:
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        # In 16 bits, or the texts of all passes would fill the memory.
        read = (_with_layers_of(np.float16, one) for one in self._encoder.read_all(new))
        self._kept.update(zip(new, read, strict=True))
        return [_with_layers_of(np.float32, self._kept[text]) for text in texts]


def _with_layers_of(kind: type[np.floating[Any]], encoded: Encoded) -> Encoded:
    return dataclasses.replace(encoded, layers=tuple(layer.astype(kind) for layer in encoded.layers))


def plan(
    questions: Sequence[QuestionExample],
    claims: Sequence[ClaimExample],
    labelled: Sequence[ClaimExample],
    web: Sequence[ClaimExample],
    made: Sequence[ClaimExample],
    length: Callable[[str], int],
    settings: Settings,
) -> list[Step]:
    """All steps in their order, the same for the same seed; `length` gives the tokens of a text."""
    draw = random.Random(settings.seed)
    steps: list[Step] = []
    for share in _shares(settings.question_passes):
        drawn = [_grouped(one, draw, settings) for one in questions]
        known = [group for group in drawn if group]
        known = draw.sample(known, int(len(known) * share))
        steps += [_step(ANSWERS, batch) for batch in _batches(known, settings.questions, length, draw)]
    for examples, passes, size in (
        (claims, settings.claim_passes, settings.claims),
        (labelled, settings.labelled_passes, settings.labelled),
        (web, settings.web_passes, settings.claims),
        (made, 1.0, settings.claims),
    ):
        alone = [[(one.claim, Excerpt.whole(one.source), float(one.supported))] for one in examples]
        for share in _shares(passes):
            some = draw.sample(alone, int(len(alone) * share))
            steps += [_step(SUPPORTS, batch) for batch in _batches(some, size, length, draw)]
    draw.shuffle(steps)
    return steps


def _shares(passes: float) -> list[float]:
    """How much is seen in each pass: all, and in the last the rest."""
    whole, rest = divmod(passes, 1.0)
    return [1.0] * int(whole) + ([rest] if rest else [])


Group = list[tuple[str, Excerpt, float]]
"""Pairs that belong together, with their labels."""


def _grouped(one: QuestionExample, draw: random.Random, settings: Settings) -> Group:
    """An answer to the question, if it has one, and wrong candidates; nothing if its answer wasn't found."""
    right = [c.excerpt for c in one.candidates if c.answers]
    wrong = [c.excerpt for c in one.candidates if c.answers is False]
    if one.reason is None and not right:
        return []
    further = wrong[settings.hard : settings.further]
    wrong = wrong[: settings.hard] + draw.sample(further, min(settings.drawn, len(further)))
    answer = [(one.question, draw.choice(right), 1.0)] if right and one.reason is None else []
    return answer + [(one.question, excerpt, 0.0) for excerpt in wrong]


def _batches(
    groups: Sequence[Group], size: int, length: Callable[[str], int], draw: random.Random
) -> Iterator[list[Group]]:
    """Groups of about one length together; which ones meet is drawn."""
    shuffled = draw.sample(list(groups), len(groups))
    for begin in range(0, len(shuffled), _POOL * size):
        near = sorted(
            shuffled[begin : begin + _POOL * size],
            key=lambda group: max(length(excerpt.window) for _, excerpt, _ in group),
        )
        yield from (near[at : at + size] for at in range(0, len(near), size))


def _step(told: int, groups: Sequence[Group]) -> Step:
    rows = [(number, *pair) for number, group in enumerate(groups) for pair in group]
    return Step(
        told,
        tuple((a, b) for _, a, b, _ in rows),
        tuple(label for *_, label in rows),
        tuple(number for number, *_ in rows),
    )


def train(
    network: JointNetwork,
    steps: Sequence[Step],
    texts: Texts,
    settings: Settings,
    checkpoint: Path,
    report: Report,
) -> JointNetwork:
    """Train `network`, which is returned; goes on from `checkpoint` where there is one."""
    torch.manual_seed(settings.seed)
    if settings.judge_only:
        for name, parameter in network.named_parameters():
            parameter.requires_grad = not _is_from_encoder(name)
    optimiser = _optimiser(network, settings)
    done = _resume(network, checkpoint)
    network.train()
    for number in range(done, len(steps)):
        falling = max(0.02, 1 - number / len(steps))
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * min(1.0, (number + 1) / settings.warmup) * falling
        loss = _loss(network, steps[number], texts, settings)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own stub lacks it
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        if (number + 1) % settings.checkpoint_steps == 0 or number + 1 == len(steps):
            report(f"{number + 1} of {len(steps)} steps, loss {loss.item():.3f}")
            _save(network, number + 1, checkpoint)
    return network.eval()


def _loss(network: JointNetwork, step: Step, texts: Texts, settings: Settings) -> torch.Tensor:
    batch = texts.batch(step.pairs, step.told)
    with torch.autocast("cpu", torch.bfloat16, enabled=settings.half):
        odds = network(batch, step.told)
    labels, groups = torch.tensor(step.labels), torch.tensor(step.groups)
    unsure = (1 - settings.sure) / 2
    loss = binary_cross_entropy_with_logits(odds, labels * (1 - 2 * unsure) + unsure)
    if step.told == ANSWERS:
        chosen = [groups == number for number in set(step.groups)]
        firsts = [-log_softmax(odds[g], 0)[labels[g].argmax()] for g in chosen if labels[g].sum() == 1]
        if firsts:
            loss = loss + settings.first_weight * torch.stack(firsts).mean()
    return loss


def _optimiser(network: JointNetwork, settings: Settings) -> torch.optim.AdamW:
    known: list[torch.nn.Parameter] = []
    new: list[torch.nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (known if _is_from_encoder(name) else new).append(parameter)
    groups = [{"params": new, "peak": settings.newer * settings.rate, "weight_decay": 0.0}]
    if known:
        groups.append({"params": known, "peak": settings.rate, "weight_decay": 0.01})
    return torch.optim.AdamW(groups, lr=0.0)


def _is_from_encoder(name: str) -> bool:
    return name.startswith("layers") and not name.endswith(("narrow.weight", "widen.weight"))


def _save(network: JointNetwork, done: int, path: Path) -> None:
    partial = path.with_suffix(".part")
    save_file({**network.state_dict(), "done": torch.tensor(done)}, str(partial))
    partial.replace(path)


def _resume(network: JointNetwork, path: Path) -> int:
    """How many steps the checkpoint has behind it. The optimiser starts anew: its averages are soon back."""
    if not path.exists():
        return 0
    state = load_file(str(path))
    done = int(state.pop("done"))
    network.load_state_dict(state)
    return done


def calibrate(odds: NDArray[np.float64], supported: NDArray[np.bool_], true_share: float) -> dict[str, float]:
    """Slope and offset from log odds to those of the probability (Platt 1999), where `true_share` of the
    claims are supported."""
    from sklearn.linear_model import LogisticRegression

    weights = np.where(supported, true_share / supported.sum(), (1 - true_share) / (~supported).sum())
    line = LogisticRegression(C=np.inf).fit(odds[:, None], supported, weights * len(odds))
    return {"slope": float(line.coef_[0, 0]), "offset": float(line.intercept_[0])}
