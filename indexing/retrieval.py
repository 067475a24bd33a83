"""Hybrid retrieval: dense vectors and full text, fused, with repeated statements merged.

Scores are fused by a convex combination of normalised scores (Bruch, Gai and Ingber 2023), which keeps how
much better a passage is, where rank fusion forgets it. Full text is trusted as far as the question's
concepts are found at all: a question in the other language, with no rare term, is left to the vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexing.analysis import terms
from indexing.blocks import BlockKind, Language
from indexing.embedders.protocol import Embedder
from indexing.passages import Filter, Hit, Passage
from indexing.query import Query, Translations, analyse, coverage
from indexing.reranking import Reranker, rerank
from indexing.store.protocol import Store

POOL = 80
"""How many passages each retriever proposes, in each language."""
FULL_TEXT_WEIGHT = 0.25
NAMES_WEIGHT = 0.25
"""For the share of the question's names that the passage or its section holds."""
LANGUAGE_BIAS: dict[Language, float] = {"en": 0.0, "zh": 0.03}
"""By how much the built-in encoder's cosines run higher for windows of one language."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")
ALWAYS = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE_ROW,
        BlockKind.CAPTION,
        BlockKind.FOOTNOTE,
    }
)
"""Kinds that are searched unless the caller asks for others; bibliographies and front matter would be in
the way of questions that aren't about them."""


@dataclass
class _Found:
    """What the retrievers say of one passage."""

    dense: float = 0.0
    full_text: float = 0.0
    dense_rank: int = 0
    full_text_rank: int = 0


class HybridRetriever:
    """Finds the passages that bear on a question. Same store, same question: same hits."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        translations: Translations,
        reranker: Reranker | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.translations = translations
        self.reranker = reranker

    def analyse(self, question: str) -> Query:
        """The question's concepts as this store knows them."""
        frequency = self.store.document_frequency
        return analyse(question, frequency, self.store.passage_count(), self.translations)

    def retrieve(self, query: Query, language: Language, count: int, only: Filter) -> tuple[Hit, ...]:
        """The `count` best passages, best first; `language` breaks ties between texts that say the same.

        Raises IndexingError when the store, the embedder or the reranker fails.
        """
        if not only.kinds:
            only = replace(only, kinds=ALWAYS)
        found = self._pool(query, only)
        passages = self.store.passages(sorted(found))
        hits = [self._hit(passage, found[passage.id], query) for passage in passages]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
        merged = _merge_twins(hits, language)
        if self.reranker is not None:
            merged = rerank(query.text, merged, self.reranker)
        return tuple(merged[:count])

    def _pool(self, query: Query, only: Filter) -> dict[str, _Found]:
        found: dict[str, _Found] = {}
        vector = self.embedder.embed([query.text], query=True)[0]
        for language in LANGUAGES:
            if only.languages and language not in only.languages:
                continue
            part = replace(only, languages=frozenset({language}))
            dense = self.store.nearest(vector, POOL, part)
            for rank, (passage, score) in enumerate(dense, 1):
                found.setdefault(passage, _Found(dense=score)).dense_rank = rank
            floor = dense[-1][1] if dense else 0.0
            for rank, (passage, score) in enumerate(self.store.match(query.terms, POOL, part), 1):
                entry = found.setdefault(passage, _Found(dense=floor))
                entry.full_text, entry.full_text_rank = score, rank
        return found

    def _hit(self, passage: Passage, found: _Found, query: Query) -> Hit:
        ideal = sum(concept.weight for concept in query.concepts) or 1.0
        names = [concept for concept in query.concepts if concept.is_name and concept.known]
        held = frozenset(terms(f"{passage.reading} {passage.context}")) if names else frozenset()
        ranks = {"dense": found.dense_rank, "fulltext": found.full_text_rank}
        scores = {
            "dense": found.dense - LANGUAGE_BIAS[passage.language],
            "fulltext": found.full_text / ideal,
            "names": coverage(names, held),
        }
        score = (
            scores["dense"] + FULL_TEXT_WEIGHT * scores["fulltext"] + NAMES_WEIGHT * scores["names"]
        )
        return Hit(passage, score, {name: rank for name, rank in ranks.items() if rank}, scores)


def _merge_twins(hits: Sequence[Hit], language: Language) -> list[Hit]:
    """One hit for texts that say the same, in the question's language if one is, at the best one's place."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.passage.twin or hit.passage.id, []).append(hit)
    merged = []
    for group in groups.values():
        chosen = min(group, key=lambda hit: (hit.passage.language != language, hit.passage.twin is not None))
        others = tuple(hit.passage for hit in group if hit is not chosen)
        merged.append(replace(chosen, score=group[0].score, twins=others))
    return merged
