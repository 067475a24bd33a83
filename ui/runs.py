"""Stored evaluation runs, read from their files."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError

COMMITTED = Path(__file__).parents[1] / "eval" / "runs"
"""Runs that come with the source."""
NAME = re.compile(r"[\w][\w.+-]{0,99}")
ALL = "all"
Json = dict[str, Any]


class BadRun(AssistantError):
    """A run that isn't there or can't be read."""


@dataclass(frozen=True)
class Figure:
    """A metric over a slice of the questions; `low` and `high` bound its interval. None is not scored."""

    name: str
    slice: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    unscored: int
    higher_is_better: bool


@dataclass(frozen=True)
class Run:
    """One run, by its folder. What it holds is read when it is asked for."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def about(self) -> Json:
        """What run.json says. Raises BadRun, as all others here do."""
        found = self._json("run.json")
        if not isinstance(found, dict):
            raise BadRun(f"{self.name}: run.json is no object.")
        return found

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Its metrics, by slice."""
        try:
            return [_figure(entry) for entry in self._json("summary.json")["metrics"]]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadRun(f"{self.name}: summary.json is not as written by medfm eval run.") from error

    @cached_property
    def answers(self) -> Sequence[Json]:
        """A record for each question: id, question, answer, error."""
        return list(self._lines("answers.jsonl"))

    @cached_property
    def scores(self) -> dict[str, Json]:
        """The scores of each question by its id."""
        return {str(record.get("id")): record for record in self._lines("scores.jsonl")}

    def figure(self, name: str, part: str) -> Figure | None:
        """A metric over a slice, if there is such a one."""
        return next((f for f in self.figures if (f.name, f.slice) == (name, part)), None)

    def _json(self, file: str) -> Any:  # noqa: ANN401  JSON of any kind
        try:
            return json.loads((self.path / file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadRun(f"{self.name}: {file} can't be read.", "Run it again.") from error

    def _lines(self, file: str) -> Iterator[Json]:
        try:
            lines = (self.path / file).read_text(encoding="utf-8").split("\n")
            for line in filter(str.strip, lines):
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise ValueError(line[:40])
                yield record
        except (OSError, ValueError) as error:
            raise BadRun(f"{self.name}: {file} can't be read.", "Run it again.") from error


def all_runs(home: Path) -> tuple[Run, ...]:
    """The runs that there are, those of `home` before the committed ones; each by name, our own first."""
    found: dict[str, Run] = {}
    for folder in (home / "runs", COMMITTED):
        files = folder.glob("*/run.json")
        for file in sorted(files, key=lambda file: (not file.parent.name.startswith("medfm"), file)):
            if NAME.fullmatch(file.parent.name) and (file.parent / "summary.json").exists():
                found.setdefault(file.parent.name, Run(file.parent))
    return tuple(found.values())


def find_run(home: Path, name: str) -> Run:
    """The run of that name. Only listed ones are found, so that no name leads elsewhere. Raises BadRun."""
    for run in all_runs(home):
        if run.name == name:
            return run
    raise BadRun(f"There is no run {name[:60]!r}.", "The list shows those that there are.")


def _figure(entry: Json) -> Figure:
    def number(key: str) -> float | None:
        return None if entry.get(key) is None else float(entry[key])

    return Figure(
        name=str(entry["name"]),
        slice=str(entry["slice"]),
        n=int(entry.get("n") or 0),
        value=number("value"),
        low=number("low"),
        high=number("high"),
        unscored=int(entry.get("unscored") or 0),
        higher_is_better=entry.get("direction", "higher") == "higher",
    )
