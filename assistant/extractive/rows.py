"""Table rows as sentences: the row's name and the columns that the question asks for."""

import re
from collections.abc import Sequence

from assistant.clauses import clauses
from assistant.extractive.columns import asked_columns
from indexing.analysis import terms, words
from indexing.blocks import Block, Cell, CellOrigin, Table
from indexing.query import Concept

_NAME_COLUMN = re.compile(
    r"(?:models?|methods?|names?|(?:model|dataset|method) name|data ?sets?|databases?|systems?)"
    r"|方法|模型|(?:模型|数据集)名称?|数据集|数据库",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\s*(?:\b(?:data ?(?:base|set)|corpus|model|collection)s?$|数据[库集]$|模型$)", re.IGNORECASE
)
_NAME_WORDS = 1.5
"""A row's name may have this many times the words of the name asked for: `SAM` isn't `MedSAM adapter`."""
_MOST_OF_NAME = 0.7
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPTY = frozenset({"-", "–", "—", "N/R", "N/A", ""})


def name_cell(row: Block) -> Cell | None:
    """The cell that names what the row is about: of a column for names, else the first cell of its own."""
    own = [cell for cell in row.cells if cell.origin is CellOrigin.GIVEN and cell.value not in _EMPTY]
    named = [cell for cell in own if _NAME_COLUMN.fullmatch(cell.column.strip())]
    return next(iter(named or own), None)


def plain_name(name: str) -> str:
    """A row's name without the word for what it is: `RNAcentral database` is `RNAcentral`."""
    return _KIND.sub("", name).strip() or name


def names_row(row: Block, concept: Concept) -> bool:
    """Whether `concept` is what the row is about, not only mentioned in it or a part of its name."""
    cell = name_cell(row)
    if cell is None or not cell.value:
        return False
    name = frozenset(words(cell.value))
    size = max(len(alternative) for alternative in concept.alternatives)
    said = sum(word in concept.surface.casefold() for word in name)
    return concept.covered_by(frozenset(terms(cell.value))) and len(name) < _NAME_WORDS * max(size, said)


def is_named(row: Block, concepts: Sequence[Concept]) -> bool:
    """Whether the question's names say what the row is about: one of them alone, or several together
    (`Clinical Practice Research Datalink`), or with a year (`FLARE 2023`)."""
    names = [concept for concept in concepts if concept.is_name]
    if any(names_row(row, name) for name in names):
        return True
    cell = name_cell(row)
    told = frozenset(words(cell.value)) if cell is not None and cell.value else frozenset[str]()
    years = [concept for concept in concepts if names and _YEAR.fullmatch(concept.surface)]
    parts = [*names, *years]
    said = frozenset(term for part in parts for alternative in part.alternatives for term in alternative)
    return len(told) > 1 and len(told & said) >= _MOST_OF_NAME * len(told)


def answers_column(row: Block, columns: Sequence[str]) -> bool | None:
    """Whether the row tells something in one of the asked `columns`; None if none is asked."""
    if not columns:
        return None
    return any(cell.value not in _EMPTY for cell in row.cells if cell.column in columns and cell.value)


def row_sentence(row: Block, table: Table, question: str, colon: str = "") -> str:
    """`SciFive: # Params 220M/770M (Table 2)`; all columns if the question asks for none of them.

    `colon` stands between a column's name and its cell.
    """
    name = name_cell(row)
    separator, label = ("; ", f" ({table.label})") if row.language == "en" else ("；", f"（{table.label}）")
    told = separator.join(f"{cell.column}{colon} {cell.value}".strip() for cell in told_cells(row, question))
    return f"{name.value if name else table.label}: {told}{label}"


def told_cells(row: Block, question: str) -> list[Cell]:
    """The cells that the question asks for, or all but the row's name if one of its parts asks for none that
    can be told; empty ones only if there are no others."""
    name = name_cell(row)
    cells = [c for c in row.cells if c is not name and c.value is not None]
    columns = [cell.column for cell in cells]
    parts = [asked_columns(part, columns) for part in clauses(question)]
    asked = asked_columns(question, columns) if all(parts) else ()
    return _informative([cell for cell in cells if cell.column in asked] or cells)


def is_blank(row: Block, question: str) -> bool:
    """Whether the row has cells that the question asks for, and nothing in any of them."""
    cells = told_cells(row, question)
    return bool(cells) and all(cell.value in _EMPTY for cell in cells)


def _informative(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.value not in _EMPTY] or list(cells)
