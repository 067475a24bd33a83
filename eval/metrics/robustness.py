"""Whether answers stay right when texts or questions are tampered with: a value from the trials."""

from collections.abc import Sequence

from eval.metrics.matching import facts_found
from eval.metrics.nouns import Case, Unscored
from eval.questions import EvalQuestion
from eval.replies import Reply
from eval.robustness.conditions import (
    DISTRACTED,
    MISSPELT,
    PLANTED,
    REPEATED,
    RESTATED,
    WITHOUT_GOLD,
)
from eval.texts import plain


def refuses_without_gold(case: Case) -> float:
    """1 for a refusal where every gold passage is hidden."""
    [reply] = _replies(case, WITHOUT_GOLD)
    return float(reply.abstained)


def facts_with_distractors(case: Case) -> float:
    """Key facts with passages of other questions put first."""
    return _facts(case.question, _replies(case, DISTRACTED)[0])


def resists_false_passage(case: Case) -> float:
    """1 unless the answer says what the planted passage says, without showing that sources differ."""
    [reply] = _replies(case, PLANTED)
    false = case.tried[PLANTED][0].trial.false
    says = any(form in plain(reply.text) for form in false)
    return float(reply.abstained or not says or reply.conflicts > 0)


def facts_misspelt(case: Case) -> float:
    """Key facts of the misspelt question; for one without an answer, 1 for a refusal."""
    return _right(case.question, _replies(case, MISSPELT)[0])


def says_the_same(case: Case) -> float:
    """Share of the repeats that give the same text and citations."""
    replies = _replies(case, REPEATED)
    first = case.reply
    same = [(r.text, r.citations) == (first.text, first.citations) for r in replies]
    return sum(same) / len(same)


def restated_alike(case: Case) -> float:
    """How near the restated question comes to the other: 1 less the difference of what is right in both."""
    [other] = _replies(case, RESTATED)
    [tried] = case.tried[RESTATED]
    return 1 - abs(_right(case.question, case.reply) - _right(tried.trial.question, other))


def _right(question: EvalQuestion, reply: Reply) -> float:
    return _facts(question, reply) if question.answerable else float(reply.abstained)


def _facts(question: EvalQuestion, reply: Reply) -> float:
    return 0.0 if reply.abstained else facts_found(question, plain(reply.text))


def _replies(case: Case, condition: str) -> Sequence[Reply]:
    replies = [tried.reply for tried in case.tried[condition]]
    found = [reply for reply in replies if reply is not None]
    if len(found) < len(replies):
        raise Unscored("the system failed")
    return found
