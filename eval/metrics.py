"""Measures of one answer against its question. Each takes both languages and returns a number from 0 to 1."""

import re
from collections.abc import Iterable, Sequence

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
    return first_gold(question, ((hit.passage.document, hit.passage.spans) for hit in hits))


def first_gold(question: EvalQuestion, places: Iterable[tuple[str, Sequence[Span]]]) -> int | None:
    """The rank (from 1) of the first place (a document and spans in it) that overlaps a gold quote."""
    gold = [quote for group in question.gold for quote in group]
    for rank, (document, spans) in enumerate(places, 1):
        if any(_touches(quote, document, spans) for quote in gold):
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
