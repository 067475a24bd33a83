"""The embedders that load no model, and those of sentence-transformers on a model made here."""

import shutil
import socket
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from indexing.embedders import Running, load_embedder
from indexing.embedders.hashing import HashingEmbedder
from indexing.embedders.sentence_transformers import SentenceTransformerEmbedder
from indexing.errors import EmbedderError
from indexing.hub import _ask_hub
from tests.contracts.embedder_contract import EmbedderContract

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] med ##ical image query passage : 医 学 影 像 a b 2".split()


class TestHashingEmbedder(EmbedderContract):
    @pytest.fixture(params=[256, 64])
    def embedder(self, request):
        return HashingEmbedder(request.param)

    def test_shared_terms_make_texts_near_in_both_languages(self, embedder):
        for asked, near, far in (
            ("medical images", "an image of medicine, medical", "tax law of France"),
            ("医学影像", "影像医学的模型", "法国税法条文"),
        ):
            question, *found = embedder.embed([asked, near, far])
            assert question @ found[0] > question @ found[1] + 0.2

    def test_is_the_same_on_every_machine(self):
        # Four terms (医学, 学影, 影像, model), each in a dimension of its own: plus or minus the root of 1/4.
        found = HashingEmbedder(8).embed(["医学影像 models"])[0]
        assert found.tolist() == [-0.5, 0, 0, -0.5, 0, -0.5, -0.5, 0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A tiny model with random weights and prompts, as sentence-transformers saves it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries that this test is not about
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
        from transformers import BertConfig, BertModel, BertTokenizer
    made = tmp_path_factory.mktemp("model")
    (made / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(made / "bert")
    BertTokenizer(str(made / "vocab.txt")).save_pretrained(made / "bert")
    body = Transformer(str(made / "bert"))
    model = SentenceTransformer(
        modules=[body, Pooling(body.get_embedding_dimension())],
        device="cpu",
        prompts={"query": "query: ", "document": "passage: "},
    )
    model.save(str(made / "tiny"), create_model_card=False)
    return made / "tiny"


class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, folder):
        return SentenceTransformerEmbedder(str(folder), device="cpu", batch_size=3)

    def test_questions_and_passages_get_the_model_s_prompts(self, embedder):
        question, passage = embedder.embed(["医学影像"], query=True), embedder.embed(["医学影像"])
        assert float((question @ passage.T)[0, 0]) < 0.9999

    def test_is_named_after_its_folder_and_what_is_in_it(self, folder, tmp_path):
        copy = shutil.copytree(folder, tmp_path / "tiny")
        name = SentenceTransformerEmbedder(str(copy)).name
        assert name == SentenceTransformerEmbedder(str(folder)).name
        assert name.startswith("tiny@") and len(name) == len("tiny@") + 12
        (copy / "onnx").mkdir()
        (copy / "onnx" / "config.json").write_text("{}")
        assert SentenceTransformerEmbedder(str(copy)).name == name
        weights = next(copy.rglob("*.safetensors"))
        weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
        assert SentenceTransformerEmbedder(str(copy)).name != name

    def test_a_damaged_model_is_one_clear_line(self, folder, tmp_path):
        copy = shutil.copytree(folder, tmp_path / "tiny")
        next(copy.rglob("*.safetensors")).write_bytes(b"nothing")
        with pytest.raises(EmbedderError, match="can't be loaded") as caught:
            SentenceTransformerEmbedder(str(copy)).embed(["a"])
        assert "\n" not in str(caught.value)

    def test_a_device_that_is_not_there_is_one_clear_line(self, folder):
        with pytest.raises(EmbedderError, match="can't be loaded"):
            SentenceTransformerEmbedder(str(folder), device="no-such-device").embed(["a"])

    def test_a_model_of_the_hub_s_cache_needs_no_connection(self, folder, tmp_path, monkeypatch, no_network):
        commit = "5617a9f61b028005a4858fdac845db406aefb181"
        cached = tmp_path / "models--maker--tiny"
        shutil.copytree(folder, cached / "snapshots" / commit)
        (cached / "refs").mkdir()
        (cached / "refs" / "main").write_text(commit)
        monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
        embedder = SentenceTransformerEmbedder("maker/tiny", device="cpu")
        assert embedder.name == "maker/tiny@5617a9f61b02"
        assert embedder.embed(["a"]).shape == (1, 16)


@pytest.fixture
def no_network(monkeypatch):
    tried = []

    def refuse(*address, **_):
        tried.append(address)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


@pytest.mark.parametrize("id", ["maker/unheard-of-model", "unheard-of-model"])
def test_without_a_connection_an_unknown_model_is_one_line_at_once(id, no_network, tmp_path, monkeypatch):
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    start = time.monotonic()
    with pytest.raises(
        EmbedderError, match="not on this machine, and the model hub can't be reached"
    ) as caught:
        SentenceTransformerEmbedder(id).embed(["a"])
    assert "\n" not in str(caught.value)
    # Asked once (not at all where the hub is switched off); its client looks something up itself at first.
    assert len(no_network) <= 2
    assert time.monotonic() - start < 5


def test_a_look_up_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr("indexing.hub.HUB_PATIENCE", 0.05)
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *_, **__: time.sleep(1))
    with pytest.raises(EmbedderError, match="can't be reached"):
        _ask_hub("maker/model")


@pytest.mark.parametrize("id", ["", "/no/such/folder", "./no/such", "a/b/c", "~/no such folder"])
def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(id, no_network):
    with pytest.raises(EmbedderError, match="There is no folder"):
        _ = SentenceTransformerEmbedder(id).name
    assert no_network == []


def test_a_folder_without_a_model(tmp_path, no_network):
    with pytest.raises(EmbedderError, match="holds no model"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).name


def test_a_name_that_no_model_can_have(no_network):
    with pytest.raises(EmbedderError, match="gives no model"):
        _ = SentenceTransformerEmbedder("no model/of this name").name


def test_device_and_batch_size_reach_the_model(folder):
    import torch

    embedder = load_embedder(str(folder), Running(device="cpu", batch_size=2))
    sizes = []
    embedder._model()[0].register_forward_pre_hook(lambda _, given: sizes.append(len(given[0]["input_ids"])))
    embedder.embed(["med", "医学", "image", "影像", "a"])
    assert sizes == [2, 2, 1]
    assert embedder._model().device == torch.device("cpu")
    with pytest.raises(EmbedderError, match="can't be loaded"):
        load_embedder(str(folder), Running(device="no-such-device")).embed(["a"])


def test_torch_is_not_imported_before_it_is_used():
    program = (
        "import sys; from indexing.embedders.sentence_transformers import SentenceTransformerEmbedder as E;"
        "E('some/model'); print({'torch', 'transformers', 'huggingface_hub'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
