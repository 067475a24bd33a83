"""Reasoning models think aloud between `<think>` and `</think>`: that part is kept apart from the answer."""

import re

from assistant.events import Piece, Thought

OPEN, CLOSE = "<think>", "</think>"
_TAG = re.compile(r"<(/?)(?:think|thinking|thought)>", re.IGNORECASE)
_LONGEST = len("</thinking>")
_PART_OF_TAG = re.compile(r"</?[a-z]*$", re.IGNORECASE)


class ThoughtSplitter:
    """Splits a text that comes in pieces into answer and thoughts.

    Thoughts that nothing closes go on to the end. Where they are closed but never opened, because the model's
    template opened them in the prompt, all before was thought: `text` and `thinking` then tell it right,
    though its pieces had to be passed on as text.
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._text: list[str] = []
        self._thoughts: list[str] = []

    @property
    def text(self) -> str:
        """The answer so far, without thoughts."""
        return "".join(self._text).strip()

    @property
    def thinking(self) -> str:
        """The thoughts so far."""
        return "".join(self._thoughts).strip()

    @property
    def inside(self) -> bool:
        """Whether thoughts are open."""
        return self._inside

    def feed(self, piece: str) -> list[Piece | Thought]:
        """Take the next piece of the text; what is certain of it comes back."""
        text = self._held + piece
        found: list[Piece | Thought] = []
        start = 0
        for tag in _TAG.finditer(text):
            found += self._put(text[start : tag.start()])
            if tag[1] and not self._inside:
                self._thoughts += self._text
                self._text = []
            self._inside = not tag[1]
            start = tag.end()
        rest = text[start:]
        # The beginning of a tag waits for the rest of it.
        part = _PART_OF_TAG.search(rest)
        cut = part.start() if part and len(rest) - part.start() < _LONGEST else len(rest)
        self._held = rest[cut:]
        return found + self._put(rest[:cut])

    def end(self) -> list[Piece | Thought]:
        """Take what was held back, as the text is over."""
        held, self._held = self._held, ""
        return self._put(held)

    def _put(self, text: str) -> list[Piece | Thought]:
        if not text:
            return []
        (self._thoughts if self._inside else self._text).append(text)
        return [Thought(text) if self._inside else Piece(text)]
