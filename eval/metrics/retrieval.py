"""How good the passages are that an answer is written from.

A group of gold quotes is what has to be found; any quote of it will do. A passage counts for the groups that
no passage before it holds, so that repeats earn nothing.
"""

from collections.abc import Iterator

import ir_measures

from eval.metrics.matching import groups_at
from eval.metrics.nouns import Case

_QUERY = "question"


def recall_at(case: Case, k: int) -> float:
    """Share of the gold groups that the first `k` passages hold."""
    return _measured(case, ir_measures.R @ 1000, k)


def reciprocal_rank(case: Case) -> float:
    """1 / rank of the first passage that holds gold, 0 without one."""
    return _measured(case, ir_measures.RR)


def ndcg_at_10(case: Case) -> float:
    """Normalised discounted cumulative gain of the first ten passages, gain 1 for each new group."""
    return _measured(case, ir_measures.nDCG @ 10)


def found_at_5(case: Case) -> float:
    """1 if one of the first five passages holds gold."""
    return float(any(groups_at(case.question, p.document, p.spans) for p in case.reply.passages[:5]))


def context_precision(case: Case) -> float:
    """Mean precision at the ranks of the passages that hold gold (as ragas defines context precision)."""
    hits = [bool(groups_at(case.question, p.document, p.spans)) for p in case.reply.passages]
    precisions = [sum(hits[: rank + 1]) / (rank + 1) for rank, hit in enumerate(hits) if hit]
    return sum(precisions) / len(precisions) if precisions else 0.0


def _measured(case: Case, measure: ir_measures.Measure, k: int | None = None) -> float:
    wanted = [ir_measures.Qrel(_QUERY, f"group {n}", 1) for n in range(len(case.question.gold))]
    names = list(_ranking(case, k))
    run = [ir_measures.ScoredDoc(_QUERY, name, -float(rank)) for rank, name in enumerate(names)]
    if not run:
        return 0.0
    return float(next(iter(ir_measures.iter_calc([measure], wanted, run))).value)


def _ranking(case: Case, k: int | None) -> Iterator[str]:
    """Passages named by the gold group that they are first to hold; one stands for each that it holds."""
    seen: set[int] = set()
    for rank, passage in enumerate(case.reply.passages[:k]):
        new = sorted(groups_at(case.question, passage.document, passage.spans) - seen)
        seen.update(new)
        yield from (f"group {number}" for number in new) if new else [f"passage {rank}"]
