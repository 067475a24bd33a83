"""All steps from what was written to the model's files; what takes long is kept in the work folder."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.joint.reader import JointReader
from assistant.joint.training.examples import (
    Candidate,
    ClaimExample,
    QuestionExample,
    claim_examples,
    question_examples,
)
from assistant.joint.training.export import export
from assistant.joint.training.recipe import Report, Settings, Texts, calibrate, plan, train
from assistant.joint.training.written import WrittenQuestion, evidence_of, read_claims, read_questions
from assistant.judging.training.labelled import Labelled, groups, part, read_labelled
from assistant.judging.training.rarity import token_rarity
from assistant.pipeline import Assistant
from assistant.rules import violations
from assistant.settings import load_settings
from corpus import load_corpus
from indexing.embedders.encoder import load_encoder
from indexing.structure.parse import parse_corpus

_HELD_OUT = 8
"""Of the labelled claims that may be learned from, the groups that only calibrate: one of so many."""


def make(data: Path, questions: Path, work: Path, out: Path, settings: Settings, report: Report) -> Path:
    """Make the reader's files in `out`; returns it. Raises MedfmError if something to learn from is missing."""
    work.mkdir(parents=True, exist_ok=True)
    learned, held = _labelled(data)
    spared = evidence_of(sorted(questions.glob("*.jsonl")))
    asked = [one for one in read_questions() if not one.held_out]
    found = _found(asked, spared, work / "found.jsonl", report)
    claims, calm = (written_claims(settings.seed, held_out=held_out) for held_out in (False, True))
    report(f"{len(found)} questions, {len(claims)} claims, {len(learned)} judged by people")
    encoder, rarity = load_encoder(), token_rarity()
    steps = plan(found, claims, learned, encoder.length, settings)
    network = train(steps, Texts(encoder, rarity), settings, work / "network.safetensors", report)
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / "reader.onnx")
    np.save(out / "rarity.npy", np.round(rarity * 255).astype(np.uint8))
    card = {
        "name": "joint-1",
        "questions": len(found),
        "claims": len(claims),
        "labelled": len(learned),
        "settings": dataclasses.asdict(settings),
        "sha256": hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest(),
    }
    _write(out, card | {"support": {"knots": [0.0], "heights": [0.5]}})
    return _write(out, card | {"support": _calibrated(JointReader(out), [*held, *calm])})


def written_claims(seed: int, *, held_out: bool) -> list[ClaimExample]:
    """The claims that were written about places that are held out, or about the others."""
    documents = load_corpus()
    written = [one for one in read_claims() if one.held_out == held_out]
    return list(claim_examples(written, documents, parse_corpus(documents), seed))


def _labelled(data: Path) -> tuple[list[ClaimExample], list[ClaimExample]]:
    """What people judged of what may be learned from, and the part of it that only calibrates."""
    known = part(read_labelled(data)).train
    parts: tuple[list[ClaimExample], list[ClaimExample]] = ([], [])
    for one, group in zip(known, groups(known), strict=True):
        if not violations(one.claim, one.source):
            digest = hashlib.sha256(group.encode()).hexdigest()
            parts[int(digest, 16) % _HELD_OUT == 0].append(_example(one))
    return parts


def _example(one: Labelled) -> ClaimExample:
    return ClaimExample(one.claim, one.source, one.supported)


def _found(
    asked: Sequence[WrittenQuestion], spared: Sequence[object], path: Path, report: Report
) -> list[QuestionExample]:
    """What the assistant finds for each question, taken from `path` where it is there."""
    if not path.exists():
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as file:
            for number, example in enumerate(_examples(asked, spared), 1):
                file.write(json.dumps(dataclasses.asdict(example), ensure_ascii=False) + "\n")
                if number % 500 == 0:
                    report(f"passages for {number} of {len(asked)} questions")
        partial.replace(path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        QuestionExample(r["question"], tuple(Candidate(**c) for c in r["candidates"]), r["reason"])
        for r in rows
    ]


def _examples(asked: Sequence[WrittenQuestion], spared: Sequence[Place]) -> Iterator[QuestionExample]:
    yield from question_examples(Assistant.open(load_settings({})), asked, spared)


def _calibrated(reader: JointReader, examples: Sequence[ClaimExample]) -> dict[str, list[float]]:
    """The line from log odds to support, from claims that nothing was learned from."""
    odds = [reader.supporting(one.claim, [one.source])[0] for one in examples]
    knots, heights = calibrate(np.array(odds), np.array([one.supported for one in examples]))
    return {"knots": knots, "heights": heights}


def _write(out: Path, card: dict[str, object]) -> Path:
    (out / "config.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return out
