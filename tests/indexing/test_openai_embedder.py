"""Embeddings of a server, against a real one on the loopback that can fail in every way."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from indexing.build import build_index
from indexing.embedders import load_embedder
from indexing.embedders.hashing import HashingEmbedder
from indexing.embedders.openai import OpenAIEmbedder, endpoint
from indexing.embedders.protocol import Running
from indexing.errors import EmbedderError, IndexUnfit
from indexing.status import check_fit
from indexing.store.directory import current_generation
from tests.contracts.embedder_contract import EmbedderContract

Reply = tuple[int, str]


@dataclass
class Script:
    """What the server does: `replies` first, one a request, then embeddings. `seen` keeps the requests."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    seen: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    embed: Callable[[list[str]], list[list[float]]] = lambda texts: HashingEmbedder(64).embed(texts).tolist()


def handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.seen.append({"path": self.path, **asked})
            script.keys.append(self.headers["Authorization"])
            code, body = script.replies.pop(0) if script.replies else (200, self.answer(asked["input"]))
            self.send_response(code)
            self.send_header("Content-Type", "application/json" if body.startswith("{") else "text/html")
            self.send_header("Content-Length", str(len(body.encode())))
            self.send_header("retry-after-ms", "5")
            self.end_headers()
            self.wfile.write(body.encode())

        def answer(self, texts):
            data = [
                {"object": "embedding", "index": place, "embedding": vector}
                for place, vector in enumerate(script.embed(texts))
            ]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            return json.dumps({"object": "list", "data": data, "model": "tiny", "usage": usage})

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def server(monkeypatch) -> Iterator[Script]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    script = Script()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(script)) as running:
        script.url = f"http://127.0.0.1:{running.server_port}/v1"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield script
        running.shutdown()
        thread.join()


@pytest.fixture
def embedder(server):
    return OpenAIEmbedder(f"openai:tiny@{server.url}", Running(batch_size=3))


class TestOpenAIEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, server):
        return OpenAIEmbedder(f"openai:tiny@{server.url}", Running(batch_size=3))


@pytest.mark.parametrize(
    "texts", [["a b", "c d", "e", "f", "g"], ["医学影像", "大模型", "微调", "综述", "数据"]]
)
def test_texts_are_sent_as_they_are_in_batches(server, embedder, texts):
    found = embedder.embed(texts)
    assert [asked["input"] for asked in server.seen] == [texts[:3], texts[3:]]
    assert {(asked["path"], asked["model"], asked["encoding_format"]) for asked in server.seen} == {
        ("/v1/embeddings", "tiny", "float")
    }
    np.testing.assert_allclose(found, HashingEmbedder(64).embed(texts), atol=1e-6)


def test_vectors_that_are_no_unit_vectors_are_made_such(server, embedder):
    server.embed = lambda texts: [[3.0, 4.0] for _ in texts]
    np.testing.assert_allclose(embedder.embed(["a"]), [[0.6, 0.8]], atol=1e-6)


@pytest.mark.parametrize(("key", "sent"), [("secret-1", "Bearer secret-1"), (None, "Bearer none")])
def test_the_key_comes_from_the_environment(server, embedder, key, sent, monkeypatch):
    if key:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    embedder.embed(["a"])
    assert server.keys == [sent]


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_failure_that_passes_is_tried_again(server, embedder, code):
    server.replies += [(code, '{"error": {"message": "busy"}}')] * 2
    assert embedder.embed(["a"]).shape == (1, 64)
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("code", "body", "says"),
    [
        (401, '{"error": {"message": "no key"}}', "refuses the key. Set OPENAI_API_KEY"),
        (403, '{"error": {"message": "not yours"}}', "refuses the key"),
        (404, '{"error": {"message": "no such model"}}', "has no embeddings of tiny"),
        (400, '{"error": {"message": "too long\\nby far"}}', "failed: Error code: 400"),
        (500, "<html>broken</html>", "failed"),
        (200, "<html>a web page</html>", "no embedding"),
        (200, "{}", "no embedding"),
        (200, '{"data": []}', "gave 0 vectors for 1 texts"),
        (200, '{"data": [{"embedding": null, "index": 0}]}', "no numbers"),
        (200, '{"data": [{"embedding": [0.0, 0.0], "index": 0}]}', "no direction"),
        (200, '{"data": [{"embedding": [1e400, 0.0], "index": 0}]}', "no direction"),
    ],
)
def test_a_failure_is_one_line(server, code, body, says):
    embedder = OpenAIEmbedder(f"openai:tiny@{server.url}", Running(retries=1))
    server.replies += [(code, body)] * 5
    with pytest.raises(EmbedderError) as caught:
        embedder.embed(["a"])
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_few_vectors_and_ragged_ones_are_refused(server, embedder):
    server.embed = lambda texts: [[1.0, 0.0]] * (len(texts) - 1)
    with pytest.raises(EmbedderError, match="1 vectors for 2 texts"):
        embedder.embed(["a", "b"])
    server.embed = lambda texts: [[1.0, 0.0], [1.0]]
    with pytest.raises(EmbedderError, match="different lengths"):
        embedder.embed(["a", "b"])


def test_another_model_behind_the_same_name_is_noticed(server, embedder):
    assert embedder.dimension == 64
    server.embed = lambda texts: [[1.0, 0.0] for _ in texts]
    with pytest.raises(EmbedderError, match="vectors of 2 numbers after 64"):
        embedder.embed(["a"])


def test_a_server_that_is_not_there_is_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(EmbedderError, match="can't be reached") as caught:
            OpenAIEmbedder(f"openai:tiny@{url}", Running(retries=0)).embed(["a"])
    assert "\n" not in str(caught.value)


def test_a_server_that_hangs_is_given_up(server):
    released = threading.Event()
    server.embed = lambda texts: (released.wait(5), [[1.0]])[1]
    with pytest.raises(EmbedderError, match="can't be reached"):
        OpenAIEmbedder(f"openai:tiny@{server.url}", Running(timeout=0.05, retries=0)).embed(["a"])
    released.set()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("openai:bge-m3@http://localhost:11434/v1", ("bge-m3", "http://localhost:11434/v1")),
        ("openai:maker/model@v2@https://host/v1/", ("maker/model@v2", "https://host/v1")),
    ],
)
def test_a_name_is_a_model_and_a_server(name, parts):
    assert endpoint(name) == parts
    assert load_embedder(name).name == f"openai:{parts[0]}@{parts[1]}"


@pytest.mark.parametrize("name", ["openai:", "openai:tiny", "openai:@http://h/v1", "openai:tiny@ftp://h"])
def test_a_name_of_another_form_is_one_line(name):
    with pytest.raises(EmbedderError, match="openai:MODEL@URL"):
        load_embedder(name)


def test_the_index_remembers_the_server_s_model(server, embedder, tmp_path):
    build_index(tmp_path / "index", (), (), (), embedder, "settings")
    assert current_generation(tmp_path / "index")[1].embedder == f"openai:tiny@{server.url}"
    with pytest.raises(IndexUnfit, match=f"openai:tiny@{server.url}, not built-in.*Build it again"):
        check_fit(tmp_path / "index", (), "built-in", "settings")


def test_torch_is_not_imported_for_it():
    program = (
        "import sys; from indexing.embedders.openai import OpenAIEmbedder as E;"
        "E('openai:a@http://127.0.0.1:9/v1')._client; print({'torch', 'transformers'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "set()"
