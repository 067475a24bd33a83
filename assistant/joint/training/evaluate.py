"""How good the reader is at questions and claims about places and sources that it didn't learn from.

    python -m assistant.joint.training.evaluate [--data DIR]

How often an answer comes first among the units that the assistant finds likeliest, by likeness, by the reader
and by both together; how well the reader tells questions that the texts answer from near misses. How well it
tells claims that their sources support from others, of those that were written; with DIR, which holds
entailment/, also of claims about web pages, of which only the claims are new: what people labelled against
the pages was learned. How well it judges what people labelled about others,
`python -m assistant.judging.training.evaluate` tells.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.extractive.rereading import READ, TOLD_BY, WEIGHT, AnswerReader
from assistant.joint import load_joint_reader
from assistant.joint.training.claims import claims_about_pages, crosses, written_claims
from assistant.joint.training.examples import ClaimExample, QuestionExample, question_examples
from assistant.joint.training.excerpts import Excerpts
from assistant.joint.training.written import evidence_of, read_questions
from assistant.judging.measures import auc
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from corpus.errors import MedfmError
from indexing.analysis import is_chinese
from indexing.embedders.encoder import load_encoder

_SEED = 0
"""Draws which sources of claims have their neighbours around them."""
WRONG = 0.08
"""The share of answerable questions that may be refused."""


class Supporting(Protocol):
    """What tells the odds that a source supports a claim, as the joint reader does."""

    def supporting(self, claim: str, source: str) -> float: ...


@dataclass(frozen=True)
class Figures:
    """`first`: how often the first of the units read answers, where one does (`found` questions). `area`:
    under the ROC curve of telling answerable questions from near misses. `refused`: of the near misses of
    each reason those refused where WRONG of the others are."""

    questions: int
    found: int
    first_by_likeness: float
    first_by_reading: float
    first_by_both: float
    area: float
    refused: dict[str, float]


def measure(reader: AnswerReader, excerpts: Excerpts, examples: Sequence[QuestionExample]) -> Figures:
    """The figures of what `reader` makes of `examples`."""
    likeness, reading, both, told = [], [], [], []
    for one in examples:
        read = one.candidates[:READ]
        odds = reader.answering(one.question, excerpts.parts([candidate.excerpt for candidate in read]))
        told.append(float(np.mean(sorted(odds)[-TOLD_BY:])))
        known = [(odd, c) for odd, c in zip(odds, read, strict=True) if c.answers is not None]
        if one.reason is None and any(c.answers for _, c in known):
            likeness.append(bool(known[0][1].answers))
            reading.append(bool(max(known, key=lambda pair: pair[0])[1].answers))
            both.append(bool(max(known, key=lambda pair: pair[1].score + WEIGHT * pair[0])[1].answers))
    answerable = [one.reason is None for one in examples]
    limit = np.quantile([odds for odds, yes in zip(told, answerable, strict=True) if yes], WRONG)
    reasons = sorted({one.reason for one in examples if one.reason})
    return Figures(
        questions=len(examples),
        found=len(likeness),
        first_by_likeness=float(np.mean(likeness)),
        first_by_reading=float(np.mean(reading)),
        first_by_both=float(np.mean(both)),
        area=auc(answerable, told),
        refused={
            reason: float(
                np.mean([odds < limit for odds, e in zip(told, examples, strict=True) if e.reason == reason])
            )
            for reason in reasons
        },
    )


def claims_held_out(data: Path | None) -> dict[str, list[ClaimExample]]:
    """The claims that weren't learned from, by kind; those about web pages only with `data`."""
    written = written_claims(_SEED, held_out=True)
    found = {
        "within a language": [one for one in written if not crosses(one)],
        "across": [one for one in written if crosses(one)],
    }
    for one in claims_about_pages(data, held_out=True) if data else ():
        found.setdefault(f"web pages, {'zh' if is_chinese(one.claim) else 'en'}", []).append(one)
    return found


def claim_areas(reader: Supporting, claims: Mapping[str, Sequence[ClaimExample]]) -> dict[str, float]:
    """The area under the ROC curve of telling supported claims from others, for each kind."""
    return {
        kind: auc([one.supported for one in some], [reader.supporting(one.claim, one.source) for one in some])
        for kind, some in claims.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 2 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m assistant.joint.training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with entailment/, for claims about its web pages")
    options = parser.parse_args(arguments)
    try:
        held_out = [one for one in read_questions() if one.held_out]
        assistant = Assistant.open(load_settings({}))
        examples = list(question_examples(assistant, held_out, evidence_of()))
        found = measure(load_joint_reader(), Excerpts(load_encoder()), examples)
        claims = claims_held_out(options.data)
        areas = claim_areas(load_joint_reader(), claims)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(
        f"{found.questions} questions about places held out\n"
        f"first of {READ} answers (of {found.found}): by likeness {found.first_by_likeness:.3f},"
        f" by reading {found.first_by_reading:.3f}, by both {found.first_by_both:.3f}\n"
        f"answerable told from near misses: AUC {found.area:.3f}; refused at {WRONG:.2f} of the others:"
        f" {', '.join(f'{reason} {share:.2f}' for reason, share in found.refused.items())}\n"
        "claims held out, supported told from others: AUC"
        f" {', '.join(f'{kind} {area:.3f} (of {len(claims[kind])})' for kind, area in areas.items())}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
