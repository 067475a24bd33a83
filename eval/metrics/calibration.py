"""Whether what a system says of its own answers comes true: pairs of (what it said, what came of it)."""

from collections.abc import Iterable, Sequence

from assistant.judging.measures import Pair, calibration_error
from eval.metrics.matching import facts_found
from eval.metrics.nouns import Case, Unscored, Value
from eval.texts import plain


def support_pairs(case: Case) -> tuple[Pair, ...]:
    """Of each sentence, its support and whether the judge finds that its citations support it."""
    if case.verdicts is None:
        raise Unscored("no judge was asked")
    pairs = []
    for sentence, verdict in zip(case.reply.sentences, case.verdicts, strict=True):
        if verdict.recalled is None:
            raise Unscored("the judge failed")
        if sentence.support is not None:
            pairs.append((sentence.support, float(verdict.recalled)))
    return tuple(pairs)


def confidence_pair(case: Case) -> tuple[Pair, ...]:
    """How sure the system was, and the loss had it answered: the share of key facts missed, 1 where there is
    no answer."""
    found = facts_found(case.question, plain(case.reply.forced)) if case.question.answerable else 0.0
    return ((case.reply.confidence or 0.0, 1 - found),)


def expected_calibration_error(values: Sequence[Value]) -> float:
    """Mean distance of what was foretold from what came, by bin, weighed by count (Guo et al. 2017); 0 where
    nothing was."""
    pairs = _flat(values)
    foretold, came = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return calibration_error(came, foretold) if pairs else 0.0


def risk_coverage(values: Iterable[Value]) -> list[Pair]:
    """Coverage and mean loss of the answers given, the surest first; equally sure ones come together."""
    pairs = sorted(_flat(values), key=lambda pair: -pair[0])
    points, lost = [], 0.0
    for place, (confidence, loss) in enumerate(pairs, 1):
        lost += loss
        if place == len(pairs) or pairs[place][0] != confidence:
            points.append((place / len(pairs), lost / place))
    return points


def area_under_risk_coverage(values: Sequence[Value]) -> float:
    """Mean risk over all coverages (Geifman and El-Yaniv 2017); ties share the risk of the last of them."""
    points = risk_coverage(values)
    before = 0.0
    area = 0.0
    for coverage, risk in points:
        area += (coverage - before) * risk
        before = coverage
    return area


def _flat(values: Iterable[Value]) -> list[Pair]:
    return [pair for value in values if isinstance(value, tuple) for pair in value]
