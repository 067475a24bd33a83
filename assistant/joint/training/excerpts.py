"""Sentences beside what else stands in their windows, as an index would hold their tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.joint.meeting import Part, part_of, whole
from indexing.embedders.encoder import Encoder
from indexing.tokens import WindowTokens, tokens_of


@dataclass(frozen=True)
class Excerpt:
    """The characters from `start` to `end` of a window."""

    window: str
    start: int
    end: int

    @classmethod
    def whole(cls, text: str) -> "Excerpt":
        """All of a text."""
        return cls(text, 0, len(text))

    @classmethod
    def of(cls, text: str, windows: Sequence[str]) -> "Excerpt":
        """A text within the first of a passage's windows that has it; whole where none has."""
        window = next((window for window in windows if text in window), text)
        start = window.find(text)
        return cls(window, start, start + len(text))

    @property
    def text(self) -> str:
        return self.window[self.start : self.end]


class Excerpts:
    """Reads excerpts, each window once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, WindowTokens] = {}

    def parts(self, excerpts: Iterable[Excerpt]) -> list[Part]:
        """What the reader is given of each; alone where its window is cut before it."""
        wanted = list(excerpts)
        self._read([one.window for one in wanted])
        return [self._part(one) for one in wanted]

    def _part(self, one: Excerpt) -> Part:
        part = part_of(self._kept[one.window], one.start, one.end)
        if part is None:
            self._read([one.text])
            return whole(self._kept[one.text])
        return part

    def _read(self, texts: Sequence[str]) -> None:
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        self._kept.update(zip(new, tokens_of(new, self._encoder), strict=True))
