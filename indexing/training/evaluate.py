"""Measures the built-in encoder on XQuAD, with BM25 and the teacher beside it.

    python -m indexing.training.evaluate --data DIR

XQuAD (Artetxe et al. 2020): 1,190 questions over 240 paragraphs, the same in both languages. Recall@1
is the share of questions whose own paragraph ranks first.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexing.embedders.builtin import BuiltinEmbedder
from indexing.training.base import base_folder
from indexing.training.baselines import TeacherEmbedder, bm25_scores
from indexing.training.static import load_static

DIRECTIONS = (("en", "en"), ("zh", "zh"), ("zh", "en"), ("en", "zh"))
Scorer = Callable[[Sequence[str], Sequence[str]], NDArray[np.floating]]


@dataclass(frozen=True)
class Side:
    """One language of XQuAD: `gold[i]` is the paragraph that answers question i."""

    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    gold: NDArray[np.int64]


def load_side(path: Path) -> Side:
    """Read one xquad.LANG.json.gz."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    asked = [(place, qa["question"]) for place, p in enumerate(paragraphs) for qa in p["qas"]]
    gold = np.array([place for place, _ in asked], np.int64)
    return Side(tuple(p["context"] for p in paragraphs), tuple(q for _, q in asked), gold)


def recall(scores: NDArray[np.floating], gold: NDArray[np.int64], depth: int = 1) -> float:
    """Share of rows of `scores` (questions, paragraphs) with the gold paragraph among the first `depth`.

    A paragraph that ties with the gold one counts as ranked before it.
    """
    own = scores[np.arange(len(gold)), gold]
    before = (scores >= own[:, None]).sum(axis=1) - 1
    return float((before < depth).mean())


class Embeds(Protocol):
    """The part of an embedder that is measured."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Unit vectors of `texts`, shape (len(texts), dimension)."""


def dense_scorer(embedder: Embeds) -> Scorer:
    """Scores by dot product."""

    def scores(questions: Sequence[str], passages: Sequence[str]) -> NDArray[np.float32]:
        return embedder.embed(questions, query=True) @ embedder.embed(passages).T

    return scores


def table(sides: dict[str, Side], scorers: dict[str, Scorer]) -> str:
    """Recall@1 and @5 of each scorer in each direction, as Markdown."""
    head = " | ".join(f"{question} → {passage}" for question, passage in DIRECTIONS)
    lines = [f"| recall@1 (@5) | {head} |", "|---" * (len(DIRECTIONS) + 1) + "|"]
    for name, scorer in scorers.items():
        cells = []
        for question, passage in DIRECTIONS:
            scores = scorer(sides[question].questions, sides[passage].paragraphs)
            first, five = (recall(scores, sides[question].gold, depth) for depth in (1, 5))
            cells.append(f"{first:.3f} ({five:.3f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m indexing.training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with xquad/xquad.{en,zh}.json.gz")
    parser.add_argument("--base", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--work", type=Path, help="the recipe's work folder: adds its static space")
    options = parser.parse_args(arguments)
    sides = {lang: load_side(options.data / "xquad" / f"xquad.{lang}.json.gz") for lang in ("en", "zh")}
    builtin, teacher = BuiltinEmbedder(), TeacherEmbedder(base_folder(options.base))
    scorers: dict[str, Scorer] = {
        builtin.name: dense_scorer(builtin),
        "all-MiniLM-L6-v2": dense_scorer(teacher),
        "BM25 (words, character pairs)": bm25_scores,
    }
    static = load_static(options.work) if options.work else None
    if static:
        scorers["static space"] = dense_scorer(static)
    sys.stdout.write(table(sides, scorers) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
