"""The app as it is served: on this machine only, in both languages, through its API and its page."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of Gradio's own imports
    import httpx
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    from ui.app import INTERFACE, _labels, make_app, serve

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere


@pytest.fixture(scope="module", autouse=True)
def event_loops() -> Iterator[None]:
    """Close those that Gradio leaves open; in a test that comes later they would be an error."""
    made: list[asyncio.AbstractEventLoop] = []
    make = asyncio.new_event_loop

    def make_and_remember() -> asyncio.AbstractEventLoop:
        made.append(make())
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "new_event_loop", make_and_remember)
        yield
    asyncio.set_event_loop(None)
    for loop in made:
        loop.close()


@pytest.fixture(scope="module")
def assistant(built_home: Path) -> Assistant:
    return Assistant.open(Settings(home=built_home))


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    app = make_app(assistant)
    yield serve(app, "127.0.0.1", 0)
    app.close(verbose=False)


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def test_it_listens_on_this_machine_only(url: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)


def test_the_page_names_no_other_machine_to_load_from(url: str) -> None:
    page = httpx.get(url, trust_env=False).text
    theme = httpx.get(f"{url}theme.css", trust_env=False).text
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=\"?(?:https?:)?//[^>]*", page)
    assert not re.findall(r"url\(.?(?:https?:)?//|@import", theme)
    assert httpx.get(f"{url}config", trust_env=False).json()["analytics_enabled"] is False


class TestApi:
    @pytest.mark.parametrize(
        ("question", "language"), [("How big is SciFive?", "en"), ("SciFive 有多大？", "zh")]
    )
    def test_ask_gives_what_the_command_line_gives(self, client, assistant, question, language) -> None:
        found = client.predict(question, api_name="/ask")
        assert found["language"] == language
        assert "220M" in found["answer"]
        texts = {document.id: document.text for document in assistant.store.documents()}
        for citation in found["citations"]:
            pieces = [texts[citation["document"]][start:end] for start, end in citation["spans"]]
            assert "".join(pieces) == citation["quote"]

    def test_filters(self, client) -> None:
        found = client.predict("medical image segmentation", ["003"], "zh", api_name="/ask")
        assert {passage["document"] for passage in found["passages"]} == {"zhou-2024"}
        assert found["language"] == "zh"

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["   "], "The question is empty."),
            (["What?", ["zhou-2042"]], "There is no document 'zhou-2042'"),
            (["What?", [], "fr"], "language must be en or zh"),
        ],
    )
    def test_what_cant_be_asked_says_why(self, client, arguments, told) -> None:
        with pytest.raises(AppError, match=told):
            client.predict(*arguments, api_name="/ask")


class TestPage:
    def test_an_answer_with_its_source(self, client) -> None:
        html = client.predict("How big is SciFive?", [], api_name="/show")
        assert 'href="#medfm-1"' in html
        assert re.search(r"<mark>[^<]*220M/770M", html)

    def test_a_question_is_text_whatever_is_in_it(self, client) -> None:
        html = client.predict("<script>alert(1)</script> How big is SciFive?", [], api_name="/show")
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html

    def test_an_empty_question_is_told_on_the_page(self, client) -> None:
        assert "The question is empty." in client.predict("", [], api_name="/show")

    def test_labels_in_both_languages(self) -> None:
        for language, words in INTERFACE.items():
            told = json.dumps(_labels(language), ensure_ascii=False)
            assert all(word in told for word in (words.title, words.question, words.documents, words.ask))

    @pytest.mark.parametrize(("asked", "expected"), [("zh-CN,zh;q=0.9", "zh"), ("de,en", "en")])
    def test_the_browser_s_language_is_the_page_s(self, url, asked, expected) -> None:
        config = httpx.get(f"{url}config", trust_env=False).json()
        number = next(d["id"] for d in config["dependencies"] if d["api_name"] == "_preferred")
        body = {"data": [], "fn_index": number, "session_hash": "s"}
        headers = {"accept-language": asked}
        httpx.post(f"{url}gradio_api/queue/join", json=body, headers=headers, trust_env=False)
        told = httpx.get(f"{url}gradio_api/queue/data?session_hash=s", trust_env=False, timeout=20).text
        assert json.dumps({"data": [expected]})[1:-1] in told.replace('":[', '": [')


def test_a_port_in_use_is_one_clear_line(assistant: Assistant) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AssistantError, match="Choose another port"):
            serve(make_app(assistant), "127.0.0.1", taken.getsockname()[1])


def test_counting_users_is_off_before_gradio_is_imported() -> None:
    program = "import os, sys, ui; print(os.environ['GRADIO_ANALYTICS_ENABLED'], 'gradio' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["False", "False"]
