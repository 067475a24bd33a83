"""Small evaluation runs that the app starts: a process of its own, watched and stopped from the page."""

import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread

from assistant.errors import AssistantError
from assistant.settings import Settings

MEDFM = (sys.executable, "-m", "assistant")
PATIENCE = 10.0
"""Seconds that a cancelled run has to end by itself."""
_STEP = re.compile(r"(\d+)/(\d+)\b")


class RunRefused(AssistantError):
    """Another run goes on, or what was asked for makes no run."""


@dataclass(frozen=True)
class Progress:
    """How far a run is; `command` goes on with one that was cancelled, `problem` is the last line of one that
    failed."""

    name: str = ""
    command: str = ""
    running: bool = False
    done: int = 0
    total: int = 0
    cancelled: bool = False
    problem: str = ""


class Runner:
    """Runs one evaluation at a time, by the command line of this program."""

    def __init__(self, settings: Settings, command: Sequence[str] = MEDFM) -> None:
        self._settings = settings
        self._command = tuple(command)
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self.progress = Progress()

    def start(self, limit: int, most: int) -> Progress:
        """Start a run over `limit` development questions. Raises RunRefused."""
        if not 1 <= limit <= most:
            raise RunRefused(f"A run asks 1 to {most} questions here.", "For more: medfm eval run")
        with self._lock:
            if self.progress.running:
                raise RunRefused("A run is going on.", "Wait for it, or cancel it.")
            name = datetime.now(UTC).strftime("app-%Y%m%d-%H%M%S")
            asked = ["eval", "run", "--name", name, "--set", "dev", "--limit", str(limit)]
            self._process = self._open(asked)
            self.progress = Progress(name, " ".join(["medfm", *asked]), running=True, total=limit)
        Thread(target=self._watch, args=(self._process,), name="medfm-run", daemon=True).start()
        return self.progress

    def cancel(self) -> Progress:
        """Stop the run that goes on, if one does."""
        with self._lock:
            process = self._process if self.progress.running else None
            if process:
                self.progress = replace(self.progress, cancelled=True)
        if process:
            process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        return self.progress

    def _open(self, asked: Sequence[str]) -> subprocess.Popen[str]:
        settings = self._settings
        flags = ["--home", str(settings.home), "--embedder", settings.embedder, "--llm", settings.llm,
                 "--answer-judge", settings.judge]  # fmt: skip
        if settings.reranker:
            flags += ["--reranker", settings.reranker]
        return subprocess.Popen(
            [*self._command, *asked, *flags],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def _watch(self, process: subprocess.Popen[str]) -> None:
        last = ""
        for line in process.stderr or ():
            last = line.strip() or last
            if step := _STEP.match(line.strip()):
                self.progress = replace(self.progress, done=int(step[1]), total=int(step[2]))
        code = process.wait()
        if process.stderr:
            process.stderr.close()
        with self._lock:
            problem = "" if code == 0 or self.progress.cancelled else last or f"exit code {code}"
            self.progress = replace(self.progress, running=False, problem=problem)
