"""How good a judge is, by claims that people labelled, and by sentences that were spoilt."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.errors import JudgeError
from assistant.judging import THRESHOLD, Judge
from assistant.judging.measures import Bin, auc, bins, calibration_error
from eval.adapters.claims import Claim
from eval.judging.spoiling import KINDS, spoilt
from eval.replies import Json
from eval.report.plots import calibration_plot
from eval.running.progress import Note, Progress
from eval.statistics import Interval, set_interval
from indexing.analysis import words

BANDS = (0.5, 0.8)
"""Word overlap of claim and source up to which claims are of the low and the middle band."""
_STEP = 100
Pair = tuple[float, bool]
"""A judge's support and the label."""


@dataclass(frozen=True)
class Part:
    """A judge on some of the claims. `auc` is how often a supported claim gets more support than another
    (ties half); `accuracy` is balanced, at the threshold; `error` is the expected calibration error."""

    name: str
    n: int
    unscored: int
    supported: float
    auc: float | None
    auc_interval: Interval | None
    accuracy: float | None
    accuracy_interval: Interval | None
    error: float | None


@dataclass(frozen=True)
class Judged:
    """A judge measured: by part of the claims, calibration by bin, and of each kind of spoilt claims how many
    it finds unsupported and how many there are."""

    judge: str
    threshold: float
    parts: tuple[Part, ...]
    calibration: tuple[Bin, ...]
    catches: Mapping[str, tuple[int, int]]

    def json(self) -> Json:
        """As it is stored and as `eval judge --json` gives it."""
        return {
            "judge": self.judge,
            "threshold": self.threshold,
            "parts": [_part_json(part) for part in self.parts],
            "calibration": [vars(b) for b in self.calibration],
            "catches": {
                kind: {"caught": caught, "n": count} for kind, (caught, count) in self.catches.items()
            },
        }


def measure_judge(judge: Judge, claims: Sequence[Claim], note: Note, threshold: float = THRESHOLD) -> Judged:
    """Ask the judge about every claim, and about spoilt forms of those that it and people find supported.

    A claim at which it fails is unscored; it stays in the number, and in the figures counts as no support.
    """
    supports = list(_supports(judge, claims, Progress(len(claims), note)))
    parts = [
        _part(name, [(claims[place], supports[place]) for place in places], threshold)
        for name, places in _parts(claims).items()
    ]
    told = [(support or 0.0, float(c.supported)) for c, support in zip(claims, supports, strict=True)]
    caught = _catches(judge, claims, supports, threshold)
    return Judged(judge.name, threshold, tuple(parts), tuple(bins(told)), caught)


def area_under_curve(pairs: Sequence[Pair]) -> float | None:
    """How often a supported claim gets more support than an unsupported one, ties counting half; None where
    one of the two is missing."""
    area = auc([label for _, label in pairs], [support for support, _ in pairs])
    return None if math.isnan(area) else area


def balanced_accuracy(pairs: Sequence[Pair], threshold: float) -> float | None:
    """Mean of the shares of supported and of unsupported claims that the threshold tells right."""
    right = [support >= threshold for support, label in pairs if label]
    wrong = [support < threshold for support, label in pairs if not label]
    return (sum(right) / len(right) + sum(wrong) / len(wrong)) / 2 if right and wrong else None


def overlap(claim: str, source: str) -> float:
    """Share of the claim's content words that the source has."""
    wanted = set(words(claim))
    return len(wanted & set(words(source))) / len(wanted) if wanted else 0.0


def write_judged(judged: Judged, folder: Path) -> Path:
    """Write the figures, and beside them a picture of the calibration."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{judged_name(judged.judge)}.json"
    path.write_text(json.dumps(judged.json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    picture = calibration_plot(judged.calibration, f"Calibration of {judged.judge}")
    path.with_suffix(".svg").write_text(picture + "\n", encoding="utf-8")
    return path


def judged_name(judge: str) -> str:
    """A judge's name as a file's."""
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in judge)


def judge_table(judged: Judged) -> str:
    """The figures as Markdown."""
    lines = [
        f"Judge {judged.judge}, threshold {judged.threshold}",
        "",
        "| claims | n | unscored | supported | AUC | balanced accuracy | calibration error |",
        "|---|---|---|---|---|---|---|",
    ]
    for part in judged.parts:
        lines.append(
            f"| {part.name} | {part.n} | {part.unscored} | {part.supported:.2f} "
            f"| {_shown(part.auc, part.auc_interval)} | {_shown(part.accuracy, part.accuracy_interval)} "
            f"| {_shown(part.error, None)} |"
        )
    lines += ["", "| spoilt | n | caught |", "|---|---|---|"]
    lines += [f"| {kind} | {n} | {c / n:.2f} |" for kind, (c, n) in judged.catches.items()]
    return "\n".join(lines)


def _supports(judge: Judge, claims: Sequence[Claim], progress: Progress) -> Iterator[float | None]:
    for number, claim in enumerate(claims, 1):
        try:
            yield judge.support(claim.text, claim.source)
        except JudgeError:
            yield None
        if number % _STEP == 0 or number == len(claims):
            progress.reach(number, "claims")


def _parts(claims: Sequence[Claim]) -> dict[str, list[int]]:
    """The places of all claims, of each language, band of word overlap, and set."""
    found: dict[str, list[int]] = defaultdict(list)
    keys: tuple[Callable[[Claim], str], ...] = (
        lambda claim: "all",
        lambda claim: f"language={claim.language}",
        lambda claim: f"overlap {_band(claim)}",
        lambda claim: f"set={claim.set}",
    )
    for key in keys:
        for name, place in sorted((key(claim), place) for place, claim in enumerate(claims)):
            found[name].append(place)
    return found


def _band(claim: Claim) -> str:
    low, high = BANDS
    value = overlap(claim.text, claim.source)
    return f"below {low}" if value < low else f"{low} to {high}" if value < high else f"from {high}"


def _part(name: str, judged: Sequence[tuple[Claim, float | None]], threshold: float) -> Part:
    pairs = [(support or 0.0, claim.supported) for claim, support in judged]
    left = sum(support is None for _, support in judged)
    labels = [label for _, label in pairs]
    area = area_under_curve(pairs)
    accuracy = balanced_accuracy(pairs, threshold)
    return Part(
        name=name,
        n=len(pairs),
        unscored=left,
        supported=sum(labels) / len(labels),
        auc=area,
        auc_interval=None if area is None else set_interval(len(pairs), partial(_auc_of, pairs)),
        accuracy=accuracy,
        accuracy_interval=(
            None if accuracy is None else set_interval(len(pairs), partial(_accuracy_of, pairs, threshold))
        ),
        error=calibration_error(labels, [support for support, _ in pairs]),
    )


def _auc_of(pairs: Sequence[Pair], places: Sequence[int]) -> float:
    found = area_under_curve([pairs[place] for place in places])
    return 0.5 if found is None else found


def _accuracy_of(pairs: Sequence[Pair], threshold: float, places: Sequence[int]) -> float:
    found = balanced_accuracy([pairs[place] for place in places], threshold)
    return 0.5 if found is None else found


def _catches(
    judge: Judge, claims: Sequence[Claim], supports: Sequence[float | None], threshold: float
) -> dict[str, tuple[int, int]]:
    """Of claims that people and the judge find supported, spoilt forms: how many are caught. A judge that
    fails at one doesn't pass it, so it is caught."""
    caught = {kind: [0, 0] for kind in KINDS}
    for claim, support in zip(claims, supports, strict=True):
        if claim.supported and support is not None and support >= threshold:
            for kind, text in spoilt(claim.text, claim.source):
                caught[kind][0] += not _passes(judge, text, claim.source, threshold)
                caught[kind][1] += 1
    return {kind: (found, count) for kind, (found, count) in caught.items() if count}


def _passes(judge: Judge, text: str, source: str, threshold: float) -> bool:
    try:
        return judge.support(text, source) >= threshold
    except JudgeError:
        return False


def _shown(value: float | None, interval: Interval | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" [{interval.low:.3f}, {interval.high:.3f}]" if interval else "")


def _part_json(part: Part) -> Json:
    def bounds(interval: Interval | None) -> list[float] | None:
        return None if interval is None else [round(interval.low, 6), round(interval.high, 6)]

    told = {name: value for name, value in vars(part).items() if not name.endswith("_interval")}
    rounded = {name: round(v, 6) if isinstance(v, float) else v for name, v in told.items()}
    return {
        **rounded,
        "auc_interval": bounds(part.auc_interval),
        "accuracy_interval": bounds(part.accuracy_interval),
    }
