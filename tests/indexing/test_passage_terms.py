"""The cache of passages' terms."""

from dataclasses import replace

import pytest

import indexing.passage_terms as module
from indexing.passage_terms import TermCache
from tests.contracts.samples import small_world


@pytest.fixture
def passages():
    return small_world().passages


def new_cache() -> TermCache:
    return TermCache(small_world().documents)


def test_what_is_said_and_what_stands_above_are_told_apart(passages):
    found = new_cache().of(next(p for p in passages if p.id == "en:p2"))
    # The reading is `Model: BioGPT; # Params: 1.5B`, the context `A survey › 4.2 Models › Table 1: …`.
    assert {"biogpt", "param", "1.5b"} <= found.body
    assert {"survey", "4.2"} <= found.context
    assert "survey" not in found.body
    assert "biogpt" not in found.context


def test_the_first_author_of_the_text_stands_above_it(passages):
    documents = [replace(one, authors=("Ada Q. Lovelace", "Alan Turing")) for one in small_world().documents]
    context = TermCache(documents).of(passages[0]).context
    assert "lovelac" in context
    assert not {"ada", "ture"} & context


@pytest.mark.parametrize("authors", [(), ("",), (" ",)])
def test_a_text_of_nobody_or_unknown_has_no_author_above_it(passages, authors):
    documents = [replace(one, authors=authors) for one in small_world().documents]
    assert TermCache(documents).of(passages[0]) == TermCache([]).of(passages[0])


def test_chinese_passages_have_bigrams(passages):
    found = new_cache().of(next(p for p in passages if p.id == "zh:p2"))
    assert {"影像", "文本"} <= found.body
    assert {"医学", "应用"} <= found.context


def test_it_forgets_rather_than_grow_for_ever(passages, monkeypatch):
    monkeypatch.setattr(module, "CACHED", 2)
    cache = new_cache()
    first = [cache.of(passage) for passage in passages]
    assert [cache.of(passage) for passage in passages] == first
    # What was forgotten is read anew: passages of a former index don't speak for those of the next.
    changed = replace(passages[0], reading="other words")
    for passage in passages[1:]:
        cache.of(passage)
    assert {"other", "word"} <= cache.of(changed).body
