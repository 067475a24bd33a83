"""Parallel sentences of a bilingual text, and its table cells that stand in both languages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus import Document
from indexing.analysis import stem
from indexing.glossary.nouns import CJK, is_han
from indexing.sentences import split_sentences
from indexing.structure.language import language_of

_ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]|\d+")
_TOKEN = re.compile(rf"[{CJK}]|[A-Za-z][A-Za-z0-9]*")
_TABLE_RULE = re.compile(r"[\s|:-]+")
_LONGEST_BREAK = 6
"""The converter breaks a word into at most this many pieces: `epi de mio logi st`."""

_SHORTEST_PART = 4
_CHARACTERS_PER_LETTER = 0.36
_MERGES = ((1, 1, 0.0), (1, 2, 1.5), (2, 1, 1.5), (1, 0, 3.0), (0, 1, 3.0))
"""How many sentences of either side stand for each other, and what that costs."""
_ANCHOR_GAIN = 0.5


@dataclass(frozen=True)
class Token:
    """An English word (its stem is `key`) or a Chinese character, at `[start, end)` of the text."""

    key: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SegmentPair:
    """A sentence or a table cell in both languages. `whole` if it may be a term in itself: a line of its own
    or a cell."""

    english: tuple[Token, ...]
    chinese: tuple[Token, ...]
    whole: bool


class Vocabulary:
    """The words of the texts that are not bilingual, to mend words that a converter has broken."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._words: Counter[str] = Counter()
        self._sequences: set[tuple[str, str]] = set()
        for document in documents:
            words = [word.casefold() for word in _ENGLISH_WORD.findall(document.text)]
            self._words.update(words)
            self._sequences.update(zip(words, words[1:], strict=False))

    def broken(self, words: Sequence[str]) -> bool:
        """Whether `words` are pieces of one word: joined they are known, side by side they never are."""
        joined = "".join(words)
        return self._words[joined] > 0 and not any(
            pair in self._sequences for pair in zip(words, words[1:], strict=False)
        )

    def parts(self, word: str) -> tuple[str, ...]:
        """The two words that `word` joins by mistake (`fundusimage`), or itself if it is known or no two."""
        lower = word.casefold()
        if self._words[lower] or len(lower) < 2 * _SHORTEST_PART or not word.isalpha():
            return (word,)
        cuts = [
            (self._words[lower[:cut]] * self._words[lower[cut:]], cut)
            for cut in range(_SHORTEST_PART, len(lower) - _SHORTEST_PART + 1)
        ]
        known, cut = max(cuts)
        return (word[:cut], word[cut:]) if known else (word,)


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    text: str
    anchors: frozenset[str]


def segment_pairs(document: Document, vocabulary: Vocabulary) -> list[SegmentPair]:
    """The parallel sentences and cells of a bilingual document: each run of English lines is translated by
    the run of Chinese lines that follows it."""
    runs = [(kind, list(lines)) for kind, lines in groupby(_lines(document.text), key=lambda line: line[0])]
    pairs: list[SegmentPair] = []
    for (kind, lines), (next_kind, next_lines) in zip(runs, runs[1:], strict=False):
        if (kind, next_kind) == ("en", "zh"):
            english, chinese = (
                [piece for _, start, line in side for piece in _sentences(line, start)]
                for side in (lines, next_lines)
            )
            pairs += _pair_sentences(english, chinese, vocabulary)
    rows = [line for kind, lines in runs if kind == "table" for line in lines]
    return pairs + list(_pair_cells(rows, vocabulary))


def _lines(text: str) -> Iterator[tuple[str, int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield ("table" if line.lstrip().startswith("|") else language_of(line)), start, line
        start += len(line) + 1


def _sentences(line: str, start: int) -> list[_Piece]:
    return [
        _Piece(start + a, start + b, line[a:b], frozenset(_ANCHOR.findall(line[a:b])))
        for a, b in split_sentences(line)
    ]


def _pair_sentences(
    english: Sequence[_Piece], chinese: Sequence[_Piece], vocabulary: Vocabulary
) -> Iterator[SegmentPair]:
    """Pair sentences by length and by the names and numbers that they share (Gale and Church 1993, with
    anchors), keeping the order."""
    whole = len(english) == len(chinese) == 1
    for i, j, n, m in _best_path(english, chinese):
        if n and m:
            words = [t for p in english[i : i + n] for t in english_tokens(p.text, p.start, vocabulary)]
            characters = [t for p in chinese[j : j + m] for t in chinese_tokens(p.text, p.start)]
            yield SegmentPair(tuple(words), tuple(characters), whole)


def _best_path(english: Sequence[_Piece], chinese: Sequence[_Piece]) -> list[tuple[int, int, int, int]]:
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(english) + 1):
        for j in range(len(chinese) + 1):
            for n, m, cost in _MERGES:
                before = best.get((i - n, j - m))
                if before is None:
                    continue
                total = before[0] + cost + _distance(english[i - n : i], chinese[j - m : j])
                if (i, j) not in best or total < best[i, j][0]:
                    best[i, j] = total, (n, m)
    path, i, j = [], len(english), len(chinese)
    while i or j:
        n, m = best[i, j][1]
        i, j = i - n, j - m
        path.append((i, j, n, m))
    return path[::-1]


def _distance(english: Sequence[_Piece], chinese: Sequence[_Piece]) -> float:
    if not english or not chinese:
        return 0.0
    letters = sum(len(piece.text) for piece in english) * _CHARACTERS_PER_LETTER
    characters = sum(len(piece.text) for piece in chinese)
    kept, given = ({a for piece in side for a in piece.anchors} for side in (english, chinese))
    shared = kept & given
    return abs(letters - characters) / (letters + characters + 1) * 4 - _ANCHOR_GAIN * len(shared)


def english_tokens(text: str, offset: int, vocabulary: Vocabulary) -> Iterator[Token]:
    """The words of `text`, which stands at `offset`, with words mended that the converter broke or joined."""
    words = list(_ENGLISH_WORD.finditer(text))
    i = 0
    while i < len(words):
        taken = 1
        for n in range(min(_LONGEST_BREAK, len(words) - i), 1, -1):
            pieces = words[i : i + n]
            plain = all(text[a.end() : b.start()] == " " for a, b in zip(pieces, pieces[1:], strict=False))
            if plain and vocabulary.broken([piece.group().casefold() for piece in pieces]):
                taken = n
                break
        whole = "".join(piece.group() for piece in words[i : i + taken])
        start, end = offset + words[i].start(), offset + words[i + taken - 1].end()
        for part in vocabulary.parts(whole):
            # Two words written as one have two spans; a broken word has one over all its pieces.
            stop = start + len(part) if part != whole else end
            yield Token(stem(part.casefold()), part, start, stop)
            start = stop
        i += taken


def chinese_tokens(text: str, offset: int) -> Iterator[Token]:
    """The Chinese characters and Latin words of `text`, which stands at `offset`."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        key = word if is_han(word) else stem(word.casefold())
        yield Token(key, word, offset + match.start(), offset + match.end())


def _pair_cells(rows: Sequence[tuple[str, int, str]], vocabulary: Vocabulary) -> Iterator[SegmentPair]:
    """Cells of rows that say the same: a row's translation has as many cells and keeps most of its names."""
    cells = [list(_cells(line, start)) for _, start, line in rows if not _TABLE_RULE.fullmatch(line)]
    english = [row for row in cells if not any(is_han(c) for piece in row for c in piece.text)]
    chinese = [row for row in cells if any(is_han(c) for piece in row for c in piece.text)]
    for row in english:
        fitting = [other for other in chinese if len(other) == len(row)]
        if not fitting:
            continue
        translation = max(fitting, key=lambda other: _kept(row, other))
        if not _kept(row, translation):
            continue
        for cell, translated in zip(row, translation, strict=True):
            if any(is_han(c) for c in translated.text) and not re.search(r"\d", cell.text):
                yield SegmentPair(
                    tuple(english_tokens(cell.text, cell.start, vocabulary)),
                    tuple(chinese_tokens(translated.text, translated.start)),
                    whole=True,
                )


def _kept(row: Sequence[_Piece], other: Sequence[_Piece]) -> int:
    return sum(
        1 for a, b in zip(row, other, strict=True) if a.text.strip() and a.text.strip() == b.text.strip()
    )


def _cells(line: str, start: int) -> Iterator[_Piece]:
    for match in re.finditer(r"[^|]+", line):
        yield _Piece(start + match.start(), start + match.end(), match.group(), frozenset())
