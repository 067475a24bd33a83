"""Pairs made from the surveys and from translations: true claims, and false ones that no hard rule catches.

The hard rules lie on top of the model, so it learns and is measured on what they let through.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.judging.training import twisting
from assistant.judging.training.labelled import is_test
from assistant.judging.training.spoiling import (
    find_names,
    name_spoiler,
    spoil_negation,
    spoil_number,
)
from assistant.rules import violations
from corpus import load_corpus
from indexing.blocks import Block, BlockKind
from indexing.chunking import row_reading
from indexing.embedders.encoder import load_encoder
from indexing.reading import read
from indexing.sentences import split_sentences
from indexing.structure.parse import parse_corpus
from indexing.training.data import read_rows

_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_SHORTEST = {"en": 40, "zh": 15}  # characters of a sentence worth a claim
_WINDOW = 3  # pairs in a row of a file of translations
_CLAIMS_OF_A_ROW = 3
_UNLIKE = 0.5
"""Cosine of the vectors of two sentences, below which they may say different things."""


@dataclass(frozen=True)
class _RowForm:
    """How a claim about a row is written: what stands between cells, between a column's name and its cell."""

    whole: str
    between: str
    equals: str


_ROW_FORMS = {
    "en": (
        _RowForm("{name}: {told} ({label})", "; ", ": "),
        _RowForm("{name}: {told} ({label})", "; ", " "),
        _RowForm("{name}: {told}", ", ", " "),
        _RowForm("{name} has {told}.", " and ", " "),
    ),
    "zh": (
        _RowForm("{name}: {told}（{label}）", "；", ": "),
        _RowForm("{name}: {told}（{label}）", "；", " "),
        _RowForm("{name}：{told}", "，", "："),
        _RowForm("{name}的{told}。", "，", "为"),
    ),
}


@dataclass(frozen=True)
class Said:
    """A sentence as one language has it, with its neighbours (empty at the ends of a text)."""

    text: str
    before: str
    after: str

    @property
    def context(self) -> str:
        return " ".join(filter(None, (self.before, self.text, self.after)))

    @property
    def around(self) -> str:
        """The neighbours without the sentence."""
        return " ".join(filter(None, (self.before, self.after)))


@dataclass(frozen=True)
class Statement:
    """A sentence in one or both languages: `said["en"]`, `said["zh"]`."""

    said: dict[str, Said]


@dataclass(frozen=True)
class Made:
    """A claim made from a statement. `kind` says how, `pairing` in which languages (claim-source)."""

    kind: str
    pairing: str
    claim: str
    source: str
    supported: bool


def survey_statements() -> tuple[Statement, ...]:
    """The sentences of the surveys with their neighbours, and with their translations where both texts of the
    bilingual one have as many sentences; those that stand beside what doesn't translate them are left out."""
    documents = load_corpus()
    texts = {document.id: document.text for document in documents}
    found: list[Statement] = []
    for structure in parse_corpus(documents):
        readings = {
            block.id: split(read(texts[structure.document], block).text)
            for block in structure.blocks
            if block.kind in _BODY
        }
        for block in structure.blocks:
            found += _of_block(block, readings)
    return tuple(found)


def _of_block(block: Block, readings: dict[str, list[str]]) -> Iterator[Statement]:
    sentences = readings.get(block.id, [])
    other = readings.get(block.parallel or "", [])
    paired = bool(sentences) and len(other) == len(sentences)
    if paired and block.language == "zh":
        return  # told with its English
    strangers = strangers_beside(sentences, other) if paired else frozenset()
    for place, text in enumerate(sentences):
        if len(text) > _SHORTEST[block.language] and place not in strangers:
            said: dict[str, Said] = {block.language: _said(sentences, place)}
            if paired:
                said["zh"] = _said(other, place)
            yield Statement(said)


def strangers_beside(sentences: Sequence[str], others: Sequence[str]) -> frozenset[int]:
    """The places where two texts of as many sentences, one at least, don't translate each other: where one of
    them has split or lost a sentence. There another sentence is nearer to one of the two, and they are
    unlike."""
    encoder = load_encoder()
    ours, theirs = (np.stack([one.vector for one in encoder.read_all(some)]) for some in (sentences, others))
    near = ours @ theirs.T
    return frozenset(
        place
        for place in range(len(near))
        if near[place, place] < _UNLIKE
        and (near[place].argmax() != place or near[:, place].argmax() != place)
    )


def translated_statements(data: Path, count: int, seed: int) -> tuple[Statement, ...]:
    """The middle sentences of `count` windows of the translations under `data`, spread over its files."""
    windows: list[Statement] = []
    for path in sorted((data / "parallel").glob("*.jsonl.gz")):
        rows = list(read_rows(path))
        for start in range(0, len(rows) - _WINDOW + 1, _WINDOW):
            part = rows[start : start + _WINDOW]
            said = {language: _said([row[language] for row in part], 1) for language in ("en", "zh")}
            if all(len(said[language].text) > shortest for language, shortest in _SHORTEST.items()):
                windows.append(Statement(said))
    random.Random(seed).shuffle(windows)
    return tuple(windows[:count])


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:end] for start, end in split_sentences(text)]


def _said(sentences: Sequence[str], place: int) -> Said:
    before = sentences[place - 1] if place else ""
    after = sentences[place + 1] if place + 1 < len(sentences) else ""
    return Said(sentences[place], before, after)


def group(statement: Statement) -> str:
    """Names a statement, to keep some apart for testing."""
    return next(iter(statement.said.values())).text


def kept_apart(statements: Sequence[Statement], test: bool) -> tuple[Statement, ...]:
    """Those for testing, or the others."""
    return tuple(one for one in statements if is_test(group(one)) == test)


class Maker:
    """Makes pairs of statements, the same for the same seed."""

    def __init__(self, statements: Sequence[Statement], seed: int) -> None:
        self._statements = statements
        self._draw = random.Random(seed)
        self._names = sorted(
            {n for one in statements for said in one.said.values() for n in find_names(said.text)}
        )

    def pairs(self) -> Iterator[Made]:
        """A true and a false pair of each statement in each pairing of its languages."""
        for place, statement in enumerate(self._statements):
            for ours in statement.said:
                for theirs in statement.said:
                    made = (self._true(statement, ours, theirs), self._false(statement, place, ours, theirs))
                    yield from (one for one in made if one is not None)

    def _true(self, statement: Statement, ours: str, theirs: str) -> Made | None:
        claim, kind = statement.said[ours].text, "same"
        if self._draw.random() < 0.5:
            trimmed = twisting.trim(claim, self._draw)
            claim, kind = (trimmed, "trimmed") if trimmed else (claim, kind)
        return self._made(kind, ours, theirs, claim, self._source(statement, theirs), True)

    def _false(self, statement: Statement, place: int, ours: str, theirs: str) -> Made | None:
        said = statement.said[ours]
        ways = ["beside", "grafted", "grafted", "turned", "widened", "swapped", "number", "name", "negation"]
        self._draw.shuffle(ways)
        for way in ways:
            source = self._source(statement, theirs)
            if way == "beside":
                source = statement.said[theirs].around
                claim: str | None = said.text
            else:
                claim = self._twisted(way, said.text, self._elsewhere(place, ours))
            if claim and source and claim != said.text or way == "beside" and source:
                made = self._made(way, ours, theirs, claim or "", source, False)
                if made is not None:
                    return made
        return None

    def _twisted(self, way: str, text: str, other: str) -> str | None:
        if way == "grafted":
            return twisting.graft(text, other, self._draw)
        spoil = {
            "turned": twisting.turn_round,
            "widened": twisting.widen,
            "swapped": twisting.swap_sides,
            "number": spoil_number,
            "name": name_spoiler(self._names),
            "negation": spoil_negation,
        }[way]
        return spoil(text, self._draw)

    def _elsewhere(self, place: int, language: str) -> str:
        """A sentence from near by, but not a neighbour."""
        for step in self._draw.sample(range(2, 9), 7):
            near = self._statements[(place + step) % len(self._statements)]
            if language in near.said:
                return near.said[language].text
        return ""

    def _source(self, statement: Statement, language: str) -> str:
        said = statement.said[language]
        return said.text if self._draw.random() < 0.4 else said.context

    def _made(self, kind: str, ours: str, theirs: str, claim: str, source: str, true: bool) -> Made | None:
        if not claim or violations(claim, source):
            return None
        return Made(kind, f"{ours}-{theirs}", claim, source, true)


def row_pairs(seed: int) -> Iterator[Made]:
    """Claims about the rows of the surveys' tables, each against its row; false ones take a cell of the
    neighbouring row, or of another column."""
    draw = random.Random(seed)
    documents = load_corpus()
    titles = {document.id: document.title for document in documents}
    for structure in parse_corpus(documents):
        tables = {table.id: table for table in structure.tables}
        rows = [block for block in structure.blocks if block.kind is BlockKind.TABLE_ROW]
        for row, after in zip(rows, [*rows[1:], *rows[:1]], strict=True):
            if row.table == after.table and row.table in tables:
                table = tables[row.table]
                context = " › ".join([titles[structure.document], *row.section, table.caption])
                for _ in range(_CLAIMS_OF_A_ROW):
                    yield from _of_row(row, after, f"{row_reading(row)} {context}", table.label, draw)


def _of_row(row: Block, after: Block, source: str, label: str, draw: random.Random) -> Iterator[Made]:
    cells = [(cell.column, cell.value) for cell in row.cells if cell.value]
    if len(cells) < 2:
        return
    name, others = cells[0][1], cells[1:]
    told = sorted(draw.sample(range(len(others)), draw.choice((1, min(2, len(others)), len(others)))))
    chosen = [others[place] for place in told]
    form = draw.choice(_ROW_FORMS[row.language])
    made = [Made("row", "", _row_claim(form, name, chosen, label), source, True)]
    place = draw.randrange(len(chosen))
    column = chosen[place][0]
    theirs = {cell.column: cell.value for cell in after.cells if cell.value}
    for kind, value in (("neighbouring row", theirs.get(column)), ("other column", draw.choice(cells)[1])):
        if value and value not in dict(cells)[column]:
            wrong = [*chosen[:place], (column, value), *chosen[place + 1 :]]
            made.append(Made(kind, "", _row_claim(form, name, wrong, label), source, False))
    pairing = f"{row.language}-{row.language}"
    yield from (replace(one, pairing=pairing) for one in made if not violations(one.claim, one.source))


def _row_claim(form: _RowForm, name: str | None, cells: Sequence[tuple[str, str | None]], label: str) -> str:
    told = form.between.join(f"{column}{form.equals}{value}" for column, value in cells)
    return form.whole.format(name=name, told=told, label=label)
