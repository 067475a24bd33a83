"""What every store must do. A store's tests inherit StoreContract and say how to fill one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from corpus import Span
from indexing.analysis import query_terms, terms
from indexing.blocks import BlockKind
from indexing.embedders.encoder import load_encoder
from indexing.embedders.hashing import HashingEmbedder
from indexing.errors import IndexUnfit
from indexing.passages import Filter, Passage
from indexing.store.protocol import Store
from indexing.tokens import tokens_of
from tests.contracts.samples import WORDS, World, crowded_world, small_world

EMBEDDER = HashingEmbedder()
ALL = Filter()
MakeStore = Callable[[World], Store]

FILTERS = [
    ALL,
    Filter(documents=frozenset({"zh-2024"})),
    Filter(languages=frozenset({"en"})),
    Filter(kinds=frozenset({BlockKind.LIST_ITEM})),
    Filter(section="2 Part"),
    Filter(documents=frozenset({"en-2024"}), kinds=frozenset({BlockKind.LIST_ITEM}), section="Part"),
    Filter(documents=frozenset({"nobody"})),
]


def vector(text: str) -> np.ndarray:
    return EMBEDDER.embed([text], query=True)[0]


def allows(only: Filter, passage: Passage) -> bool:
    return (
        (not only.documents or passage.document in only.documents)
        and (not only.kinds or passage.kind in only.kinds)
        and (not only.languages or passage.language in only.languages)
        and only.section in " > ".join(passage.section)
    )


class StoreContract:
    """Subclasses give the fixture `make_store`."""

    @pytest.fixture
    def make_store(self) -> MakeStore:
        raise NotImplementedError

    @pytest.fixture
    def world(self) -> World:
        return small_world()

    @pytest.fixture
    def store(self, make_store: MakeStore, world: World) -> Store:
        return make_store(world)

    def test_tokens_come_back_as_they_were_read(self, store: Store, world: World) -> None:
        held = store.window_tokens([passage.id for passage in world.passages])
        assert {passage.language for passage in world.passages} == {"en", "zh"}
        for passage in world.passages:
            for kept, read in zip(held[passage.id], tokens_of(passage.windows, load_encoder()), strict=True):
                for name in ("ids", "places", "signs", "middle"):
                    assert np.array_equal(getattr(kept, name), getattr(read, name)), name

    def test_gives_back_what_it_was_given(self, store, world):
        assert store.documents() == world.documents
        assert store.passages([p.id for p in world.passages]) == world.passages
        blocks = [block for structure in world.structures for block in structure.blocks]
        assert list(store.blocks([block.id for block in blocks])) == blocks
        assert store.tables() == world.structures[0].tables
        assert store.tables("en-2024") == world.structures[0].tables
        assert store.tables("zh-2024") == ()
        assert store.passage_count() == 5
        assert store.embedder == EMBEDDER.name

    def test_keeps_the_order_asked_for_and_repeats(self, store):
        asked = ["zh:p1", "en:p1", "zh:p1"]
        assert [p.id for p in store.passages(asked)] == asked
        assert [b.id for b in store.blocks(["zh:2", "en:1", "zh:2"])] == ["zh:2", "en:1", "zh:2"]
        assert store.passages([]) == () == store.blocks([])

    @pytest.mark.parametrize("id", ["nobody", "", "en:p", "a\0b", "\ud800", "zh:p1' OR 1"])
    def test_an_unknown_id_is_a_key_error(self, store, id):
        for ask in (
            lambda: store.passages(["en:p1", id]),
            lambda: store.blocks([id]),
            lambda: store.blocks_between(id, 0, 1),
            lambda: store.tables(id),
            lambda: store.references(id, ["1"]),
        ):
            with pytest.raises(KeyError):
                ask()

    def test_finds_the_blocks_of_a_place(self, store, world):
        text = world.documents[0].text
        caption, rest = text.index("Table 2"), text.index("with a")
        assert [b.id for b in store.blocks_between("en-2024", 0, 5)] == ["en:1"]
        # The paragraph is cut by the caption: it lies around it without touching it.
        assert [b.id for b in store.blocks_between("en-2024", caption, caption + 3)] == ["en:3"]
        assert [b.id for b in store.blocks_between("en-2024", caption + 3, rest + 1)] == ["en:2", "en:3"]
        assert store.blocks_between("en-2024", 10**9, 10**9 + 1) == ()

    def test_finds_references_in_the_order_asked_for(self, store):
        found = store.references("en-2024", ["10", "1", "99", "1"])
        assert [r.number for r in found] == ["10", "1"]
        assert found[1].text == "1. K. Singhal"
        assert found[1].spans == (Span(*found[1].spans[0]),)
        assert store.references("zh-2024", ["1"]) == ()

    @pytest.mark.parametrize(
        ("question", "best"),
        [
            ("Which score did Med PaLM2 reach on MedQA?", {"en:p1", "zh:p1"}),
            ("3.2B parameters", {"en:p1"}),
            ("ＧＰＴ 4", {"en:p3"}),
            ("pretraining of BioGPT", {"en:p2"}),
            ("多模态大模型", {"zh:p2"}),
            ("医学应用有哪些？", {"zh:p2"}),
        ],
    )
    def test_matches_names_numbers_and_both_languages(self, store, question, best):
        assert store.match(query_terms(question), 1, ALL)[0][0] in best

    def test_a_match_in_the_text_counts_more_than_one_in_the_context(self, store):
        # "survey" stands in the context of all three English passages, "BioGPT" in the text of one.
        found = store.match(terms("survey BioGPT"), 5, ALL)
        assert found[0][0] == "en:p2"
        assert {id for id, _ in found} == {"en:p1", "en:p2", "en:p3"}
        assert all(score > 0 for _, score in found)

    @pytest.mark.parametrize(
        "odd",
        ['"', "'", "*", "NEAR(", "NOT", "body:model", "a\0b", "\ud800", "", " ", "-", "^", "两 个", "𠮷"],
    )
    def test_no_term_is_a_command(self, store, odd):
        assert store.match([odd], 5, ALL) == []
        assert store.match([odd, "biogpt"], 5, ALL)[0][0] == "en:p2"
        assert store.document_frequency([odd]) == {odd: 0}

    def test_no_terms_no_match(self, store):
        assert store.match([], 5, ALL) == []
        assert store.match(["biogpt"], 0, ALL) == []
        assert store.document_frequency([]) == {}

    def test_many_terms_are_no_trouble(self, store):
        many = [f"unheard{number}" for number in range(30_000)]
        assert store.match([*many, "biogpt"], 5, ALL)[0][0] == "en:p2"

    def test_counts_the_passages_of_a_term(self, store):
        found = store.document_frequency([*terms("MedQA 多模"), "unheard", "3.2b", "medpalm2"])
        assert found == {"medqa": 2, "多模": 1, "unheard": 0, "3.2b": 1, "medpalm2": 2}

    def test_nearest_scores_a_passage_by_its_best_window(self, store, world):
        second = world.passage("en:p1").windows[1]
        found = store.nearest(vector(second), 5, ALL)
        assert found[0] == ("en:p1", pytest.approx(1.0, abs=1e-5))
        assert len(found) == len({id for id, _ in found}) == 5

    def test_a_vector_of_another_length_is_refused(self, store):
        with pytest.raises(IndexUnfit, match="256 numbers, not 3"):
            store.nearest(np.ones(3, dtype=np.float32), 5, ALL)

    @pytest.mark.parametrize("only", FILTERS)
    @pytest.mark.parametrize("count", [0, 1, 5, 40, 1000])
    def test_nearest_agrees_with_counting_by_hand(self, make_store, only, count):
        world = crowded_world(60)
        store = make_store(world)
        for question in ("model data", "影像 文本", "clinic clinic model"):
            asked = vector(question)
            best = {
                p.id: round(float(max(EMBEDDER.embed(p.windows) @ asked)), 6)
                for p in world.passages
                if allows(only, p)
            }
            expected = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:count]
            found = store.nearest(asked, count, only)
            assert [id for id, _ in found] == [id for id, _ in expected]
            assert dict(found) == pytest.approx(dict(expected), abs=2e-6)

    @pytest.mark.parametrize("only", FILTERS)
    def test_match_keeps_to_the_filter_and_breaks_ties_by_id(self, make_store, only):
        world = crowded_world(60)
        store = make_store(world)
        asked = terms("model 数据")
        holders = {p.id for p in world.passages if allows(only, p) and set(asked) & set(terms(p.reading))}
        found = store.match(asked, 1000, only)
        assert {id for id, _ in found} == holders
        assert found == sorted(found, key=lambda item: (-item[1], item[0]))
        assert store.match(asked, 7, only) == found[:7]

    @pytest.mark.parametrize(
        ("section", "ids"),
        [
            ("4", {"en:p2", "en:p3"}),
            ("4.2", {"en:p2", "en:p3"}),
            ("14", {"zh:p2"}),
            ("applications", {"en:p2", "en:p3"}),
            ("4 Applications › 4.2", {"en:p2", "en:p3"}),
            ("４.2 models", {"en:p2", "en:p3"}),
            ("应用", {"zh:p2"}),
            ("引言", {"zh:p1"}),
            ("no such", set()),
            ("%", set()),
            (" ", {"en:p1", "en:p2", "en:p3", "zh:p1", "zh:p2"}),
        ],
    )
    def test_a_section_is_a_part_of_the_path(self, store, section, ids):
        found = store.nearest(vector("model"), 9, Filter(section=section))
        assert {id for id, _ in found} == ids

    def test_the_same_content_gives_the_same_answers(self, make_store):
        one, other = make_store(crowded_world(60)), make_store(crowded_world(60))
        assert one.fingerprint == other.fingerprint != make_store(crowded_world(61)).fingerprint
        asked = vector("model 数据")
        assert one.nearest(asked, 20, ALL) == other.nearest(asked, 20, ALL)
        assert one.match(["model"], 20, ALL) == other.match(["model"], 20, ALL)

    def test_threads_may_share_it(self, make_store):
        store = make_store(crowded_world(60))

        def ask(word: str) -> object:
            near = store.nearest(vector(word), 9, Filter(languages=frozenset({"en"})))
            passages = store.passages([id for id, _ in near])
            return near, store.match([word], 9, ALL), passages, store.documents()

        alone = [ask(word) for word in WORDS]
        with ThreadPoolExecutor(16) as pool:
            assert list(pool.map(ask, WORDS * 20)) == alone * 20

    def test_an_empty_world_has_no_answers(self, make_store):
        store = make_store(World(small_world().documents, (), ()))
        assert store.nearest(vector("model"), 5, ALL) == []
        assert store.match(["model"], 5, ALL) == []
        assert store.passage_count() == 0
