"""Whether texts hold facts, and places hold gold."""

import re
from collections.abc import Iterable, Sequence

from corpus import Span
from eval.questions import EvalQuestion, GoldQuote
from indexing.analysis import normalise


def facts_found(question: EvalQuestion, text: str) -> float:
    """Share of the key facts of which an accepted form stands in `text`, spaces and hyphens apart."""
    squeezed = _squeeze(text)
    found = [any(_squeeze(form) in squeezed for form in forms) for forms in question.facts]
    return sum(found) / len(found)


def first_gold(question: EvalQuestion, places: Iterable[tuple[str, Sequence[Span]]]) -> int | None:
    """The rank (from 1) of the first place (a document and spans in it) that overlaps a gold quote."""
    for rank, (document, spans) in enumerate(places, 1):
        if groups_at(question, document, spans):
            return rank
    return None


def groups_at(question: EvalQuestion, document: str, spans: Sequence[Span]) -> frozenset[int]:
    """Which groups of gold quotes the place holds something of."""
    return frozenset(
        number
        for number, group in enumerate(question.gold)
        if any(_touches(quote, document, spans) for quote in group)
    )


def _touches(gold: GoldQuote, document: str, spans: Sequence[Span]) -> bool:
    return gold.document == document and any(gold.span.overlaps(span) for span in spans)


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\-_,]", "", normalise(text))
