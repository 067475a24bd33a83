"""Whether a question copies the wording of its quotes: one that does is found by its words alone."""

import re
from collections.abc import Iterator

from eval.questions import EvalQuestion
from indexing.analysis import fold
from indexing.blocks import Language
from indexing.glossary import Glossary

MOST_COPIED: dict[Language, int] = {"en": 4, "zh": 7}
"""Words of English and characters of Chinese that a question may share with a quote in one run; names,
numbers and terms are not counted, for there is no other way to say them."""

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-.'’][A-Za-z0-9]+)*|[\u3400-\u9fff]")
_NAME_INSIDE = re.compile(r"[0-9]|.[A-Z]")


def longest_copy(question: str, quote: str, terms: Glossary) -> int:
    """Words (in Chinese, characters) of the run shared by both that has most of them, exceptions apart."""
    quoted = [match.group().casefold() for match in _TOKEN.finditer(fold(quote))]
    longest = 0
    before = [0] * (len(quoted) + 1)
    for token, weight in _weighed(fold(question), terms):
        row = [0] * (len(quoted) + 1)
        for place, other in enumerate(quoted):
            if token == other:
                row[place + 1] = before[place] + weight
        longest = max(longest, *row)
        before = row
    return longest


def copied(question: EvalQuestion, terms: Glossary) -> dict[str, int]:
    """The gold quotes from which `question` copies more than it may, with how much."""
    lengths = {
        quote.quote: longest_copy(question.question, quote.quote, terms)
        for group in question.gold
        for quote in group
    }
    return {quote: length for quote, length in lengths.items() if length > MOST_COPIED[question.language]}


def _weighed(question: str, terms: Glossary) -> Iterator[tuple[str, int]]:
    """Its tokens; 1 for wording, 0 for a name, a number or a term."""
    held = [(term.start, term.end) for term in terms.occurrences(question)]
    for match in _TOKEN.finditer(question):
        # A capital letter at the beginning of a question says nothing.
        named = _NAME_INSIDE.search(match.group()) or (match.start() and match.group()[0].isupper())
        is_term = any(start <= match.start() and match.end() <= end for start, end in held)
        yield match.group().casefold(), 0 if named or is_term else 1
