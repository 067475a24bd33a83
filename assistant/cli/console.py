"""Where results and notes go: whole lines on stdout, notes on stderr, whatever the terminal can show."""

import codecs
import io
import json
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

PIPE_COLUMNS = 80
MOST_COLUMNS = 100
LEAST_COLUMNS = 30

_PLAIN = {
    "›": ">",
    "·": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "⟦": "[[",
    "⟧": "]]",
}
"""What stands for a character of ours that a terminal can't show."""
_ERRORS = "medfm"
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""JSON allows these in strings, but many readers of lines end a line at them."""

STYLES = {"bold": "1", "dim": "2", "cyan": "36", "yellow": "33"}


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in bad), error.end


codecs.register_error(_ERRORS, _plainly)


def prepare_streams() -> None:
    """Make standard output and error take every text, however poor their encoding; closed ones are null."""
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


class Console:
    """The terminal or pipe of one run."""

    def __init__(self, out: TextIO | None = None, notes: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.notes = notes or sys.stderr
        terminal = _is_terminal(self.out)
        columns = shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns if terminal else PIPE_COLUMNS
        self.columns = max(LEAST_COLUMNS, min(columns, MOST_COLUMNS))
        self.colours = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.shows_bars = _is_terminal(self.notes)

    def line(self, text: str = "") -> None:
        """Write a line of the result."""
        self._write(text)

    def json(self, value: object) -> None:
        """Write `value` as one line of JSON, in a form that the output's encoding can carry."""
        text = json.dumps(value, ensure_ascii=False)
        text = _LINE_ENDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
        try:
            text.encode(self.out.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(value)
        self._write(text, flush=True)

    def note(self, text: str) -> None:
        """Write a line that is no result."""
        self.notes.write(text + "\n")
        self.notes.flush()

    def piece(self, text: str) -> None:
        """Write a piece of text that is no result, at once and without a line's end."""
        self.notes.write(text)
        self.notes.flush()

    def styled(self, text: str, style: str) -> str:
        """`text` in a style of STYLES, if the terminal shows styles."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colours and text else text

    def _write(self, text: str, flush: bool = False) -> None:
        with _uninterrupted():
            self.out.write(text + "\n")
            if flush:
                self.out.flush()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until a line is whole. A second one doesn't wait: the reader may never come back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        if waiting:
            raise KeyboardInterrupt
        waiting.append(number)

    former = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
    if waiting:
        raise KeyboardInterrupt


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False
