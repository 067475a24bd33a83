"""Training text: sentence pairs, passages made of consecutive pairs, and Chinese paragraphs.

XQuAD is for measuring only and is never read here.
"""

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexing.errors import IndexingError

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# A Chinese term directly before an English one in brackets: 微调 (Fine-tuning, FT).
_GLOSS = re.compile(r"([\u4e00-\u9fff]{2,12})\s*[（(]([A-Za-z][^（）()\u4e00-\u9fff]{2,60})[）)]")
# What stands before the term in the same run of characters, as in 采用了微调.
_LEAD = re.compile(r"^.*[的了和与及或是如为在对将以从于等]")
_MIN_RATIO, _MAX_RATIO = 0.12, 1.3  # Chinese characters for one English character
_MIN_PARAGRAPH = 60


class TrainingDataError(IndexingError):
    """What the recipe reads is missing; the message names it."""


@dataclass(frozen=True)
class Pair:
    """An English text and its Chinese translation."""

    en: str
    zh: str


@dataclass(frozen=True)
class Bitext:
    """All that is trained on.

    `windows` are (start, end) ranges of consecutive `pairs` of one file: joined they make a
    passage in both languages. `paragraphs` are monolingual, of either language.
    """

    pairs: tuple[Pair, ...]
    windows: tuple[tuple[int, int], ...]
    paragraphs: tuple[str, ...]

    def window(self, index: int) -> Pair:
        """The passage pair of one window."""
        start, end = self.windows[index]
        members = self.pairs[start:end]
        return Pair(" ".join(pair.en for pair in members), "".join(pair.zh for pair in members))


def load_bitext(data: Path, corpus: Path, seed: int) -> Bitext:
    """Read DIR/parallel, DIR/chinese and the survey texts; raises TrainingDataError if there is no pair."""
    files = sorted((data / "parallel").glob("*.jsonl.gz"))
    if not files:
        raise TrainingDataError(
            f"There is no parallel/*.jsonl.gz under {data}.", "Give its parent with --data."
        )
    surveys = [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt"))]
    groups = [list(_read_pairs(path)) for path in files]
    groups += [list(_paired_lines(text)) + list(_glosses(text)) for text in surveys]
    pairs: list[Pair] = []
    windows: list[tuple[int, int]] = []
    draw = random.Random(seed)
    seen: set[Pair] = set()
    for group in groups:
        first = len(pairs)
        for pair in group:
            if _plausible(pair) and pair not in seen:
                seen.add(pair)
                pairs.append(pair)
        windows += _windows(pairs, first, draw)
    paragraphs = [p for text in surveys for p in text.split("\n") if len(p) >= _MIN_PARAGRAPH]
    paragraphs += _read_paragraphs(sorted((data / "chinese").glob("*.jsonl.gz")))
    return Bitext(tuple(pairs), tuple(windows), tuple(paragraphs))


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a .jsonl.gz file. Raises OSError, EOFError or ValueError where it is damaged."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read_pairs(path: Path) -> Iterator[Pair]:
    for row in read_rows(path):
        yield Pair(row["en"].strip(), row["zh"].strip())


def _read_paragraphs(files: Iterable[Path]) -> list[str]:
    # The heading leads its text: it is the nearest thing to a question that the files hold.
    rows = (row for path in files for row in read_rows(path))
    return [f"{row['heading']}。{row['text']}" for row in rows if len(row["text"]) >= _MIN_PARAGRAPH]


def _plausible(pair: Pair) -> bool:
    if len(pair.en) < 3 or not HAN.search(pair.zh):
        return False
    return _MIN_RATIO <= len(pair.zh) / len(pair.en) <= _MAX_RATIO


def _is_chinese(line: str) -> bool:
    return 4 * len(HAN.findall(line)) > len(line)


def _paired_lines(text: str) -> Iterator[Pair]:
    """English lines directly followed by a Chinese one, as survey 001 prints its translation."""
    lines = [line.strip() for line in text.split("\n")]
    for en, zh in zip(lines, lines[1:], strict=False):
        if en and zh and not HAN.search(en) and _is_chinese(zh) and "|" not in en:
            yield Pair(en, zh)


def _glosses(text: str) -> Iterator[Pair]:
    for match in _GLOSS.finditer(text):
        zh = _LEAD.sub("", match.group(1))
        if len(zh) >= 2:
            yield Pair(match.group(2).split(",")[0].strip(), zh)


def _windows(pairs: list[Pair], first: int, draw: random.Random) -> Iterator[tuple[int, int]]:
    """Cut pairs[first:] into runs of 150 to 550 English characters, two pairs at least."""
    start, size, target = first, 0, draw.randint(150, 550)
    for index in range(first, len(pairs)):
        size += len(pairs[index].en)
        if size >= target:
            if index > start:
                yield start, index + 1
            start, size, target = index + 1, 0, draw.randint(150, 550)
