"""A finished run, read whole for a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.compare import scores_of
from eval.errors import EvalError
from eval.replies import Json
from eval.running.folder import TIMINGS, Answered, RunFolder
from eval.running.scoring import Scored


@dataclass(frozen=True)
class RunData:
    """A run's files. `name` tells it from the others of the report."""

    name: str
    about: Json
    summary: Json
    timed: Json
    answers: Mapping[str, Answered]
    scores: Mapping[str, Scored]
    milliseconds: Sequence[float]

    def figure(self, metric: str, slice: str) -> Json | None:
        """A figure of the summary; None where the metric doesn't apply to the slice."""
        figures = [*self.summary["metrics"], *self.timed["metrics"]]
        return next((f for f in figures if f["name"] == metric and f["slice"] == slice), None)


def read_runs(folders: Sequence[RunFolder]) -> list[RunData]:
    """The runs, which have to be of the same questions. Raises EvalError."""
    found = [_read(folder) for folder in folders]
    for run in found[1:]:
        if run.answers.keys() != found[0].answers.keys():
            raise EvalError(
                f"{run.name} and {found[0].name} were asked different questions.",
                "Report runs of the same set together.",
            )
    return found


def _read(folder: RunFolder) -> RunData:
    times = {record["id"]: float(record["ms"]) for record in folder.lines(TIMINGS)}
    return RunData(
        folder.name,
        folder.run(),
        folder.summary(),
        folder.timed(),
        {item.question.id: item for item in folder.answers()},
        scores_of(folder),
        sorted(times.values()),
    )
