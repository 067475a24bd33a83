"""What an answer costs."""

from collections.abc import Sequence

from eval.metrics.nouns import Case, Unscored, Value
from eval.texts import plain, tokens


def milliseconds(case: Case) -> float:
    """How long the answer took."""
    if case.milliseconds is None:
        raise Unscored("not timed")
    return case.milliseconds


def passages_read(case: Case) -> float:
    """How many passages were read."""
    return float(len(case.reply.passages))


def tokens_read(case: Case) -> float:
    """English words and Chinese characters of the passages that were read."""
    return float(sum(len(tokens(passage.text)) for passage in case.reply.passages))


def tokens_written(case: Case) -> float:
    """English words and Chinese characters of the answer."""
    return float(len(tokens(plain(case.reply.text))))


def percentile(values: Sequence[Value], percent: int) -> float:
    """The smallest value that at least `percent` of them don't exceed (nearest rank)."""
    ordered = sorted(value for value in values if isinstance(value, float))
    return ordered[max(-(-percent * len(ordered) // 100), 1) - 1]
