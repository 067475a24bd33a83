"""How good an answer is against its question: facts, wording, language, citations, faithfulness."""

from assistant.rules import violations
from corpus import quote
from eval.metrics.matching import facts_found, groups_at
from eval.metrics.nouns import Case, Unscored
from eval.texts import plain, token_f1
from indexing.analysis import is_chinese


def key_facts(case: Case) -> float:
    """Share of the key facts that the answer states; 0 for a refusal."""
    return 0.0 if case.reply.abstained else facts_found(case.question, plain(case.reply.text))


def answer_f1(case: Case) -> float:
    """Token F1 of the answer and the reference answer; 0 for a refusal."""
    return 0.0 if case.reply.abstained else token_f1(plain(case.reply.text), case.question.answer)


def right_language(case: Case) -> float:
    """1 if the answer or refusal reads as the question's language."""
    return float(is_chinese(plain(case.reply.text)) == (case.question.language == "zh"))


def faithfulness(case: Case) -> float:
    """Share of the answer's claims that something that was read supports."""
    claims = [claim for verdict in _verdicts(case) for claim in verdict]
    return _share(claims)


def _verdicts(case: Case) -> list[tuple[bool | None, ...]]:
    if case.verdicts is None:
        raise Unscored("no judge was asked")
    return [verdict.claims for verdict in case.verdicts]


def citation_recall(case: Case) -> float:
    """Share of the sentences that their citations together support."""
    if case.verdicts is None:
        raise Unscored("no judge was asked")
    return _share([verdict.recalled for verdict in case.verdicts])


def citation_precision(case: Case) -> float:
    """Share of the citations that support their sentence and could not be left out; 0 without any."""
    if case.verdicts is None:
        raise Unscored("no judge was asked")
    return _share([precise for verdict in case.verdicts for precise in verdict.precise])


def _share(judged: list[bool | None]) -> float:
    """The share of what was found true; 0 of nothing. Raises Unscored where the judge failed at any."""
    if None in judged:
        raise Unscored("the judge failed")
    return sum(map(bool, judged)) / len(judged) if judged else 0.0


def made_up(case: Case) -> float:
    """1 if the answer has a number, unit or name that nothing that was read or cited has."""
    evidence = [passage.evidence for passage in case.reply.passages]
    evidence += [citation.quote for citation in case.reply.citations]
    found = violations(plain(case.reply.text), "\n".join(evidence))
    return float(any(violation.kind != "negation" for violation in found))


def quotes_exact(case: Case) -> float:
    """Share of the citations whose quote is exactly what stands at its spans; 0 without any."""
    exact = [
        (source := case.sources.get(citation.document)) is not None
        and citation.quote == quote(source.text, citation.spans)
        for citation in case.reply.citations
    ]
    return _share([*exact])


def gold_cited(case: Case) -> float:
    """Share of the gold groups of which a citation overlaps a quote; 0 for a refusal."""
    groups = [groups_at(case.question, c.document, c.spans) for c in case.reply.citations]
    return len(frozenset().union(*groups)) / len(case.question.gold)


def refused(case: Case) -> float:
    """1 for a refusal."""
    return float(case.reply.abstained)


def conflict_shown(case: Case) -> float:
    """1 if the answer shows that sources differ."""
    return float(case.reply.conflicts > 0)
