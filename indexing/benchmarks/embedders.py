"""How quickly embedders read: passages of 200 tokens a second, and questions, on the survey texts.

    python -m indexing.benchmarks.embedders [EMBEDDER …] [--passages N] [--questions N]

Each EMBEDDER is what `--embedder` takes: `built-in` (the default), or an id or folder for
sentence-transformers. All read the same texts in turn, and no text twice, as some remember what they read.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from corpus import load_corpus
from corpus.errors import MedfmError
from indexing.embedders import BUILT_IN, Embedder, load_embedder
from indexing.embedders.encoder import load_encoder

ROUNDS = 5
PASSAGE_TOKENS, QUESTION_TOKENS = 200, 20
MOST_PASSAGES, MOST_QUESTIONS = 150, 1000
"""In each round: the texts have no more that weren't read before."""
_WORD = re.compile(r"\S+\s*")


@dataclass
class Measured:
    """One row: passages a second in each round, milliseconds of each question."""

    name: str
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def runs(texts: Sequence[str], tokens: int) -> Iterator[str]:
    """Consecutive runs of words of the `texts` that the built-in encoder reads as about `tokens` tokens."""
    encoder = load_encoder()
    for text in texts:
        run, length = "", 0
        for word in _WORD.findall(text):
            run, length = run + word, length + encoder.length(word)
            if length >= tokens:
                yield run
                run, length = "", 0


def measure(names: Sequence[str], texts: Sequence[str], passages: int, questions: int) -> list[Measured]:
    """Times ROUNDS of `passages` and `questions` each. Raises MedfmError if an embedder can't be loaded."""
    embedders = [load_embedder(name) for name in names]
    rows = [Measured(name) for name in names]
    long, short = runs(texts, PASSAGE_TOKENS), runs(texts, QUESTION_TOKENS)
    warm = list(islice(long, 2))
    for embedder in embedders:
        embedder.embed(warm)
    for _ in range(ROUNDS):
        batch, asked = list(islice(long, passages)), list(islice(short, questions))
        for row, embedder in zip(rows, embedders, strict=True):
            row.rates.append(len(batch) / _seconds(embedder, batch))
            row.times += [1000 * _seconds(embedder, [question], query=True) for question in asked]
    return rows


def _seconds(embedder: Embedder, texts: Sequence[str], *, query: bool = False) -> float:
    started = time.perf_counter()
    embedder.embed(texts, query=query)
    return time.perf_counter() - started


def table(rows: Sequence[Measured]) -> Iterator[str]:
    """The rows as lines of Markdown."""
    yield "| embedder | passages a second, median | least | most | question p50, ms | p95, ms |"
    yield "|---|---:|---:|---:|---:|---:|"
    for row in rows:
        rates = f"{np.median(row.rates):.1f} | {min(row.rates):.1f} | {max(row.rates):.1f}"
        median, late = np.percentile(row.times, (50, 95))
        yield f"| {row.name} | {rates} | {median:.1f} | {late:.1f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each embedder and print the table."""
    parser = argparse.ArgumentParser(prog="python -m indexing.benchmarks.embedders", description=__doc__)
    parser.add_argument("embedders", nargs="*", default=[BUILT_IN], metavar="EMBEDDER")
    for name, most, usual in (("passages", MOST_PASSAGES, 100), ("questions", MOST_QUESTIONS, 30)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"in each round, at most {most}")
    options = parser.parse_args(arguments)
    for name, most in (("passages", MOST_PASSAGES), ("questions", MOST_QUESTIONS)):
        if not 1 <= getattr(options, name) <= most:
            sys.stderr.write(f"--{name} must be a whole number from 1 to {most}.\n")
            return 2
    texts = [document.text for document in load_corpus()]
    try:
        rows = measure(options.embedders, texts, options.passages, options.questions)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(table(rows)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
