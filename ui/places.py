"""Places of texts as links carry them."""

import re
from collections.abc import Sequence

from assistant.errors import AssistantError
from corpus import Span

MOST_SPANS = 50
_SPAN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


def read_spans(text: str) -> Sequence[Span]:
    """The spans of `10:20,30:40`, in order; none of an empty text.

    Raises AssistantError for anything else.
    """
    pieces = [piece for piece in text.split(",") if piece.strip()]
    found = [_SPAN.fullmatch(piece.strip()) for piece in pieces]
    spans = [Span(int(match[1]), int(match[2])) for match in found if match]
    if len(spans) < len(pieces) or len(spans) > MOST_SPANS or any(span.start >= span.end for span in spans):
        raise AssistantError(f"{text[:60]!r} is not a place in a text.", "Write it as 120:180.")
    return sorted(spans)
