"""`openai:MODEL@URL` and LangChain's own names: servers that work and servers that fail in every way."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import BadSettings, GeneratorError
from assistant.events import Piece, Settled
from assistant.generators import langchain_model
from assistant.generators.loading import load_model
from assistant.generators.prompts import answer_prompt
from assistant.generators.protocol import complete
from assistant.generators.writing import LlmGenerator
from assistant.questions import make_question
from assistant.settings import Settings
from tests.assistant.generators.failing_server import DONE, Reply, chunk, says, serving
from tests.assistant.generators.tiny_causal import CHAT, save_model

KEY = "sk-very-secret-0123456789"
ASKED = answer_prompt("How big is BioGPT?", "en", ())
BUSY = json.dumps({"error": {"message": f"too many requests for {KEY}", "type": "x", "code": None}})
TRUE = {
    "What did Med-PaLM 2 score on MedQA?": "Med-PaLM 2 scored 86.5% on MedQA.",
    "PubMedGPT 在 MedMCQA 上的得分是多少？": "PubMedGPT 在 MedMCQA 上的得分为 50.3%。",
}


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(langchain_model, "FIRST_PAUSE", 0.01)


def model_at(url: str, **more):
    settings = Settings(home=Path("nowhere"), llm=f"openai:tiny@{url}", max_tokens=24, timeout=20.0)
    return load_model(replace(settings, **more))


class TestWorking:
    @pytest.mark.parametrize("question", TRUE)
    def test_it_streams_through_the_whole_pipeline(self, tiny, question):
        with serving(says(*TRUE[question], " [1]")) as server:
            assistant = tiny.assistant(LlmGenerator(model_at(server.url), tiny.reader, 24))
            *events, settled = assistant.stream(make_question(question, count=12))
        assert isinstance(settled, Settled)
        assert sum(isinstance(event, Piece) for event in events) > 3
        assert [sentence.text for sentence in settled.answer.sentences] == [TRUE[question]]
        [sent] = server.requests
        assert (sent["model"], sent["stream"], sent["temperature"], sent["seed"]) == ("tiny", True, 0.0, 0)
        assert sent["max_tokens"] == 24
        assert [message["role"] for message in sent["messages"]] == ["system", "user"]

    def test_the_key_is_sent_and_told_nowhere(self, caplog):
        with serving(says("ok")) as server:
            model = model_at(server.url)
            complete(model, ASKED)
        assert server.keys == [f"Bearer {KEY}"]
        assert KEY not in repr(model) + model.name + caplog.text

    @pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
    def test_reasoning_that_a_server_keeps_apart_stays_apart(self, field):
        body = (
            chunk(**{field: "Hm, "}) + chunk(**{field: "嗯。"}) + chunk("So.") + chunk(finish="stop") + DONE
        )
        with serving(Reply(body)) as server:
            reply = complete(model_at(server.url), ASKED)
        assert (reply.text, reply.thinking) == ("So.", "Hm, 嗯。")

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_busy_or_failing_server_is_asked_again(self, status):
        with serving(Reply(BUSY, status), Reply(BUSY, status), says("ok")) as server:
            assert complete(model_at(server.url), ASKED).text == "ok"
        assert len(server.requests) == 3

    def test_it_waits_as_long_as_the_server_says(self):
        with serving(Reply(BUSY, 429, Retry_After="0.6"), says("ok")) as server:
            started = time.perf_counter()
            complete(model_at(server.url), ASKED)
        assert time.perf_counter() - started > 0.6


class TestFailing:
    def fails(self, *replies: Reply, **more) -> tuple[str, int]:
        with serving(*replies) as server:
            with pytest.raises(GeneratorError) as caught:
                complete(model_at(server.url, **more), ASKED)
            said = str(caught.value)
            assert KEY not in said and "\n" not in said and caught.value.remedy
            assert caught.value.__cause__ is None
            return said, len(server.requests)

    @pytest.mark.parametrize("status", [429, 500, 502])
    def test_for_good(self, status):
        said, tries = self.fails(Reply(BUSY, status), retries=2)
        assert f"answers {status} after 3 tries" in said
        assert tries == 3

    @pytest.mark.parametrize(
        ("status", "remedy"), [(401, "key"), (404, "Check model and address"), (400, "context")]
    )
    def test_what_cannot_pass_is_asked_once(self, status, remedy):
        said, tries = self.fails(Reply(BUSY, status))
        assert (f"answers {status}:" in said, tries) == (True, 1)
        assert remedy in said

    @pytest.mark.parametrize(
        ("reply", "said"),
        [
            (Reply(chunk("Bio") + chunk("GPT"), cut=True), "broke off"),
            (Reply(chunk("BioGPT has")), "broke off"),
            (Reply(chunk("Bio") + "data: {nonsense\n\n"), "broke off"),
            (Reply("data: {nonsense\n\n"), "can't be read"),
            (Reply('data: {"choices": [7]}\n\n'), "can't be read"),
            (Reply("<html>Welcome</html>"), "empty reply|can't be read"),
            (Reply(DONE), "empty reply|can't be read"),
            (Reply(chunk(finish="stop") + DONE), "empty reply"),
            (Reply('data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
        ],
        ids=["cut", "no end", "turns bad", "bad", "malformed", "html", "nothing", "empty", "error"],
    )
    def test_a_reply_that_is_none(self, reply, said):
        told, tries = self.fails(reply)
        assert any(part in told for part in said.split("|")), told
        assert tries == 1

    def test_silence(self):
        told, tries = self.fails(Reply(silent=5.0), timeout=0.3)
        assert "was silent for 0.3 seconds" in told
        assert tries == 1

    def test_no_server(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        started = time.perf_counter()
        with pytest.raises(GeneratorError, match="No server answers.*Start it"):
            complete(model_at(f"http://127.0.0.1:{port}/v1"), ASKED)
        assert time.perf_counter() - started < 5

    @pytest.mark.parametrize("url", ["http://me:secret@127.0.0.1/v1", "http://127.0.0.1/v1?key=secret"])
    def test_a_password_in_the_address_is_refused(self, url):
        with pytest.raises(BadSettings) as caught:
            model_at(url)
        assert "secret" not in str(caught.value)


class TestCommand:
    @pytest.mark.parametrize("fallback", [False, True])
    def test_one_line_and_exit_code_2_unless_a_stand_in_is_asked_for(self, built_home, fallback):
        more = ["--fallback", "extractive"] if fallback else []
        command = [
            "ask",
            "How big is SciFive?",
            "--home",
            str(built_home),
            "--llm",
            "openai:m@http://127.0.0.1:9/v1",
        ]
        run = subprocess.run(
            [sys.executable, "-m", "assistant", *command, *more], capture_output=True, text=True, check=False
        )
        assert (run.returncode, len(run.stderr.splitlines())) == (0 if fallback else 2, 1)
        assert "No server answers" in run.stderr and KEY not in run.stderr + run.stdout
        assert ("extractive (in place of openai:m" in " ".join(run.stdout.split())) == fallback


class TestOtherProviders:
    def test_one_that_langchain_does_not_know(self):
        with pytest.raises(GeneratorError, match="nobody:model can't be used"):
            load_model(Settings(home=Path("nowhere"), llm="nobody:model"))

    def test_one_whose_package_is_missing(self):
        with pytest.raises(GeneratorError, match="fireworks:tiny needs a package"):
            load_model(Settings(home=Path("nowhere"), llm="fireworks:tiny"))

    def test_one_that_is_there(self, monkeypatch):
        with serving(says("ok")) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", server.url)
            model = load_model(Settings(home=Path("nowhere"), llm="openai:tiny"))
            assert complete(model, ASKED).text == "ok"
        assert model.name == "openai:tiny"


@pytest.fixture(scope="module")
def transformers_serve(tmp_path_factory):
    """`transformers serve`, without a network, with a model made here; its address and the model's name."""
    pytest.importorskip("accelerate", reason="transformers serve needs it")
    pieces = ("Med-PaLM 2 ", "scored ", "86.5% ", "on MedQA.", " [1]")
    folder = save_model(tmp_path_factory.mktemp("served") / "model", CHAT, pieces)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    program = "from transformers.cli.transformers import main; main()"
    arguments = ["serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    try:
        for _ in range(1200):
            if process.poll() is not None:
                raise RuntimeError(f"transformers serve ended with {process.returncode}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1", str(folder)
    finally:
        process.terminate()
        process.wait()


def test_a_real_server(tiny, transformers_serve):
    url, served = transformers_serve
    question = "What did Med-PaLM 2 score on MedQA?"
    model = load_model(Settings(home=Path("nowhere"), llm=f"openai:{served}@{url}", max_tokens=24))
    assistant = tiny.assistant(LlmGenerator(model, tiny.reader, 24))
    *events, settled = assistant.stream(make_question(question, count=12))
    assert [sentence.text for sentence in settled.answer.sentences] == [TRUE[question]]
    assert sum(isinstance(event, Piece) for event in events) > 1
