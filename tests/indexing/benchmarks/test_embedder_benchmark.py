"""The benchmark of embedders, on few texts."""

import pytest

from corpus import load_corpus
from indexing.benchmarks import embedders
from indexing.benchmarks.embedders import (
    MOST_PASSAGES,
    MOST_QUESTIONS,
    PASSAGE_TOKENS,
    QUESTION_TOKENS,
    ROUNDS,
    main,
    runs,
)
from indexing.embedders.encoder import load_encoder


def test_runs_follow_each_other_and_have_the_tokens_asked_for():
    text = "Federated learning trains a shared model without moving data. 联邦学习 无需 移动 数据。 " * 20
    found = list(runs([text, "short"], 30))
    assert text.startswith("".join(found))
    assert len(found) == 10
    assert all(30 <= load_encoder().length(run) <= 40 for run in found)


def test_every_embedder_reads_the_same_texts_and_none_twice(capsys, monkeypatch):
    monkeypatch.setattr(embedders, "PASSAGE_TOKENS", 40)
    asked: dict[str, list[str]] = {}

    class Noting:
        def __init__(self, name: str) -> None:
            self.read = asked.setdefault(name, [])

        def embed(self, texts, *, query=False):
            self.read += texts

    monkeypatch.setattr(embedders, "load_embedder", Noting)
    assert main(["one", "two", "--passages", "3", "--questions", "2"]) == 0
    assert asked["one"] == asked["two"]
    assert len(set(asked["one"])) == len(asked["one"]) == 2 + 5 * ROUNDS
    assert [line.split("|")[1].strip() for line in capsys.readouterr().out.splitlines()[2:]] == ["one", "two"]


def test_an_embedder_that_is_not_there_ends_it_with_one_line(capsys):
    assert main(["no/such-model"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("wrong", ["--passages=0", "--passages=151", "--questions=0", "--questions=1001"])
def test_more_than_the_texts_have_or_nothing_is_told_in_one_line(capsys, wrong):
    assert main([wrong]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_texts_have_as_much_as_may_be_asked_for():
    texts = [document.text for document in load_corpus()]
    assert sum(1 for _ in runs(texts, PASSAGE_TOKENS)) >= 2 + ROUNDS * MOST_PASSAGES
    assert sum(1 for _ in runs(texts, QUESTION_TOKENS)) >= ROUNDS * MOST_QUESTIONS
