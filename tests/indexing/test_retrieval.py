"""Hybrid retrieval over small indexes."""

from dataclasses import replace

import numpy as np
import pytest

from indexing.blocks import BlockKind
from indexing.build import build_index
from indexing.embedders.hashing import HashingEmbedder
from indexing.glossary.glossary import Occurrence
from indexing.passages import Filter
from indexing.retrieval import HybridRetriever
from indexing.store.sqlite import open_store
from tests.contracts.samples import World, crowded_world, small_world

EVERYTHING = Filter(kinds=frozenset(BlockKind))


@pytest.fixture
def retriever_of(tmp_path):
    """Indexes a world and gives a retriever over it."""
    opened = []

    def make(world, embedder=None, translations=lambda _: (), reranker=None):
        embedder = embedder or HashingEmbedder()
        path = tmp_path / f"index-{len(opened)}"
        build_index(path, world.structures, world.passages, world.documents, embedder, "s")
        opened.append(open_store(path))
        return HybridRetriever(opened[-1], embedder, translations, reranker)

    yield make
    for store in opened:
        store.close()


def find(retriever, question, language="en", count=5, only=EVERYTHING):
    return retriever.retrieve(retriever.analyse(question), language, count, only)


def ids(hits):
    return [hit.passage.id for hit in hits]


def untwinned():
    world = small_world()
    return World(world.documents, world.structures, tuple(replace(p, twin=None) for p in world.passages))


class TestRanking:
    @pytest.mark.parametrize(
        ("question", "best"),
        [
            ("Which model has 3.2B parameters?", "en:p1"),
            ("How big is Bio-GPT?", "en:p2"),
            ("1.5B", "en:p2"),
            ("running GPT 4", "en:p3"),
            ("医学影像和文本怎么处理？", "zh:p2"),
            ("ＭｅｄＰａＬＭ２ 得分", "zh:p1"),
        ],
    )
    def test_what_says_what_is_asked_comes_first(self, retriever_of, question, best):
        assert ids(find(retriever_of(untwinned()), question))[0] == best

    def test_best_first_each_once_and_no_more_than_asked_for(self, retriever_of):
        retriever = retriever_of(crowded_world(60))
        hits = find(retriever, "model data 影像", count=50)
        assert len(hits) == len(set(ids(hits))) == 50
        assert hits == tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage.id)))
        for count in (0, 1, 7):
            assert find(retriever, "model data 影像", count=count) == hits[:count]

    def test_a_hit_tells_how_each_retriever_ranked_it(self, retriever_of):
        hits = find(retriever_of(untwinned()), "BioGPT pretraining")
        assert hits[0].ranks == {"dense": 1, "fulltext": 1}
        # Only en:p2 holds a word of the question: the others were proposed by the vectors alone.
        assert all(hit.ranks.keys() == {"dense"} for hit in hits[1:])

    def test_the_same_question_finds_the_same(self, retriever_of):
        one, other = retriever_of(crowded_world(60)), retriever_of(crowded_world(60))
        for question in ("model clinic", "临床数据", "model"):
            assert find(one, question) == find(one, question) == find(other, question)

    @pytest.mark.parametrize("question", ["What is it?", "的？", "flumps", "腐乳"])
    def test_a_question_of_no_known_word_still_has_nearest_passages(self, retriever_of, question):
        hits = find(retriever_of(untwinned()), question)
        assert len(hits) == 5
        assert all(np.isfinite(hit.score) for hit in hits)

    def test_an_empty_index_finds_nothing(self, retriever_of):
        assert find(retriever_of(World(small_world().documents, (), ())), "model") == ()


class TestFilters:
    @pytest.mark.parametrize(
        ("only", "expected"),
        [
            (Filter(languages=frozenset({"zh"})), {"zh:p1", "zh:p2"}),
            (Filter(documents=frozenset({"en-2024"})), {"en:p1", "en:p2", "en:p3"}),
            (Filter(section="4.2"), {"en:p2", "en:p3"}),
            (Filter(kinds=frozenset({BlockKind.LIST_ITEM})), {"zh:p2"}),
            (Filter(documents=frozenset({"nobody"})), set()),
        ],
    )
    def test_only_what_is_allowed_is_found(self, retriever_of, only, expected):
        retriever = retriever_of(untwinned())
        assert set(ids(find(retriever, "model 模型 MedQA", only=only))) == expected

    def test_bibliography_and_front_matter_are_found_only_when_asked_for(self, retriever_of):
        world = untwinned()
        kinds = dict(zip(["en:p1", "en:p2"], [BlockKind.REFERENCE, BlockKind.FRONT_MATTER], strict=True))
        passages = tuple(replace(p, kind=kinds.get(p.id, p.kind)) for p in world.passages)
        retriever = retriever_of(World(world.documents, world.structures, passages))
        question = "BioGPT MedQA"
        assert set(ids(find(retriever, question, only=Filter()))) == {"en:p3", "zh:p1", "zh:p2"}
        only = Filter(kinds=frozenset({BlockKind.REFERENCE}))
        assert ids(find(retriever, question, only=only)) == ["en:p1"]


class TestTwins:
    @pytest.mark.parametrize(
        ("language", "shown", "behind"), [("en", "en:p1", "zh:p1"), ("zh", "zh:p1", "en:p1")]
    )
    def test_what_is_said_twice_is_one_hit_in_the_questions_language(
        self, retriever_of, language, shown, behind
    ):
        # en:p1 and zh:p1 are twins.
        hits = find(retriever_of(small_world()), "MedQA 得分 Med-PaLM 2", language)
        assert ids(hits)[0] == shown
        assert [twin.id for twin in hits[0].twins] == [behind]
        assert behind not in ids(hits)
        assert all(hit.twins == () for hit in hits[1:])

    def test_it_stands_where_the_better_of_the_two_does(self, retriever_of):
        question = "MedQA 得分 Med-PaLM 2"
        apart = {hit.passage.id: hit.score for hit in find(retriever_of(untwinned()), question)}
        merged = find(retriever_of(small_world()), question, "en")
        assert merged[0].score == pytest.approx(max(apart["en:p1"], apart["zh:p1"]))

    def test_without_its_twin_a_passage_stands_alone(self, retriever_of):
        only = Filter(languages=frozenset({"en"}))
        hits = find(retriever_of(small_world()), "MedQA", "zh", only=only)
        assert ids(hits)[0] == "en:p1" and hits[0].twins == ()


class Bilingual(HashingEmbedder):
    """Knows besides shared words that `幻象` and "parameters" are near."""

    def embed(self, texts, *, query=False):
        return super().embed([text.replace("幻象", "parameters 3.2B lone return") for text in texts])


class TestAcrossLanguages:
    def test_vectors_find_what_full_text_has_no_word_for(self, retriever_of):
        # 处理 stands in zh:p2, but what the question is about only the vectors know.
        assert ids(find(retriever_of(untwinned(), Bilingual()), "幻象", "zh"))[0] == "en:p1"

    def test_full_text_finds_a_translated_term(self, retriever_of):
        question = "分词器"
        translations = {question: [Occurrence(0, 3, ("BioGPT",))]}
        plain = retriever_of(untwinned())
        translating = retriever_of(untwinned(), translations=lambda asked: translations[asked])
        assert all("fulltext" not in hit.ranks for hit in find(plain, question, "zh"))
        assert ids(find(translating, question, "zh"))[0] == "en:p2"


class Backwards:
    """Likes best what the retriever likes least."""

    def rank(self, question, texts):
        return np.arange(len(texts), dtype=np.float32) / 100


def test_a_reranker_has_the_last_word_before_the_count_is_cut(retriever_of):
    question = "model data 影像"
    plain = ids(find(retriever_of(untwinned()), question, count=5))
    turned = find(retriever_of(untwinned(), reranker=Backwards()), question, count=2)
    assert ids(turned) == plain[::-1][:2]
