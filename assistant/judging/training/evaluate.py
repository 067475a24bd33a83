"""How good a judge is on what was kept apart for testing, word overlap beside it.

    python -m assistant.judging.training.evaluate --data DIR [--judge NAME]

Claims that people labelled: the area under the ROC curve over all and where word overlap is at chance, the
calibration error, and the share of true ones among those with support. Survey sentences: what is lost of the
true ones and caught of their spoilt copies, in each pairing of languages.
"""

import argparse
import dataclasses
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import JudgeError
from assistant.judging import BUILT_IN, THRESHOLD, Judge, load_judge
from assistant.judging.measures import auc, auc_at_chance, calibration_error, share_true
from assistant.judging.overlap import OverlapJudge
from assistant.judging.training import twisting
from assistant.judging.training.labelled import Labelled, is_test, part, read_labelled
from assistant.judging.training.made import Statement, kept_apart, row_pairs, survey_statements
from assistant.judging.training.spoiling import (
    Spoiler,
    find_names,
    name_spoiler,
    spoil_negation,
    spoil_number,
    spoil_unit,
)
from assistant.settings import Settings
from corpus.errors import MedfmError

PAIRINGS = ("en-en", "zh-zh", "en-zh", "zh-en")
_MOST = 80
"""Sentences of a pairing that are spoilt, drawn by a seed: enough to tell 5 % apart."""


@dataclass(frozen=True)
class SetFigures:
    """What a judge does on one set of labelled claims. `at_chance` is the area under the curve where word
    overlap is at chance; `overlap` and `overlap_at_chance` are those of word overlap itself."""

    set: str
    claims: int
    auc: float
    at_chance: float
    overlap: float
    overlap_at_chance: float
    calibration_error: float
    true_at_threshold: float
    at_threshold: int
    failed: int
    """Claims that the judge failed on; they count as unsupported."""


@dataclass(frozen=True)
class SpoiltFigures:
    """Of `total` claims of one kind and pairing, how many the judge has as unsupported: of true ones they are
    lost, of spoilt ones caught."""

    kind: str
    pairing: str
    total: int
    unsupported: int

    @property
    def share(self) -> float:
        return self.unsupported / self.total if self.total else float("nan")


def labelled_figures(judge: Judge, claims: Sequence[Labelled]) -> list[SetFigures]:
    """Figures of each set among `claims`, and of all together."""
    supports = [_support(judge, one.claim, one.source) for one in claims]
    overlap = OverlapJudge()
    overlaps = [overlap.support(one.claim, one.source) for one in claims]
    sets = [*sorted({one.set for one in claims}), "all"]
    return [_of_set(name, claims, supports, overlaps) for name in sets]


def _of_set(
    name: str, claims: Sequence[Labelled], supports: Sequence[float | None], overlaps: Sequence[float]
) -> SetFigures:
    places = [place for place, one in enumerate(claims) if name in (one.set, "all")]
    labels = [claims[place].supported for place in places]
    given = [supports[place] for place in places]
    found = [support or 0.0 for support in given]
    shares = [overlaps[place] for place in places]
    return SetFigures(
        set=name,
        claims=len(places),
        auc=auc(labels, found),
        at_chance=auc_at_chance(labels, found, shares),
        overlap=auc(labels, shares),
        overlap_at_chance=auc_at_chance(labels, shares, shares),
        calibration_error=calibration_error(labels, found),
        true_at_threshold=share_true(labels, found, THRESHOLD),
        at_threshold=sum(support >= THRESHOLD for support in found),
        failed=given.count(None),
    )


def spoilt_figures(judge: Judge, statements: Sequence[Statement], seed: int = 0) -> list[SpoiltFigures]:
    """What of the true sentences and of each kind of spoilt copies is unsupported, in each pairing."""
    names = sorted({n for one in statements for said in one.said.values() for n in find_names(said.text)})
    spoilers: dict[str, Spoiler] = {
        "true": lambda sentence, draw: sentence,
        "trimmed": twisting.trim,
        "number": spoil_number,
        "unit": spoil_unit,
        "name": name_spoiler(names),
        "negation": spoil_negation,
        "turned": twisting.turn_round,
        "widened": twisting.widen,
        "swapped": twisting.swap_sides,
    }
    found = []
    for kind, spoil in spoilers.items():
        for pairing in PAIRINGS:
            pairs = list(_spoilt(statements, pairing, spoil, random.Random(f"{seed} {kind} {pairing}")))
            caught = sum((_support(judge, *pair) or 0.0) < THRESHOLD for pair in pairs)
            found.append(SpoiltFigures(kind, pairing, len(pairs), caught))
    return found


def _spoilt(
    statements: Sequence[Statement], pairing: str, spoil: Spoiler, draw: random.Random
) -> Iterator[tuple[str, str]]:
    ours, theirs = pairing.split("-")
    both = [one for one in statements if {ours, theirs} <= one.said.keys()]
    left = _MOST
    for place in draw.sample(range(len(both)), len(both)):
        claim = spoil(both[place].said[ours].text, draw)
        if claim is not None and left:
            left -= 1
            said = both[place].said[theirs]
            yield claim, said.text if draw.random() < 0.5 else said.context


def row_figures(judge: Judge, seed: int = 0) -> list[SpoiltFigures]:
    """What of true claims about rows is lost, and of those with a neighbouring row's value is caught."""
    pairs = [pair for pair in row_pairs(seed) if is_test(pair.source)]
    found = []
    for kind in ("row", "neighbouring row"):
        for pairing in ("en-en", "zh-zh"):
            these = [one for one in pairs if (one.kind, one.pairing) == (kind, pairing)][:_MOST]
            caught = sum((_support(judge, one.claim, one.source) or 0.0) < THRESHOLD for one in these)
            found.append(SpoiltFigures(kind, pairing, len(these), caught))
    return found


def _support(judge: Judge, claim: str, source: str) -> float | None:
    """None where the judge fails."""
    try:
        return judge.support(claim, source)
    except JudgeError:
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 2 if something is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.judging.training.evaluate", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with entailment/")
    parser.add_argument("--judge", default=BUILT_IN, help="a judge as --judge of medfm ask names it")
    options = parser.parse_args(arguments)
    try:
        judge = load_judge(dataclasses.replace(Settings(home=Path()), judge=options.judge))
        claims = part(read_labelled(options.data)).test
        sys.stdout.write(set_table(labelled_figures(judge, claims)) + "\n")
        spoilt = spoilt_figures(judge, kept_apart(survey_statements(), True)) + row_figures(judge)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(spoilt_table(spoilt))
    return 0


def set_table(figures: Sequence[SetFigures]) -> str:
    """A Markdown table of the sets."""
    lines = [
        f"| set | claims | AUC | where overlap is at chance | overlap: AUC | at chance | calibration error"
        f" | true at {THRESHOLD} or more |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.set} | {one.claims} | {one.auc:.3f} | {one.at_chance:.3f} | {one.overlap:.3f}"
        f" | {one.overlap_at_chance:.3f} | {one.calibration_error:.3f}"
        f" | {one.true_at_threshold:.2f} of {one.at_threshold} |"
        for one in figures
    ]
    return "\n".join(lines) + "\n"


def spoilt_table(figures: Sequence[SpoiltFigures]) -> str:
    """A Markdown table of what is unsupported: a line for each kind, a column for each pairing."""
    lines = [f"| claims called unsupported | {' | '.join(PAIRINGS)} |", "|---|---|---|---|---|"]
    for kind in dict.fromkeys(one.kind for one in figures):
        cells = {one.pairing: f"{one.share:.2f} of {one.total}" for one in figures if one.kind == kind}
        lines.append(f"| {kind} | {' | '.join(cells.get(pairing, '') for pairing in PAIRINGS)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
