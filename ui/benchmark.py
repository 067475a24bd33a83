"""How soon the app is there, and how long many people at once wait: `python -m ui.benchmark`.

The app is started as people start it, as a process of its own, with the index that is there. Time to the
first useful screen is until its page and the choices on it can be had. Then one question is asked, and after
that every session asks its questions at the same moment, as the page does.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

QUESTIONS = (
    ("How big is SciFive?", "SciFive"),
    ("Psy-LLM 是做什么的？", "Psy-LLM"),
    ("Which paper introduced BioBERT?", "bert"),
    ("SciFive 有多大？", "220M"),
    ("How big is BioGPT?", "BioGPT"),
    ("What is Psy-LLM?", "Psy-LLM"),
)
"""Each with what its answer must hold, so that no session can get another one's answer unseen."""
PATIENCE = 120.0


@dataclass(frozen=True)
class Result:
    """Seconds, and how many questions went wrong."""

    start: float
    first: float
    waits: tuple[float, ...]
    wrong: int

    def lines(self, sessions: int) -> Sequence[str]:
        """The figures as a table."""
        p95 = quantiles(self.waits, n=20, method="inclusive")[-1]
        return (
            "| figure | value |",
            "|---|---|",
            f"| first useful screen after start, s | {self.start:.1f} |",
            f"| first question after that, s | {self.first:.2f} |",
            f"| {sessions} sessions at once: median wait, s | {median(self.waits):.2f} |",
            f"| {sessions} sessions at once: p95, s | {p95:.2f} |",
            f"| errors and wrong answers, of {len(self.waits)} | {self.wrong} |",
        )


def measure(sessions: int, rounds: int) -> Result:
    """Start the app, ask, and stop it again."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "assistant", "ui", "--port", "0"]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True, encoding="utf-8") as app:
        try:
            url = _address(app)
            _get(url)
            _wait_until_ready(url)
            start = time.perf_counter() - began
            first, _ = _ask(url, *QUESTIONS[0])
            with ThreadPoolExecutor(sessions) as pool:
                asked = [QUESTIONS[number % len(QUESTIONS)] for number in range(sessions)]
                told = [w for _ in range(rounds) for w in pool.map(lambda one: _ask(url, *one), asked)]
        finally:
            app.terminate()
    return Result(start, first, tuple(wait for wait, _ in told), sum(not right for _, right in told))


def _address(app: "subprocess.Popen[str]") -> str:
    for line in app.stderr or ():
        if found := re.search(r"http://\S+?/(?=\s)", line):
            return found[0]
    raise SystemExit("The app did not start; try: medfm ui")


def _wait_until_ready(url: str) -> None:
    while not _run(url, "status")["ready"]:
        time.sleep(0.05)
    _run(url, "options", "en")


def _ask(url: str, question: str, part: str) -> tuple[float, bool]:
    """Seconds that one waits for the answer, and whether it is the right one."""
    began = time.perf_counter()
    told: Any = {}
    try:
        data = {"data": [{"question": question, "interface": "en"}]}
        event = json.loads(_post(f"{url}gradio_api/call/chat", data))["event_id"]
        with urllib.request.urlopen(f"{url}gradio_api/call/chat/{event}", timeout=PATIENCE) as stream:
            for line in stream:
                if line.startswith(b"data: [{"):
                    told = json.loads(line[6:])[0]
    except OSError:
        return time.perf_counter() - began, False
    right = told.get("kind") == "done" and part.casefold() in told["text"].casefold()
    return time.perf_counter() - began, right


def _run(url: str, name: str, *data: object) -> Any:  # noqa: ANN401  whatever the endpoint gives
    return json.loads(_post(f"{url}gradio_api/run/{name}", {"data": data}))["data"][0]


def _post(url: str, value: object) -> bytes:
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(value).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when nothing went wrong."""
    parser = argparse.ArgumentParser(prog="python -m ui.benchmark", description="Measure the web app.")
    parser.add_argument("--sessions", type=int, default=30, help="people at once (default: 30)")
    parser.add_argument("--rounds", type=int, default=3, help="questions that each asks (default: 3)")
    parsed = parser.parse_args(arguments)
    result = measure(parsed.sessions, parsed.rounds)
    sys.stdout.write("\n".join(result.lines(parsed.sessions)) + "\n")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
