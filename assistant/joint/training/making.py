"""All steps from what was written to the model's files; what takes long is kept in the work folder."""

import dataclasses
import hashlib
import json
import random
from collections.abc import Sequence
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
from assistant.joint.training.rarity import token_rarity
from assistant.joint.training.recipe import Report, Settings, Texts, calibrate, plan, train
from assistant.joint.training.written import Place, evidence_of, read_claims, read_questions
from assistant.judging.parts import best_part
from assistant.judging.training.labelled import groups, part, read_labelled
from assistant.judging.training.made import Maker, kept_apart, survey_statements, translated_statements
from assistant.pipeline import Assistant
from assistant.rules import violations
from assistant.settings import load_settings
from corpus import load_corpus
from indexing.embedders.encoder import load_encoder
from indexing.structure.parse import parse_corpus

_HELD_OUT = 8
"""Of the labelled claims that may be learned from, one group of so many only calibrates."""
_UNFITTED = {"slope": 1.0, "offset": 0.0}


def make(data: Path, questions: Path, work: Path, out: Path, settings: Settings, report: Report) -> Path:
    """Make the reader's files in `out`; returns it. Raises MedfmError if something to learn from is
    missing."""
    work.mkdir(parents=True, exist_ok=True)
    learned, held = _labelled(data)
    spared = evidence_of(sorted(questions.glob("*.jsonl")))
    found = _found(spared, work / "found.jsonl", report)
    claims, held_claims = (written_claims(settings.seed, held_out=held_out) for held_out in (False, True))
    report(f"{len(found)} questions, {len(claims)} claims, {len(learned)} judged by people")
    encoder, rarity = load_encoder(), token_rarity(data)
    steps = plan(found, claims, learned, _made(data, settings), encoder.length, settings)
    network = train(steps, Texts(encoder, rarity), settings, work / "network.safetensors", report)
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / "reader.onnx")
    np.save(out / "rarity.npy", np.round(rarity * 255).astype(np.uint8))
    card: dict[str, object] = {
        "name": "joint-1",
        "questions": len(found),
        "claims": len(claims),
        "labelled": len(learned),
        "settings": dataclasses.asdict(settings),
        "sha256": hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest(),
    }
    # The reader needs its settings before it can be calibrated.
    _write(out, card | {"support": _UNFITTED})
    return _write(out, card | {"support": _calibrated(JointReader(out), [*held, *held_claims], settings)})


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
            held = int(hashlib.sha256(group.encode()).hexdigest(), 16) % _HELD_OUT == 0
            source = best_part(one.source, one.claim)
            parts[held].append(ClaimExample(one.claim, source, one.supported))
    return parts


def _made(data: Path, settings: Settings) -> list[ClaimExample]:
    """Pairs made from translations and the surveys' sentences, drawn by the seed."""
    translated = translated_statements(data, settings.translated, settings.seed)
    kept = (kept_apart(survey_statements(), False), kept_apart(translated, False))
    made = [one for number, some in enumerate(kept, 1) for one in Maker(some, settings.seed + number).pairs()]
    drawn = random.Random(settings.seed).sample(made, min(settings.made, len(made)))
    return [ClaimExample(one.claim, one.source, one.supported) for one in drawn]


def _found(spared: Sequence[Place], path: Path, report: Report) -> list[QuestionExample]:
    """What the assistant finds for each question, taken from `path` where it is there."""
    if not path.exists():
        asked = [one for one in read_questions() if not one.held_out]
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as file:
            examples = question_examples(Assistant.open(load_settings({})), asked, spared)
            for number, example in enumerate(examples, 1):
                file.write(json.dumps(dataclasses.asdict(example), ensure_ascii=False) + "\n")
                if number % 500 == 0:
                    report(f"passages for {number} of {len(asked)} questions")
        partial.replace(path)
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        QuestionExample(r["question"], tuple(Candidate(**c) for c in r["candidates"]), r["reason"])
        for r in rows
    ]


def _calibrated(
    reader: JointReader, examples: Sequence[ClaimExample], settings: Settings
) -> dict[str, float]:
    """The line from log odds to support, from claims that nothing was learned from."""
    odds = [reader.supporting(one.claim, one.source) for one in examples]
    return calibrate(np.array(odds), np.array([one.supported for one in examples]), settings.true_share)


def _write(out: Path, card: dict[str, object]) -> Path:
    (out / "config.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return out
