"""Questions that ask several things at once, taken apart."""

import re
from functools import lru_cache

from indexing.analysis import query_terms

_BETWEEN = re.compile(
    r",?\s+and\s+(?=(?:how|what|which|who|when|where|why|in which|on which|from which|is|does)\b)"
    r"|[?？;；]+\s*|[,，](?=[^,，]{2,40}(?:多少|哪|什么|几|吗|呢|谁))",
    re.IGNORECASE,
)
FEWEST_TERMS = 2
"""A clause with fewer terms of its own asks nothing by itself."""


@lru_cache(maxsize=256)
def clauses(question: str) -> tuple[str, ...]:
    """The parts of `question` that each ask something; empty if it asks one thing only."""
    parts = [part.strip() for part in _BETWEEN.split(question) if part.strip()]
    asking = tuple(part for part in parts if len(query_terms(part)) >= FEWEST_TERMS)
    return asking if len(asking) > 1 else ()
