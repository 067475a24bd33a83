"""`medfm ui` as people start it: a process of its own that says one line and is stopped by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

COMMAND = (sys.executable, "-m", "assistant", "ui")
ROOT = Path(__file__).parents[2]
PATIENCE = 120


def open_app(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "MEDFM_HOME": str(home)}
    return subprocess.Popen([*COMMAND, *arguments], cwd=ROOT, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def ended(app: "subprocess.Popen[str]") -> tuple[int, str, Sequence[str]]:
    """Its exit code, what it printed, and the lines that it told since."""
    out, told = app.communicate(timeout=PATIENCE)
    return app.returncode, out, told.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_it_says_where_it_is_refuses_a_taken_port_and_ends_by_ctrl_c(built_home):
    app = open_app(built_home, "--port", "0")
    url = re.search(r"http://127\.0\.0\.1:(\d+)/ ", app.stderr.readline())
    assert httpx.get(url[0].strip(), trust_env=False).status_code == 200

    code, out, told = ended(open_app(built_home, "--port", url[1]))
    assert (code, out) == (2, "")
    assert told == [f"medfm: The app can't listen at 127.0.0.1, port {url[1]}. "
                    "Choose another port with --port; 0 takes a free one."]  # fmt: skip

    app.send_signal(signal.SIGINT)
    assert ended(app) == (0, "", ["The app is closed."])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "no-such-host.invalid"], "can't listen at no-such-host.invalid"),
        (["--port", "99999"], "is not a port from 0 to 65535"),
        (["--auth", "no/such/file"], "no/such/file can't be read."),
        (["--llm", "nonsense"], "llm can't be 'nonsense'."),
    ],
)
def test_what_cant_be_started_says_so_in_one_line(built_home, arguments, told):
    code, out, lines = ended(open_app(built_home, *arguments))
    assert (code, out) == (2, "")
    [line] = lines
    assert line.startswith("medfm: ") and told in line
