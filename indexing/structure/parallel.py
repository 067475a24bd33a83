"""Parallel statements: the two languages of a bilingual text, and the text that it repeats."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import Document
from indexing.blocks import Block, BlockKind, Structure
from indexing.reading import read

_NOT_PAIRED = frozenset({BlockKind.LAYOUT, BlockKind.REFERENCE})

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]|\d+(?:\.\d+)?")
_LIKELY_LENGTHS = (0.12, 0.85)
_HEADING_LENGTHS = (0.12, 1.5)
_HEADING_LENGTH = 80
_USUAL_LENGTH = 0.4
"""Chinese characters per English character of a translation. Headings and author lists keep more."""
_FEW_ANCHORS = 2
_KEPT_ANCHORS = 0.5
_KEPT_ANCHORS_NEXT = 0.2
"""Of a translation's names and numbers, the share that the original must have; the translator adds its own
(`LAMs (Large Action Models)`) and converts others (`540 billion`, `5400亿`)."""
_REACH = 4
"""A translation stands at most this many lines after its original, tables left aside."""

_GRAM = 8
_SAME = 0.6
_SHORTEST_SAME = 0.1
"""Of a longer block, a shorter one must hold this share at least to be the one that it repeats."""


@dataclass(frozen=True)
class _Line:
    """A stretch of a block between two cuts, as it stands in the text."""

    block: Block
    position: int
    text: str
    anchors: frozenset[str]


def link_parallel(
    structures: tuple[Structure, ...], documents: tuple[Document, ...]
) -> tuple[Structure, ...]:
    """Point the two languages of each bilingual document at each other (`parallel`), and both at the block of
    the document it is parallel to that says the same (`same_as`)."""
    by_id = {document.id: document for document in documents}
    taken_apart = {structure.document: structure for structure in structures}
    linked = []
    for structure in structures:
        document = by_id[structure.document]
        blocks = structure.blocks
        if document.parallel_to in taken_apart:
            translated: dict[str, str] = {}
            if {"en", "zh"} <= set(document.languages):
                translated = {**_pair_lines(blocks, document.text), **_pair_rows(blocks)}
                blocks = tuple(replace(block, parallel=_mutual(translated, block.id)) for block in blocks)
            original = taken_apart[document.parallel_to]
            index = _Grams(original.blocks, by_id[original.document].text)
            same = _find_originals(blocks, document.text, index)
            same |= _rows_in_order(blocks, original.blocks, same)
            same |= _through_translations(blocks, translated, same)
            blocks = tuple(replace(block, same_as=same.get(block.id)) for block in blocks)
        linked.append(replace(structure, blocks=blocks))
    return tuple(linked)


def _mutual(translated: Mapping[str, str], block: str) -> str | None:
    partner = translated.get(block)
    return partner if partner is not None and translated.get(partner) == block else None


def _pair_lines(blocks: Iterable[Block], text: str) -> dict[str, str]:
    """For each block the one that translates most of it, counted by the lines that translate each other."""
    lines = sorted(
        (
            line
            for block in blocks
            if block.kind not in _NOT_PAIRED and block.kind is not BlockKind.TABLE_ROW
            for line in _lines(block, text)
        ),
        key=lambda line: line.position,
    )
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for english, chinese in _translations(lines):
        votes[english.block.id][chinese.block.id] += len(english.text)
        votes[chinese.block.id][english.block.id] += len(english.text)
    return {block: counts.most_common(1)[0][0] for block, counts in votes.items()}


def _lines(block: Block, text: str) -> list[_Line]:
    lines = []
    for span in block.spans:
        piece = replace(block, spans=(span,), marks=(), cells=())
        content = read(text, piece).text
        lines.append(_Line(block, span.start, content, _anchors(content)))
    return lines


def _anchors(text: str) -> frozenset[str]:
    """What a translation keeps: numbers and Latin names, but for the plural (`LVLMs`, `LVLM`)."""
    return frozenset(word.lower().removesuffix("s") for word in _LATIN.findall(text))


def _translations(lines: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """The lines that translate each other: the pairs in order, without crossings, that are surest in sum."""
    english = [index for index, line in enumerate(lines) if line.block.language == "en"]
    chinese = [index for index, line in enumerate(lines) if line.block.language == "zh"]
    # best[i][j]: the highest sum for the English lines from i and the Chinese lines from j on.
    best = [[0.0] * (len(chinese) + 1) for _ in range(len(english) + 1)]
    score: dict[tuple[int, int], float] = {}
    for i in reversed(range(len(english))):
        for j in reversed(range(len(chinese))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if 0 < chinese[j] - english[i] <= _REACH:
                score[i, j] = _translates(lines[english[i]], lines[chinese[j]], chinese[j] - english[i])
                if score[i, j]:
                    best[i][j] = max(best[i][j], score[i, j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(english) and j < len(chinese):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((lines[english[i]], lines[chinese[j]]))
            i, j = i + 1, j + 1
    return pairs


def _translates(english: _Line, chinese: _Line, distance: int) -> float:
    """How sure it is that `chinese`, which stands `distance` lines after `english`, translates it; 0 if not.

    A line with hardly any names or numbers is vouched for by its place and its length alone.
    """
    ratio = len(chinese.text) / max(len(english.text), 1)
    low, high = _LIKELY_LENGTHS if len(english.text) > _HEADING_LENGTH else _HEADING_LENGTHS
    if not low <= ratio <= high:
        return 0.0
    length = min(ratio / _USUAL_LENGTH, _USUAL_LENGTH / ratio)
    kept = len(chinese.anchors & english.anchors) / max(len(chinese.anchors), 1)
    if len(chinese.anchors) < _FEW_ANCHORS:
        return (1 + kept + length) / 3 if distance == 1 else 0.0
    needed = _KEPT_ANCHORS_NEXT if distance == 1 else _KEPT_ANCHORS
    return (2 * kept + length) / 3 if kept >= needed else 0.0


def _pair_rows(blocks: Iterable[Block]) -> dict[str, str]:
    """Rows of the tables that stand in both languages, by their order; none where their counts differ."""
    blocks = tuple(blocks)
    # A row of names and numbers alone has no language of its own: its table's first row decides.
    by_id = {block.id: block for block in blocks}
    tables = list(_rows_by_table(blocks).values())
    english = [rows for rows in tables if by_id[rows[0]].language == "en"]
    chinese = [rows for rows in tables if by_id[rows[0]].language == "zh"]
    pairs: dict[str, str] = {}
    for rows, translated in zip(english, chinese, strict=False):
        if len(rows) == len(translated):
            pairs |= zip(rows, translated, strict=True)
            pairs |= zip(translated, rows, strict=True)
    return pairs


def _find_originals(blocks: Iterable[Block], text: str, index: "_Grams") -> dict[str, str]:
    """The block of the original that holds the same statement, for each English block that has one."""
    found = {
        block.id: index.find(block.kind, read(text, block).text)
        for block in blocks
        if block.language == "en" and block.kind not in _NOT_PAIRED
    }
    return {block: original for block, original in found.items() if original is not None}


def _rows_in_order(
    blocks: tuple[Block, ...], originals: tuple[Block, ...], same: Mapping[str, str]
) -> dict[str, str]:
    """Rows of tables of which most are found in one table of the original with as many rows, by their order:
    a row that the converter has shuffled is the same row still."""
    original_rows = _rows_by_table(originals)
    home = {row: table for table, rows in original_rows.items() for row in rows}
    linked: dict[str, str] = {}
    for rows in _rows_by_table(block for block in blocks if block.language == "en").values():
        tables = Counter(home[same[row]] for row in rows if row in same)
        table, found = tables.most_common(1)[0] if tables else ("", 0)
        if 2 * found > len(rows) == len(original_rows.get(table, ())):
            linked |= zip(rows, original_rows[table], strict=True)
    return linked


def _rows_by_table(blocks: Iterable[Block]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = defaultdict(list)
    for block in blocks:
        if block.kind is BlockKind.TABLE_ROW and block.table is not None:
            rows[block.table].append(block.id)
    return rows


def _through_translations(
    blocks: tuple[Block, ...], translated: Mapping[str, str], same: Mapping[str, str]
) -> dict[str, str]:
    """What a translation repeats is what its English block does.

    A line may be translated in several: those after the first cite nothing but what the English line cites.
    """
    through: dict[str, str] = {}
    by_id = {block.id: block for block in blocks}
    english: Block | None = None
    for block in blocks:
        if block.kind in _NOT_PAIRED:
            continue
        partner = translated.get(block.id, "")
        if partner in same and block.id not in same:
            through[block.id] = same[partner]
        if block.language == "en" or partner:
            english = by_id.get(partner) if block.language == "zh" else None
        elif english and english.id in same and (cited := _cited(block)) and cited <= _cited(english):
            through[block.id] = same[english.id]
    return through


def _cited(block: Block) -> set[str]:
    return {number for mark in block.marks for number in mark.numbers}


class _Grams:
    """Blocks by the character n-grams of their letters and digits. Spaces don't count: the texts' words are
    broken in different places (`general iz able`)."""

    def __init__(self, blocks: Iterable[Block], text: str) -> None:
        self._sizes: dict[str, int] = {}
        self._holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        for block in blocks:
            if block.kind in _NOT_PAIRED:
                continue
            grams = _grams(read(text, block).text)
            self._sizes[block.id] = len(grams)
            for gram in grams:
                self._holders[_family(block.kind), gram].append(block.id)

    def find(self, kind: BlockKind, text: str) -> str | None:
        """The block of the same kind that shares the most with `text`, if one of the two holds most of the
        other: a paragraph may be merged or split in the other text."""
        grams = _grams(text)
        shared = Counter(holder for gram in grams for holder in self._holders.get((_family(kind), gram), ()))
        if not shared:
            return None
        best, count = min(shared.items(), key=lambda item: (-item[1], self._sizes[item[0]], item[0]))
        shorter, longer = sorted((len(grams), self._sizes[best]))
        return best if count >= _SAME * shorter and count >= _SHORTEST_SAME * longer else None


def _grams(text: str) -> frozenset[str]:
    letters = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(letters[i : i + _GRAM] for i in range(max(len(letters) - _GRAM + 1, 1))) - {""}


def _family(kind: BlockKind) -> str:
    """Kinds compared only among themselves; a list item of one text may be a paragraph of another."""
    return {BlockKind.PARAGRAPH: "body", BlockKind.LIST_ITEM: "body"}.get(kind, kind.value)
