"""Groups of rows that the text itself contradicts.

A label merged over several rows (`Fine-tuning (Sec. 2.2)`) may come out of a PDF on any of them, so that
carrying it down gives some rows their neighbour's label. Where the label is also the title of a section, the
text bears witness: if the neighbouring group's section speaks of a row's model and its own doesn't, the
border stands on the wrong row, and no row has a sure label up to the first that its own section speaks of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus import Span
from indexing.blocks import Cell, CellOrigin
from indexing.structure.table_nouns import ParsedRow, ParsedTable

_NUMBERED = re.compile(
    r"(?:#{1,6}\s*)?(?:\d+(?:\.\d+)*\.?|[IVXLC]+\.|[A-Z][.)]|[一二三四五六七八九十]+、|\d+\)|#{1,6})\s*(?P<title>\S.*)\Z"
)
_LONGEST_HEADING = 120
_FEWEST_WITNESSES = 3
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z")


@dataclass(frozen=True)
class _Run:
    """Consecutive rows with one label."""

    label: str
    first: int
    after: int


def drop_doubtful_groups(text: str, tables: Sequence[ParsedTable]) -> tuple[ParsedTable, ...]:
    """`tables` with the group cells that the sections of `text` contradict made unknown."""
    sections = _sections(text, [span for table in tables for row in table.rows for span in row.spans])
    return tuple(_without_doubtful(table, sections) for table in tables)


def _sections(text: str, taken: Sequence[Span]) -> dict[str, str]:
    """What stands below each numbered heading, without tables, in lower case, by its title. Titles that stand
    twice are left out."""
    starts = {span.start for span in taken}
    titles: list[str] = []
    bodies: list[list[str]] = []
    position = 0
    for line in text.split("\n"):
        heading = _NUMBERED.match(line.strip()) if len(line) <= _LONGEST_HEADING else None
        if heading and position not in starts:
            titles.append(_key(heading["title"]))
            bodies.append([])
        elif bodies and position not in starts:
            bodies[-1].append(line)
        position += len(line) + 1
    found = zip(titles, bodies, strict=True)
    return {title: "\n".join(body).casefold() for title, body in found if titles.count(title) == 1}


def _key(label: str) -> str:
    """`Fine-tuning (Sec. 2.2)` and `Fine-Tuning` are one title."""
    return re.sub(r"[\s\W]+", "", _IN_BRACKETS.sub("", label)).casefold()


def _without_doubtful(table: ParsedTable, sections: dict[str, str]) -> ParsedTable:
    rows = list(table.rows)
    groups = sorted({column for row in rows for column in _leading_carried(row)})
    if not groups or groups[-1] + 1 >= len(table.columns):
        return table
    names = [row.cells[groups[-1] + 1].value for row in rows]
    for column in groups:
        for index in _doubtful([row.cells[column].value for row in rows], names, sections):
            cells = list(rows[index].cells)
            cells[column] = Cell(cells[column].column, None, CellOrigin.UNKNOWN, None)
            rows[index] = replace(rows[index], cells=tuple(cells))
    return replace(table, rows=tuple(rows))


def _leading_carried(row: ParsedRow) -> Iterator[int]:
    for column, cell in enumerate(row.cells):
        if cell.origin is CellOrigin.GIVEN:
            return
        if cell.origin is CellOrigin.CARRIED:
            yield column


def _doubtful(
    labels: Sequence[str | None], names: Sequence[str | None], sections: dict[str, str]
) -> set[int]:
    """The rows whose label is contradicted."""
    runs = _runs(labels)
    doubtful: set[int] = set()
    witnesses = 0
    for index, run in enumerate(runs):
        rows = range(run.first, run.after)
        for neighbour, order in ((index - 1, rows), (index + 1, rows[::-1])):
            if 0 <= neighbour < len(runs):
                own, theirs = (sections.get(_key(label)) for label in (run.label, runs[neighbour].label))
                reach, against = _doubts(own, theirs, [names[row] for row in order])
                doubtful |= set(order[:reach])
                witnesses += against
    # One model or two may be spoken of elsewhere just in passing.
    return doubtful if witnesses >= _FEWEST_WITNESSES else set()


def _doubts(own: str | None, neighbour: str | None, names: Sequence[str | None]) -> tuple[int, int]:
    """How many of `names`, counted from the border on, are in doubt, and how many witnesses there are."""
    if own is None or neighbour is None:
        return 0, 0
    unspoken = list(takewhile(lambda name: not _speaks(own, name), names))
    against = sum(_speaks(neighbour, name) for name in unspoken)
    return (len(unspoken) if against else 0), against


def _runs(labels: Sequence[str | None]) -> list[_Run]:
    runs: list[_Run] = []
    for index, label in enumerate(labels):
        if label is None:
            continue
        if runs and runs[-1].label == label and runs[-1].after == index:
            runs[-1] = replace(runs[-1], after=index + 1)
        else:
            runs.append(_Run(label, index, index + 1))
    return runs


def _speaks(section: str, name: str | None) -> bool:
    """Whether the text of a section speaks of `name`."""
    word = (name or "").casefold()
    if not word or word not in section:
        return False
    return re.search(rf"(?<![a-z\d]){re.escape(word)}(?![a-z\d-])", section) is not None
