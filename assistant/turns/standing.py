"""Follow-ups become questions that stand alone."""

import re
from collections.abc import Callable, Sequence

from assistant.questions import MOST_CHARACTERS, check_question
from assistant.turns.chinese import rewrite_chinese
from assistant.turns.english import rewrite_english
from assistant.turns.topic import Terms, read_topic
from assistant.turns.turn import Turn

_HAN = re.compile("[\u3400-\u9fff]")

Rewriter = Callable[[str, Sequence[Turn]], str]
"""Writes a follow-up as a question that stands alone: an LLM that has read the turns before it."""


def no_terms(_: str) -> tuple[()]:
    """For conversations without a glossary."""
    return ()


def stand_alone(
    text: str, turns: Sequence[Turn], terms: Terms = no_terms, rewriter: Rewriter | None = None
) -> str:
    """The question that stands alone for `text` after `turns`, the latest last; `text` itself where it does.

    By rules, unless there is a `rewriter`; what that writes counts if it is a question that can be asked.
    Raises GeneratorError when the rewriter fails, BadQuestion when the text can't be asked.
    """
    if not turns:
        return text
    if rewriter is not None:
        return check_question(rewriter(text, turns) or text)
    topic = read_topic(turns, terms)
    rewritten = rewrite_chinese(text, topic) if _HAN.search(text) else rewrite_english(text, topic)
    return rewritten if rewritten and len(rewritten) <= MOST_CHARACTERS else text
