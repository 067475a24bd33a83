"""Progress on stderr: a bar on a terminal, a few plain lines elsewhere."""

from typing import Any

from assistant.cli.console import Console

_LINES = 4
"""How many lines a step gets where no bar can be shown."""
_EVERY = 100
"""How often a count without a known end is told."""


class Progress:
    """Is called with a step, how much of it is done, and how much there is (0 if nobody knows).

    As a context manager it takes its bar away in the end, also when something fails.
    """

    def __init__(self, console: Console, heading: str = "") -> None:
        self._console = console
        self._heading = heading
        self._step = ""
        self._told = -1
        self._bar: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, step: str, done: int, total: int) -> None:
        if self._heading:
            self._console.note(self._heading)
            self._heading = ""
        if step != self._step:
            self.close()
            self._step, self._told = step, -1
        if self._console.shows_bars:
            self._draw(done, total)
        else:
            self._tell(done, total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _draw(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                desc=self._step,
                total=total or None,
                file=self._console.notes,
                dynamic_ncols=True,
                # Bars of plain characters show on every terminal.
                ascii=True,
            )
        self._bar.update(done - self._bar.n)

    def _tell(self, done: int, total: int) -> None:
        share = _LINES * done // total if total else done // _EVERY
        if share != self._told:
            self._told = share
            count = f"{done:,} of {total:,}" if total else f"{done:,}"
            self._console.note(f"{self._step}: {count}")
