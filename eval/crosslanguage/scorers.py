"""What is compared, behind one door: a function from a question to its passages, best first.

All rank the same passages. A passage of several windows (the pieces that are embedded) counts by its best.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexing.analysis import is_chinese
from indexing.blocks import Language
from indexing.embedders import load_words
from indexing.embedders.protocol import Embedder
from indexing.passages import Filter, Passage
from indexing.retrieval import HybridRetriever
from indexing.training.base import base_folder
from indexing.training.baselines import TeacherEmbedder, bm25_scores
from indexing.training.data import TrainingDataError
from indexing.training.evaluate import Embeds

FUSED = "fused (medfm)"
DENSE = "built-in encoder alone"
STATIC = "static table alone"
BM25 = "BM25"
MINILM = "all-MiniLM-L6-v2"
BOTH = "MiniLM and BM25, fused by rank"
NAMES = (FUSED, DENSE, STATIC, BM25, MINILM, BOTH)
_CONSTANT = 60
"""Of reciprocal rank fusion, Cormack, Clarke and Büttcher 2009."""

Ranking = NDArray[np.int64]
"""Places of passages, best first, shape (questions, passages)."""
Ranker = Callable[[Sequence[str]], Ranking]


@dataclass(frozen=True)
class Collection:
    """Passages that are ranked, all of one language or of both."""

    passages: tuple[Passage, ...]
    language: Language | None = None


def rankers(
    collection: Collection, retriever: HybridRetriever, others: Mapping[str, Embeds]
) -> dict[str, Ranker]:
    """Every system over `collection`; `others` are embedders beside the retriever's own, by name."""
    made: dict[str, Ranker] = {
        FUSED: lambda questions: _fused(collection, retriever, questions),
        DENSE: _dense(collection, retriever.embedder),
        BM25: lambda questions: _order(bm25_scores(questions, [p.reading for p in collection.passages])),
    }
    made |= {name: _dense(collection, embedder) for name, embedder in others.items()}
    if MINILM in made:
        made[BOTH] = lambda questions: _by_rank([made[MINILM](questions), made[BM25](questions)])
    return {name: made[name] for name in NAMES if name in made}


def baselines(base: Path | None) -> dict[str, Embeds]:
    """The static table, and MiniLM where its weights are: in `base` or from the extra `train`."""
    found: dict[str, Embeds] = {STATIC: load_words()}
    try:
        found[MINILM] = TeacherEmbedder(base_folder(base))
    except TrainingDataError:
        if base is not None:
            raise
    return found


def _fused(collection: Collection, retriever: HybridRetriever, questions: Sequence[str]) -> Ranking:
    places = {passage.id: place for place, passage in enumerate(collection.passages)}
    only = Filter(languages=frozenset({collection.language} if collection.language else ()))
    rows = []
    for question in questions:
        asked: Language = "zh" if is_chinese(question) else "en"
        hits = retriever.retrieve(retriever.analyse(question), asked, len(places), only)
        found = [places[hit.passage.id] for hit in hits]
        rest = np.setdiff1d(np.arange(len(places)), found)
        rows.append(np.concatenate([np.array(found, np.int64), rest]))
    return np.stack(rows)


def _dense(collection: Collection, embedder: Embeds | Embedder) -> Ranker:
    windows = [window for passage in collection.passages for window in passage.windows]
    starts = np.cumsum([0, *(len(passage.windows) for passage in collection.passages[:-1])])
    vectors = embedder.embed(windows)

    def ranked(questions: Sequence[str]) -> Ranking:
        near = embedder.embed(questions, query=True) @ vectors.T
        return _order(np.maximum.reduceat(near, starts, axis=1))

    return ranked


def _order(scores: NDArray[np.floating]) -> Ranking:
    return np.argsort(-scores, axis=1, kind="stable")


def _by_rank(rankings: Sequence[Ranking]) -> Ranking:
    ranks = [np.argsort(ranking, axis=1) + 1 for ranking in rankings]
    return _order(np.sum([1 / (_CONSTANT + rank) for rank in ranks], axis=0))
