"""Claims that people labelled against a source, and which of them are kept apart for testing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import JudgeError
from indexing.training.data import read_rows

FOLDER = "entailment"
TEST_SHARE = 3
"""One claim of this many is kept apart for testing."""
_SEED = "judge-1"


@dataclass(frozen=True)
class Labelled:
    """A claim with the source it was judged against."""

    set: str
    question: str
    claim: str
    source: str
    supported: bool


@dataclass(frozen=True)
class Parts:
    """Two parts that share no question and no source."""

    train: tuple[Labelled, ...]
    test: tuple[Labelled, ...]


def read_labelled(data: Path) -> tuple[Labelled, ...]:
    """All labelled claims under `data`, in a fixed order. Raises JudgeError when there are none."""
    found = [
        Labelled(
            set=path.name.removesuffix(".jsonl.gz"),
            question=row["question"] or "",
            claim=row["claim"],
            source=row["source"],
            supported=bool(row["supported"]),
        )
        for path in sorted((data / FOLDER).glob("*.jsonl.gz"))
        for row in _rows(path)
    ]
    if not found:
        remedy = "Give the folder that holds it with --data."
        raise JudgeError(f"There is no {FOLDER}/*.jsonl.gz in {data}.", remedy)
    return tuple(found)


def part(labelled: Iterable[Labelled]) -> Parts:
    """Train and test by a hash of what belongs together: claims that share a question or a source, in
    whatever set, go into the same part."""
    labelled = tuple(labelled)
    tests = [is_test(key) for key in groups(labelled)]
    return Parts(
        train=tuple(one for one, test in zip(labelled, tests, strict=True) if not test),
        test=tuple(one for one, test in zip(labelled, tests, strict=True) if test),
    )


def groups(labelled: Sequence[Labelled]) -> list[str]:
    """For each claim the name of its group: the least of the questions and sources that connect it."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while parents.setdefault(key, key) != key:
            parents[key] = key = parents[parents[key]]
        return key

    for one in labelled:
        first, second = sorted((root(f"source {one.source}"), root(_asked(one))))
        parents[second] = first
    return [root(f"source {one.source}") for one in labelled]


def is_test(group: str) -> bool:
    """Whether a group is kept apart for testing."""
    digest = hashlib.sha256(f"{_SEED} {group}".encode()).digest()
    return int.from_bytes(digest[:4]) % TEST_SHARE == 0


def _asked(one: Labelled) -> str:
    """What stands for a claim's question; one without is tied to its source alone."""
    return f"question {one.question.casefold()}" if one.question else f"source {one.source}"


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        return list(read_rows(path))
    except (OSError, EOFError, ValueError) as error:
        raise JudgeError(f"{path} can't be read: {error}.", "Get the file anew.") from error
