"""All steps from what was written to the model's files; what takes long is kept in the work folder."""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.errors import JudgeError
from assistant.joint.reader import JointReader
from assistant.joint.training.claims import (
    claims_about_pages,
    crosses,
    labelled_claims,
    made_claims,
    translated_claims,
    written_claims,
)
from assistant.joint.training.examples import (
    CANDIDATES,
    Candidate,
    ClaimExample,
    QuestionExample,
    general_questions,
    question_examples,
)
from assistant.joint.training.excerpts import Excerpt
from assistant.joint.training.export import export, read_back
from assistant.joint.training.network import JointNetwork, start
from assistant.joint.training.rarity import token_rarity
from assistant.joint.training.recipe import Report, Settings, Texts, calibrate, plan, train
from assistant.joint.training.written import (
    Place,
    evidence_of,
    read_general,
    read_questions,
)
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from indexing.embedders.encoder import load_encoder
from indexing.embedders.files import ModelFiles

NAME = "joint-5"
_UNFITTED = {"slope": 1.0, "offset": 0.0}


@dataclass(frozen=True)
class Folders:
    """`data` has entailment/ and parallel/, `questions` those whose test evidence isn't learned from. What
    takes long is kept in `work`; the reader's files go to `out`. `known` is a reader to learn on from."""

    data: Path
    questions: Path
    work: Path
    out: Path
    known: Path | None = None


def make(folders: Folders, settings: Settings, report: Report) -> Path:
    """Make the reader's files; returns their folder. Raises MedfmError if something to learn from is
    missing."""
    data, work, out = folders.data, folders.work, folders.out
    work.mkdir(parents=True, exist_ok=True)
    network, started_from = _begun(folders, settings)
    learned, held = labelled_claims(data)
    found = [] if settings.judge_only else _questions(folders, settings, report)
    claims, held_claims = (written_claims(settings.seed, held_out=held_out) for held_out in (False, True))
    report(f"{len(found)} questions, {len(claims)} claims, {len(learned)} judged by people")
    encoder, rarity = load_encoder(), token_rarity(data)
    web, held_web = (claims_about_pages(data, held_out=held_out) for held_out in (False, True))
    steps = plan(found, claims, learned, web, made_claims(data, settings), encoder.length, settings)
    checkpoint = work / f"network-{_named(repr((settings, started_from, steps)))}.safetensors"
    network = train(network, steps, Texts(encoder, rarity), settings, checkpoint, report)
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / "reader.onnx")
    np.save(out / "rarity.npy", np.round(rarity * 255).astype(np.uint8))
    card: dict[str, object] = {
        "name": NAME,
        "started_from": started_from,
        "questions": len(found),
        "claims": len(claims),
        "labelled": len(learned),
        "web": len(web),
        "steps": len(steps),
        "pairs": sum(len(step.pairs) for step in steps),
        "settings": dataclasses.asdict(settings),
        "sha256": hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest(),
    }
    # The reader needs its settings before it can be calibrated.
    _write(out, card | {"within": _UNFITTED, "across": _UNFITTED})
    apart = [*held, *held_claims, *held_web]
    lines = _calibrated(JointReader(out), apart, translated_claims(data, settings), settings)
    return _write(out, card | lines)


def _questions(folders: Folders, settings: Settings, report: Report) -> list[QuestionExample]:
    """The questions to learn from."""
    general = [source for source in read_general() if not source.held_out]
    found = _found(evidence_of(folders.questions), folders.work, report)
    return [*found, *general_questions(general, settings.seed)]


def _begun(folders: Folders, settings: Settings) -> tuple[JointNetwork, str]:
    """The network that learns, and what it starts from."""
    torch.manual_seed(settings.seed)  # What is new in a network is drawn.
    if settings.judge_only and folders.known is None:
        raise JudgeError("judge_only learns on from a reader.", "Give its folder with --known.")
    if folders.known is None:
        return start(settings.drop), load_encoder().name
    if folders.known.resolve() == folders.out.resolve():
        # Its name is that of the checkpoints: without it they are lost.
        raise JudgeError(f"{folders.known} would be overwritten.", "Give another folder with --out.")
    network = read_back(folders.known / "reader.onnx", settings.drop)
    return network, ModelFiles(folders.known, "joint reader").name


def _named(content: str) -> str:
    """A name for a file that hangs on `content`."""
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _found(spared: Sequence[Place], work: Path, report: Report) -> list[QuestionExample]:
    """What the assistant finds for each question, taken from the work folder where it is there."""
    asked = [one for one in read_questions() if not one.held_out]
    assistant = Assistant.open(load_settings({}))
    path = work / f"found-{_named(repr((assistant.store.fingerprint, CANDIDATES, asked, spared)))}.jsonl"
    if not path.exists():
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as file:
            examples = question_examples(assistant, asked, spared)
            for number, example in enumerate(examples, 1):
                file.write(json.dumps(dataclasses.asdict(example), ensure_ascii=False) + "\n")
                if number % 500 == 0:
                    report(f"passages for {number} of {len(asked)} questions")
        partial.replace(path)
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        QuestionExample(r["question"], tuple(_candidate(**c) for c in r["candidates"]), r["reason"])
        for r in rows
    ]


def _candidate(excerpt: dict[str, Any], answers: bool | None, score: float) -> Candidate:
    return Candidate(Excerpt(**excerpt), answers, score)


def _calibrated(
    reader: JointReader,
    examples: Sequence[ClaimExample],
    translations: Sequence[ClaimExample],
    settings: Settings,
) -> dict[str, dict[str, float]]:
    """The lines from log odds to support, from claims that nothing was learned from."""
    parts = {
        "within": [one for one in examples if not crosses(one)],
        "across": [*translations, *filter(crosses, examples)],
    }
    lines = {}
    for name, some in parts.items():
        odds = np.array([reader.supporting(one.claim, one.source) for one in some])
        share = settings.true_share if name == "within" else settings.true_across
        lines[name] = calibrate(odds, np.array([one.supported for one in some]), share)
    return lines


def _write(out: Path, card: dict[str, object]) -> Path:
    (out / "config.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return out
