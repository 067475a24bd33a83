"""Where a text's tables stand: runs of lines with separators, over page breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Span
from indexing.structure.table_cells import is_rule, split_row
from indexing.structure.table_nouns import Grid, RawRow

# Signs of a page break within a table; they belong to its layout.
CONTINUED = re.compile(
    r"[(（\[]?\s*(?:下一页继续|续下页|转下页|下页续|接上一页|接上页|续上表|续上页|续表"
    r"|continued\s+(?:on|from)\s+(?:the\s+)?(?:next|previous|preceding)\s+page"
    r"|(?:table|表)\s*[\dIVXLC.]+\s*[(（]?(?:continued|cont\.|续)[)）]?)\s*[)）\]]?[.。:：]?\s*\Z",
    re.IGNORECASE,
)
_BLANKS_OF_A_PAGE_BREAK = 3
# Without a caption, only what is plainly a table counts: a tab may also just indent.
_FEWEST_COLUMNS = 2
_FEWEST_COLUMNS_UNRULED = 3


@dataclass(frozen=True)
class TextLine:
    """A line without its line break, and its row if it is one of a table."""

    span: Span
    text: str
    row: RawRow | None

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def rule(self) -> bool:
        return is_rule(self.text)

    @property
    def continued(self) -> bool:
        return CONTINUED.match(self.text.strip()) is not None

    @property
    def piped(self) -> bool:
        return self.text.lstrip().startswith("|")


def table_lines(text: str) -> tuple[TextLine, ...]:
    """Every line of `text`, with the lines that have separators cut into cells."""
    lines: list[TextLine] = []
    start = 0
    for raw in text.split("\n"):
        lines.append(TextLine(Span(start, start + len(raw)), raw, split_row(raw, start)))
        start += len(raw) + 1
    return tuple(lines)


def find_grids(lines: Sequence[TextLine]) -> tuple[tuple[Grid, int, int], ...]:
    """The grids of a text, each with the indices of its first line and of the one past its last."""
    grids: list[tuple[Grid, int, int]] = []
    for first, last in _runs(lines):
        for low, high in _split_at_headers(lines, first, last):
            grid = _grid(lines[low:high])
            if grid is not None:
                grids.append((grid, low, high))
    return tuple(grids)


def _runs(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Runs of rows; a page break (blank lines and `continued` signs) doesn't end one."""
    runs: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if line.row is None:
            continue
        if runs and _same_run(lines, runs[-1][1] - 1, index):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _same_run(lines: Sequence[TextLine], last: int, index: int) -> bool:
    between = lines[last + 1 : index]
    if lines[last].piped != lines[index].piped or not all(line.blank or line.continued for line in between):
        return False
    if not between or any(line.continued for line in between):
        return True
    rows = (lines[last].row, lines[index].row)
    return len(between) <= _BLANKS_OF_A_PAGE_BREAK and len({len(row.cells) for row in rows if row}) == 1


def _split_at_headers(lines: Sequence[TextLine], first: int, last: int) -> list[tuple[int, int]]:
    """A rule says that the line above it is a header: where that isn't the first line, a new table begins."""
    opening = lines[first].row
    header = [cell.value for cell in opening.given] if opening else []
    starts = [first]
    for index in range(first + 2, last):
        above = lines[index - 1].row
        if lines[index].rule and above and not lines[index - 1].rule:
            if [cell.value for cell in above.given] != header:
                starts.append(index - 1)
    return list(zip(starts, [*starts[1:], last], strict=True))


def _grid(lines: Sequence[TextLine]) -> Grid | None:
    layout = tuple(line.span for line in lines if not line.blank and (line.rule or line.row is None))
    rows = [line.row for line in lines if line.row is not None and not line.rule]
    if not rows:
        return None
    header, names = rows[0], [cell.value for cell in rows[0].given]
    repeated = [row for row in rows[1:] if [cell.value for cell in row.given] == names]
    body = tuple(row for row in rows[1:] if row not in repeated and row.given)
    empty = tuple(row.span for row in rows[1:] if not row.given)
    if not body or len(header.given) < _FEWEST_COLUMNS:
        return None
    return Grid(header, body, tuple(row.span for row in repeated), tuple(sorted((*layout, *empty))))


def plainly_a_table(grid: Grid, ruled: bool) -> bool:
    """Whether a grid without a caption is a table, and no indented text or list."""
    if ruled:
        return True
    columns = len(grid.header.trimmed)
    alike = sum(len(row.trimmed) <= columns and len(row.given) >= _FEWEST_COLUMNS for row in grid.rows)
    return columns >= _FEWEST_COLUMNS_UNRULED and len(grid.rows) >= 2 and alike == len(grid.rows)
