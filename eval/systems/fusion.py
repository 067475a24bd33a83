"""The rank fusion of the quick start's dense retrieval and plain BM25."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus import Document
from eval.systems.bm25 import Bm25
from eval.systems.langchain_quickstart import LangChainQuickStart
from eval.systems.protocol import Found

POOL = 50
"""How many passages each side proposes."""
CONSTANT = 60
"""Of reciprocal rank fusion, as in Cormack, Clarke and Büttcher 2009 and LangChain's ensemble."""


class Fusion:
    """Reciprocal rank fusion. It has no number of passages of its own; five is what the table looks at."""

    name = "minilm-bm25-fusion"
    default_k = 5

    def __init__(self, folder: Path) -> None:
        self._sides = (LangChainQuickStart(folder / "dense"), Bm25(folder / "bm25"))

    @property
    def models(self) -> tuple[Path, ...]:
        return tuple(model for side in self._sides for model in side.models)

    def build(self, documents: Sequence[Document]) -> None:
        """Build both sides."""
        for side in self._sides:
            side.build(documents)

    def search(self, question: str, k: int) -> list[Found]:
        """The passages that both sides together rank best."""
        return fuse([side.search(question, max(k, POOL)) for side in self._sides])[:k]


def fuse(rankings: Sequence[Sequence[Found]]) -> list[Found]:
    """All that is ranked, by the sum of 1 / (60 + rank); ties by place."""
    scores: dict[Found, float] = defaultdict(float)
    for ranking in rankings:
        for rank, found in enumerate(ranking, 1):
            scores[found] += 1 / (CONSTANT + rank)
    return sorted(scores, key=lambda found: (-scores[found], found.document, found.spans))
