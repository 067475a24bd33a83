"""The benchmark of embedders, on few texts."""

from indexing.benchmarks import embedders
from indexing.benchmarks.embedders import ROUNDS, main, runs
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
