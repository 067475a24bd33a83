"""Who may use the app, and what can't be had through it."""

import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import httpx
import pytest

from assistant.errors import AssistantError
from assistant.settings import load_settings
from tests.ui.conftest import make_app, serve
from tests.ui.test_mcp import told, with_session
from ui.security import MOST_BYTES, Accounts, read_accounts

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere
ROOT = Path(__file__).parents[2]
SECRET = "swordfish 剑鱼"


class TestAccounts:
    def test_names_and_passwords(self):
        accounts = Accounts({"ada": SECRET})
        assert accounts.check("ada", SECRET)
        assert not accounts.check("ada", "swordfish")
        assert not accounts.check("bob", SECRET)
        assert not accounts.check("", "")

    def test_an_unknown_name_takes_as_long_as_a_wrong_password(self):
        """Both hash what was given, or unknown names would be answered a thousand times quicker."""
        accounts = Accounts({"ada": SECRET})

        def spent(name: str) -> float:
            started = time.perf_counter()
            for _ in range(5):
                accounts.check(name, "wrong")
            return time.perf_counter() - started

        assert min(spent("nobody") for _ in range(3)) > min(spent("ada") for _ in range(3)) / 10

    @pytest.mark.parametrize("text", ["ada:s\nbob:t", "# people\n\nada:s\nbob:t\n"])
    def test_of_a_file(self, tmp_path, text):
        file = tmp_path / "people"
        file.write_text(text)
        accounts = read_accounts(file, {"MEDFM_AUTH": "eve:x"})
        assert accounts.check("bob", "t") and not accounts.check("eve", "x")

    def test_of_the_environment(self, monkeypatch):
        assert read_accounts(None, {"MEDFM_AUTH": "eve:a:b"}).check("eve", "a:b")
        assert read_accounts(None, {}) is None
        monkeypatch.setenv("MEDFM_AUTH", "eve:x")
        assert load_settings().llm == "extractive"  # it is no setting, and no unknown one

    @pytest.mark.parametrize("text", ["ada", ":x", "ada:", "#"])
    def test_what_is_no_account(self, tmp_path, text):
        file = tmp_path / "people"
        file.write_text(text)
        with pytest.raises(AssistantError, match="name:password"):
            read_accounts(file, {})

    def test_a_file_that_isnt_there(self, tmp_path):
        with pytest.raises(AssistantError, match="can't be read"):
            read_accounts(tmp_path / "none", {})


@pytest.fixture(scope="module")
def guarded(engine):
    app = make_app(engine)
    yield serve(app, "127.0.0.1", 0, Accounts({"ada": SECRET}))
    app.close(verbose=False)


class TestLogin:
    CLOSED = ("config", "gradio_api/info", "gradio_api/mcp/", "gradio_api/openapi.json")

    @pytest.mark.parametrize("path", CLOSED)
    def test_nothing_is_told_before_it(self, guarded, path):
        assert httpx.get(guarded + path, trust_env=False).status_code == 401

    @pytest.mark.parametrize("name", ["ask", "chat", "source", "status", "runs", "export"])
    def test_no_endpoint_answers_before_it(self, guarded, name):
        for kind in ("run", "call"):
            found = httpx.post(f"{guarded}gradio_api/{kind}/{name}", json={"data": ["x"]}, trust_env=False)
            assert found.status_code == 401

    def test_the_right_password_opens(self, guarded):
        with httpx.Client(trust_env=False) as client:
            wrong = client.post(f"{guarded}login", data={"username": "ada", "password": "x"})
            assert wrong.status_code == 400
            right = client.post(f"{guarded}login", data={"username": "ada", "password": SECRET})
            assert right.status_code == 200
            assert client.get(f"{guarded}config").status_code == 200

    def test_an_agent_with_the_password_asks(self, guarded):
        given = {"authorization": "Basic " + b64encode(f"ada:{SECRET}".encode()).decode()}
        [asked] = with_session(guarded, ("ask", {"question": "How big is SciFive?"}), headers=given)
        assert "220M/770M" in told(asked)["answer"]

    def test_mcp_takes_the_password_in_its_header(self, guarded):
        given = b64encode(f"ada:{SECRET}".encode()).decode()
        for value, status in ((given, 200), ("nonsense!", 401), (b64encode(b"ada:x").decode(), 401)):
            headers = {"authorization": f"Basic {value}", "accept": "text/html"}
            found = httpx.get(f"{guarded}gradio_api/mcp/", headers=headers, trust_env=False)
            assert (found.status_code == 401) == (status == 401)


class TestFiles:
    PATHS = (
        "gradio_api/file={file}",
        "gradio_api/file={file}?x=1",
        "gradio_api/file/{file}",
        "file={file}",
        "static/{dots}{file}",
        "assets/{dots}{file}",
        "svelte/{dots}{file}",
        "static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{file}",
        "gradio_api/custom_component/1/client/component/{dots}{file}",
        "gradio_api/proxy=http://127.0.0.1/",
    )

    @pytest.mark.parametrize("path", PATHS)
    def test_no_file_of_the_machine_can_be_read(self, url, tmp_path, path):
        secret = tmp_path / "secret.txt"
        secret.write_text(SECRET)
        for file in (str(secret), str(ROOT / "pyproject.toml")):
            address = url + path.format(file=file, dots="../" * 12)
            found = httpx.get(address, trust_env=False)
            assert found.status_code >= 400
            assert SECRET not in found.text and "medfm-assistant" not in found.text

    def test_nothing_can_be_uploaded(self, url):
        found = httpx.post(f"{url}gradio_api/upload", files={"files": b"x"}, trust_env=False)
        assert found.status_code == 404

    @pytest.mark.parametrize(
        "document", ["/etc/passwd", "../manifest.toml", "000_bc24db06c0ddc108.txt/../manifest.toml"]
    )
    def test_documents_are_named_not_opened(self, url, document):
        for name, data in (("source", [document, "0:10", "en"]), ("reader", [document, "", "en"])):
            found = httpx.post(f"{url}gradio_api/run/{name}", json={"data": data}, trust_env=False)
            assert found.status_code == 500
            assert "There is no document" in found.json()["error"]

    def test_runs_are_named_not_opened(self, url):
        data = {"data": ["../../etc", "", "en"]}
        found = httpx.post(f"{url}gradio_api/run/run", json=data, trust_env=False)
        assert "There is no run" in found.json()["error"]


def test_a_request_has_a_size(url):
    body = b'{"data": ["' + b"x" * MOST_BYTES + b'"]}'
    found = httpx.post(f"{url}gradio_api/call/ask", content=body, trust_env=False)
    assert found.status_code == 413
    endless = httpx.post(f"{url}gradio_api/call/ask", content=iter([b"x"]), trust_env=False)
    assert endless.status_code == 413


def test_a_generator_that_isnt_offered_cant_be_named(url):
    """Whoever reaches the page must not make this machine call an address, with its key."""
    data = {"data": ["SciFive?", [], None, [], None, "openai:x@http://127.0.0.1:9/v1"]}
    found = httpx.post(f"{url}gradio_api/run/ask", json=data, trust_env=False, timeout=60)
    assert "can't be chosen here" in found.text


def test_pages_may_load_nothing_from_elsewhere(url):
    found = httpx.get(url, trust_env=False)
    assert "default-src 'self'" in found.headers["content-security-policy"]
    assert httpx.get(f"{url}config", trust_env=False).json()["analytics_enabled"] is False


def test_it_listens_on_this_machine_only(url):
    assert url.startswith("http://127.0.0.1:")


def test_counting_users_is_off_before_gradio_is_imported():
    program = "import os, sys, ui; print(os.environ['GRADIO_ANALYTICS_ENABLED'], 'gradio' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["False", "False"]
