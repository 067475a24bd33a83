"""How the vector index does with many vectors: time, memory and recall, at 10^4, 10^5 and 10^6 of them.

    python -m indexing.benchmarks.vectors [--sizes N …] [--queries N] [--dimension N] [--seed N]

The vectors are synthetic but lie as real ones do: a few directions carry most (as text encoders' spectra
show), topics hold sections, sections hold some twenty texts that say similar things. Of a query's ten exact
neighbours, `recall@10` is the share that the index finds.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexing.store.vectors import VectorIndex

SIZES = (10_000, 100_000, 1_000_000)
NEIGHBOURS = 10
_TOPICS = 200
_IN_SECTION = 20
_SHARES = {"common": 0.35, "topic": 0.35, "section": 0.6, "text": 0.62}
"""How much of a vector each level gives. Vectors of Covid-19 sentences by the built-in encoder have a mean
cosine of 0.14, 0.70 with the nearest and 0.55 with the tenth of 3,068; these are alike."""
_BLOCK = 50_000
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Measured:
    """One row: seconds to build, bytes a vector, milliseconds of a query (also of an exact one), recall."""

    count: int
    kind: str
    build: float
    bytes_each: float
    p50: float
    p95: float
    exact_p50: float
    recall: float


class Clusters:
    """Draws unit vectors of topics and sections, some twenty a section."""

    def __init__(self, count: int, dimension: int, seed: int) -> None:
        self._draw = np.random.default_rng(seed)
        # The spectrum falls with the root of the rank: about 60 directions count, as measured on real ones.
        scales = 1 / np.sqrt(np.arange(dimension) + 5.0)
        self._scales = (scales / np.linalg.norm(scales)).astype(np.float32)
        sections = max(1, count // _IN_SECTION)
        topics = self._spread(min(_TOPICS, sections))
        common = self._spread(1)
        owner = self._draw.integers(0, len(topics), sections)
        self._centres = _SHARES["common"] * common + _SHARES["topic"] * topics[owner]
        self._centres += _SHARES["section"] * self._spread(sections)

    def draw(self, count: int) -> Floats:
        """`count` vectors of sections drawn by chance, shape (count, dimension)."""
        found = np.empty((count, len(self._scales)), np.float32)
        for start in range(0, count, _BLOCK):
            part = found[start : start + _BLOCK]
            chosen = self._draw.integers(0, len(self._centres), len(part))
            part[:] = self._centres[chosen] + _SHARES["text"] * self._spread(len(part))
            part /= np.linalg.norm(part, axis=1, keepdims=True)
        return found

    def _spread(self, count: int) -> Floats:
        drawn = self._draw.standard_normal((count, len(self._scales)), dtype=np.float32)
        scaled: Floats = drawn * self._scales
        return scaled


def exact_neighbours(vectors: Floats, asked: Floats, neighbours: int) -> Floats:
    """The scores of the `neighbours` nearest to each query, falling, shape (queries, neighbours)."""
    best = np.full((len(asked), neighbours), -2.0, np.float32)
    for start in range(0, len(vectors), _BLOCK):
        scores = np.concatenate([best, asked @ vectors[start : start + _BLOCK].T], axis=1)
        best = -np.partition(-scores, neighbours - 1, axis=1)[:, :neighbours]
    found: Floats = -np.sort(-best, axis=1)
    return found


def measure(count: int, dimension: int, queries: int, seed: int) -> Measured:
    """Build an index of `count` vectors and ask it."""
    clusters = Clusters(count, dimension, seed)
    vectors, asked = clusters.draw(count), clusters.draw(queries)
    started = time.perf_counter()
    index = VectorIndex.of(vectors)
    built = time.perf_counter() - started
    exact = exact_neighbours(vectors, asked, NEIGHBOURS)
    times, right = [], 0
    for vector, best in zip(asked, exact, strict=True):
        started = time.perf_counter()
        near = index.search(vector, NEIGHBOURS)
        times.append(time.perf_counter() - started)
        # By the true vectors' scores, as compressed ones come back a little changed.
        right += int(np.sum(vectors[near.rows] @ vector >= best[-1] - 1e-6))
    return Measured(
        count=count,
        kind=index.kind,
        build=built,
        bytes_each=len(index.to_bytes()) / count,
        p50=1000 * float(np.percentile(times, 50)),
        p95=1000 * float(np.percentile(times, 95)),
        exact_p50=1000 * _exact_time(vectors, asked[:20]),
        recall=right / (NEIGHBOURS * queries),
    )


def _exact_time(vectors: Floats, asked: Floats) -> float:
    times = []
    for vector in asked:
        started = time.perf_counter()
        np.argpartition(vectors @ vector, -NEIGHBOURS)
        times.append(time.perf_counter() - started)
    return float(np.percentile(times, 50))


def table(rows: Sequence[Measured]) -> Iterator[str]:
    """The rows as lines of Markdown."""
    yield "| vectors | search | build, s | bytes a vector | p50, ms | p95, ms | exact p50, ms | recall@10 |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        times = f"{row.p50:.2f} | {row.p95:.2f} | {row.exact_p50:.2f}"
        yield (
            f"| {row.count:,} | {row.kind} | {row.build:.1f} | {row.bytes_each:,.0f} | {times} "
            f"| {row.recall:.3f} |"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m indexing.benchmarks.vectors", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--dimension", type=int, default=384, help="of a vector (default: the built-in's)")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rows = []
    for count in options.sizes:
        sys.stderr.write(f"{count:,} vectors …\n")
        rows.append(measure(count, options.dimension, options.queries, options.seed))
    sys.stdout.write("\n".join(table(rows)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
