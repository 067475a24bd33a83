"""The section path of each piece of a text."""

import re
from collections.abc import Sequence

from indexing.blocks import BlockKind, Language
from indexing.structure.lines import Heading, Piece
from indexing.structure.sections import SectionPaths

# What sums a list up stands under its last item but isn't about it.
_SUMS_UP = re.compile(
    r"(?:These|This section|In summary|In conclusion|To summarize|To sum up|Overall|Taken together"
    r"|(?:In addition to|Besides|Apart from|Beyond)\b.{0,60}\b(?:above|aforementioned)"
    r"|综上|总之|总的来说|总体而言|本节|除(?:了)?上述)"
)
_OUTSIDE = frozenset((BlockKind.FRONT_MATTER, BlockKind.LAYOUT))


def section_paths(pieces: Sequence[Piece], bilingual: bool) -> tuple[tuple[str, ...], ...]:
    """The path of headings above each of `pieces`, which are in text order, a run-in one included."""
    outline = _Outline(pieces, bilingual)
    return tuple(outline.path(index) for index in range(len(pieces)))


class _Outline:
    def __init__(self, pieces: Sequence[Piece], bilingual: bool) -> None:
        self._pieces = pieces
        self._bilingual = bilingual
        self._paths = SectionPaths()
        self._item: dict[Language, Heading] = {}
        """The heading of the list item that was read last, in each language with headings of its own."""

    def path(self, index: int) -> tuple[str, ...]:
        piece = self._pieces[index]
        if piece.kind in _OUTSIDE:
            return ()
        language: Language = piece.language if self._bilingual else "en"
        item = self._item.get(language)
        if item and piece.heading is None and self._ends_item(index, item):
            self._paths.leave(item, language)
        if piece.heading is not None:
            above = self._paths.enter(piece.heading, language)
            self._note_item(piece, language)
            if piece.kind is BlockKind.HEADING:
                return above
        return self._paths.path(language)

    def _note_item(self, piece: Piece, language: Language) -> None:
        self._item.pop(language, None)
        if piece.kind is BlockKind.LIST_ITEM and piece.heading is not None:
            self._item[language] = piece.heading

    def _ends_item(self, index: int, item: Heading) -> bool:
        """Whether the piece no longer belongs to the list item before it."""
        piece = self._pieces[index]
        if piece.kind is BlockKind.LIST_ITEM:
            return True
        if piece.kind is not BlockKind.PARAGRAPH:
            return False
        if not item.governs and not piece.adjacent:
            return True
        return _SUMS_UP.match(piece.text) is not None and not self._list_goes_on(index)

    def _list_goes_on(self, index: int) -> bool:
        language = self._pieces[index].language
        for piece in self._pieces[index + 1 :]:
            if piece.kind is BlockKind.HEADING and (not self._bilingual or piece.language == language):
                return False
            if piece.kind is BlockKind.LIST_ITEM and (not self._bilingual or piece.language == language):
                return True
        return False
