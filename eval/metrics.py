"""Measures of one answer against its question. Each takes both languages and returns a number from 0 to 1."""

import re
from collections.abc import Sequence

from assistant.answer import Answer
from corpus import Span
from eval.questions import EvalQuestion, GoldQuote
from indexing.analysis import normalise
from indexing.passages import Hit


def facts_found(question: EvalQuestion, text: str) -> float:
    """Share of the key facts of which an accepted form stands in `text`, spaces and hyphens apart."""
    squeezed = _squeeze(text)
    found = [any(_squeeze(form) in squeezed for form in forms) for forms in question.facts]
    return sum(found) / len(found)


def gold_rank(question: EvalQuestion, hits: Sequence[Hit]) -> int | None:
    """The rank (from 1) of the first passage that overlaps a gold quote; None if none does."""
    for rank, hit in enumerate(hits, 1):
        passage = hit.passage
        if any(_touches(gold, passage.document, passage.spans) for group in question.gold for gold in group):
            return rank
    return None


def citation_overlap(question: EvalQuestion, answer: Answer) -> float:
    """1 if a citation of the answer overlaps a gold quote, else 0."""
    gold = [quote for group in question.gold for quote in group]
    return float(any(_touches(g, c.document, c.spans) for c in answer.citations for g in gold))


def _touches(gold: GoldQuote, document: str, spans: Sequence[Span]) -> bool:
    return gold.document == document and any(gold.span.overlaps(span) for span in spans)


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\-_,]", "", normalise(text))
