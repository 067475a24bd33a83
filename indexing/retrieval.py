"""Hybrid retrieval: dense vectors, full text and late interaction, fused, with repeated statements merged.

Scores are fused by a convex combination of normalised scores (Bruch, Gai and Ingber 2023), which keeps how
much better a passage is, where rank fusion forgets it. Full text is trusted as far as the question's
concepts are found at all: a question in the other language, with no rare term, is left to vectors and tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexing.blocks import BlockKind, Language
from indexing.embedders.encoder import load_encoder
from indexing.embedders.protocol import Embedder
from indexing.late_interaction import LateInteraction
from indexing.passage_terms import TermCache
from indexing.passages import Filter, Hit, Passage
from indexing.query import Query, Translations, analyse, coverage
from indexing.reranking import Reranker, rerank
from indexing.store.protocol import Store

POOL = 80
"""How many passages each retriever proposes, in each language."""
SHORTLIST = 60
"""How many of them are looked at closely: for the tokens, concepts and names of the question."""
WEIGHTS = {"dense": 1.2, "standing": 0.03, "fulltext": 0.35, "coverage": 0.5, "names": 0.2, "tokens": 3.0}
"""Chosen on development questions. `tokens` is how well a passage's tokens meet the question's. `standing`
is the cosine in standard deviations of the proposals in the same language: cosines across languages run
lower, and a text must not lose by that alone."""
IN_CONTEXT = 0.5
"""A concept that only the section path or the table's caption expresses counts for this part."""
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
    """What the retrievers say of one passage: scores and ranks by their names."""

    scores: dict[str, float]
    ranks: dict[str, int]


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
        self.terms = TermCache(store.documents())
        self.late = LateInteraction(store, load_encoder())

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
        rough = sorted(found, key=lambda id: (-self._score(found[id].scores), id))[:SHORTLIST]
        met = self.late.nearness(self.late.ask(query.text), rough)
        for id in rough:
            found[id].scores["tokens"] = met[id]
        hits = [self._hit(passage, found[passage.id], query) for passage in self.store.passages(rough)]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
        merged = _merge_twins(hits, language)
        if self.reranker is not None:
            merged = rerank(query.text, merged, self.reranker)
        return tuple(merged[:count])

    def _pool(self, query: Query, only: Filter) -> dict[str, _Found]:
        found: dict[str, _Found] = {}
        vector = self.embedder.embed([query.text], query=True)[0]
        ideal = sum(concept.weight for concept in query.concepts) or 1.0
        for language in LANGUAGES:
            if only.languages and language not in only.languages:
                continue
            part = replace(only, languages=frozenset({language}))
            dense = self.store.nearest(vector, POOL, part)
            mean, deviation = _spread([score for _, score in dense])
            for rank, (passage, score) in enumerate(dense, 1):
                scores = {"dense": score, "standing": (score - mean) / deviation, "fulltext": 0.0}
                found[passage] = _Found(scores, {"dense": rank})
            floor = dense[-1][1] if dense else 0.0
            for rank, (passage, score) in enumerate(self.store.match(query.terms, POOL, part), 1):
                missing = {"dense": floor, "standing": (floor - mean) / deviation}
                entry = found.setdefault(passage, _Found(missing, {}))
                entry.scores["fulltext"] = score / ideal
                entry.ranks["fulltext"] = rank
        return found

    def _hit(self, passage: Passage, found: _Found, query: Query) -> Hit:
        body, context = self.terms.of(passage)
        whole = body | context
        names = [concept for concept in query.concepts if concept.is_name and concept.known]
        in_body = coverage(query.concepts, body)
        scores = {
            **found.scores,
            "coverage": in_body + IN_CONTEXT * (coverage(query.concepts, whole) - in_body),
            "names": coverage(names, whole),
        }
        return Hit(passage, self._score(scores), found.ranks, scores)

    def _score(self, scores: dict[str, float]) -> float:
        return sum(WEIGHTS[name] * score for name, score in scores.items())


def _spread(scores: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation, the latter never 0."""
    if not scores:
        return 0.0, 1.0
    mean = sum(scores) / len(scores)
    return mean, (sum((score - mean) ** 2 for score in scores) / len(scores)) ** 0.5 or 1.0


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
