"""How soon the app is there, and how long many people at once wait: `python -m ui.benchmark`.

The app is started as people start it, as a process of its own, with the index that is there. Time to the
first useful screen is until its page and the choices on it can be had, with `--browser` until Chromium has
drawn them. Then one question is asked, and after that every session asks at once, as the page does.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from html import escape
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

FIRST = "How big is SciFive?"
QUESTIONS = Path(__file__).parents[1] / "eval" / "questions"
"""Those for development are asked, each once: what is kept of one answer makes no other one quicker."""
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


def measure(sessions: int, rounds: int, wait: Callable[[str], None]) -> Result:
    """Start the app, `wait` for its screen, ask, and stop it again."""
    questions = list(islice(cycle(_questions()), sessions * rounds))
    began = time.perf_counter()
    command = [sys.executable, "-m", "assistant", "ui", "--port", "0"]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True, encoding="utf-8") as app:
        try:
            url = _address(app)
            wait(url)
            start = time.perf_counter() - began
            first, _ = _ask(url, FIRST)
            with ThreadPoolExecutor(sessions) as pool:
                told = [
                    answer
                    for begin in range(0, len(questions), sessions)
                    for answer in pool.map(lambda text: _ask(url, text), questions[begin : begin + sessions])
                ]
        finally:
            app.terminate()
    return Result(start, first, tuple(wait for wait, _ in told), sum(not right for _, right in told))


def _address(app: "subprocess.Popen[str]") -> str:
    for line in app.stderr or ():
        if found := re.search(r"http://\S+?/(?=\s)", line):
            return found[0]
    raise SystemExit("The app did not start; try: medfm ui")


def _questions() -> Iterator[str]:
    for file in sorted(QUESTIONS.glob("dev.*.jsonl")):
        yield from (json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines())


@contextmanager
def _chromium() -> Iterator[Callable[[str], None]]:
    """Opens the page and waits until it is drawn, with its choices."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()

        def draw(url: str) -> None:
            page.goto(url)
            page.wait_for_selector(".mf-app[data-ready=true]", timeout=PATIENCE * 1000)

        yield draw
        browser.close()


def _fetch(url: str) -> None:
    """Fetches the page and waits until its choices can be had."""
    _get(url)
    while not _run(url, "status")["ready"]:
        time.sleep(0.05)
    _run(url, "options", "en")


def _ask(url: str, question: str) -> tuple[float, bool]:
    """Seconds that one waits for the answer, and whether it came and is the one to this question."""
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
    # Lines of a question are set apart in HTML.
    right = told.get("kind") == "done" and all(escape(line) in told["html"] for line in question.splitlines())
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
    parser.add_argument("--browser", action="store_true", help="the first screen as Chromium draws it")
    parsed = parser.parse_args(arguments)
    with _chromium() if parsed.browser else nullcontext(_fetch) as wait:
        result = measure(parsed.sessions, parsed.rounds, wait)
    sys.stdout.write("\n".join(result.lines(parsed.sessions)) + "\n")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
