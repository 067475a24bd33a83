"""Questions and claims that were written to learn from, in both languages.

Language-model writers read the surveys, not the program, nor its questions, and wrote about each passage:
questions that its sentences answer, near misses that no text answers, claims that sentences support or only
seem to. Others made up sources on any topic, with questions and claims about them, or wrote claims about the
web pages that people judged other claims by. What they wrote lies in a checkout; the installed package leaves
it out.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import JudgeError
from corpus import Span

FOLDER = Path(__file__).parent / "data"
QUESTIONS = Path(__file__).resolve().parents[3] / "eval" / "questions"
"""Where the questions lie that answers are measured by."""


@dataclass(frozen=True)
class Place:
    """Characters of a document."""

    document: str
    span: Span

    def touches(self, others: Iterable["Place"]) -> bool:
        """Whether any of the others has a character of this one."""
        return any(self.document == one.document and self.span.overlaps(one.span) for one in others)


@dataclass(frozen=True)
class WrittenQuestion:
    """`place` is the passage it was written about, `answers` the sentences that answer it, the best first;
    none where no text does, and `reason` says why, as in `eval.questions`. `held_out`: nothing that was
    written about the same passage was learned from."""

    question: str
    place: Place
    answers: tuple[Place, ...]
    reason: str | None
    held_out: bool


@dataclass(frozen=True)
class WrittenClaim:
    """`sources` are the sentences that support the claim, or seem to."""

    claim: str
    place: Place
    sources: tuple[Place, ...]
    supported: bool
    held_out: bool


@dataclass(frozen=True)
class WrittenTranslation:
    """A sentence at `source`, of the passage `place`, in the other language: a faithful one, and `false` ones
    that say something else in one respect."""

    place: Place
    source: Place
    faithful: str
    false: tuple[str, ...]
    held_out: bool


@dataclass(frozen=True)
class GeneralQuestion:
    """`sentences` are the numbers, from 0, of the source's sentences that answer it; none where none does."""

    question: str
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class GeneralSource:
    """A made-up text with questions about it, and with claims and whether it supports them."""

    text: str
    questions: tuple[GeneralQuestion, ...]
    claims: tuple[tuple[str, bool], ...]
    held_out: bool


@dataclass(frozen=True)
class WebSource:
    """A web page of the claims that people labelled, named by `source`, its `digest`: the text isn't ours to
    copy. `claims` were written about it; `judged` are claims that people labelled against another page, by
    their digests, with the probability, in a reader's eyes, that this page supports them."""

    source: str
    claims: tuple[tuple[str, bool], ...]
    judged: tuple[tuple[str, float], ...]
    held_out: bool


def digest(text: str) -> str:
    """What names a text that isn't ours to copy."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_questions(path: Path = FOLDER / "questions.jsonl") -> tuple[WrittenQuestion, ...]:
    """All that were written. Raises JudgeError when the file can't be read."""
    return tuple(
        WrittenQuestion(r["question"], _place(r), _places(r, "answers"), r["reason"], r["held_out"])
        for r in _rows(path)
    )


def read_claims(path: Path = FOLDER / "claims.jsonl") -> tuple[WrittenClaim, ...]:
    """All that were written. Raises JudgeError when the file can't be read."""
    return tuple(
        WrittenClaim(r["claim"], _place(r), _places(r, "sources"), r["supported"], r["held_out"])
        for r in _rows(path)
    )


def read_translations(path: Path = FOLDER / "translations.jsonl") -> tuple[WrittenTranslation, ...]:
    """All that were written. Raises JudgeError when the file can't be read."""
    return tuple(
        WrittenTranslation(
            place=_place(r),
            source=Place(r["document"], Span(*r["source"])),
            faithful=r["faithful"],
            false=tuple(r["false"]),
            held_out=r["held_out"],
        )
        for r in _rows(path)
    )


def read_general(path: Path = FOLDER / "general.jsonl") -> tuple[GeneralSource, ...]:
    """All sources that were made up. Raises JudgeError when the file can't be read."""
    return tuple(
        GeneralSource(
            text=r["source"],
            questions=tuple(
                GeneralQuestion(q["question"], tuple(number - 1 for number in q["sentences"]))
                for q in r["questions"]
            ),
            claims=tuple((c["claim"], c["supported"]) for c in r["claims"]),
            held_out=r["held_out"],
        )
        for r in _rows(path)
    )


def read_web(path: Path = FOLDER / "web.jsonl") -> tuple[WebSource, ...]:
    """All web pages that claims were written about or judged by. Raises JudgeError when the file can't be
    read."""
    return tuple(
        WebSource(
            source=r["source"],
            claims=tuple((c["claim"], c["supported"]) for c in r["claims"]),
            judged=tuple((c["claim"], c["support"]) for c in r["judged"]),
            held_out=r["held_out"],
        )
        for r in _rows(path)
    )


def evidence_of(folder: Path = QUESTIONS, split: str = "test") -> tuple[Place, ...]:
    """The evidence of the questions of one split in the files of `folder`: nothing is learned of what it
    answers and what not. Raises JudgeError when a file can't be read."""
    return tuple(
        Place(quote["document"], Span(quote["start"], quote["end"]))
        for path in sorted(folder.glob("*.jsonl"))
        for row in _rows(path)
        if row["split"] == split
        for group in row["gold"]
        for quote in group
    )


def _place(row: dict[str, Any]) -> Place:
    return Place(row["document"], Span(*row["place"]))


def _places(row: dict[str, Any], key: str) -> tuple[Place, ...]:
    return tuple(Place(row["document"], Span(*span)) for span in row[key])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line) for line in lines)
    except (OSError, ValueError) as error:
        raise JudgeError(
            f"{path} can't be read: {error}.", "Get it with a checkout of the project."
        ) from error
