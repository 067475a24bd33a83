"""The merged view of models: rows of the surveys' tables of models, the same model's together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Span
from indexing.analysis import normalise
from indexing.blocks import Block, Cell, Table
from ui.texts import Texts

FIELDS = ("parameters", "data", "backbone", "task", "year", "score")
COMPARED = ("parameters", "backbone", "year")
"""Of these a model has one; where rows give several, the sources may disagree. Data, tasks and scores differ
by what was measured."""
_NAME = re.compile(r"models?|model name|方法|模型名?称?", re.IGNORECASE)
_COLUMNS = {
    "parameters": re.compile(r"model size|# ?params|parameters|模型规模|参数量?", re.IGNORECASE),
    "data": re.compile(r".*training dataset|.*data scale|data source|.*训练数据集|数据规模", re.IGNORECASE),
    "backbone": re.compile(r"architecture|model structures?|骨干网[路络]", re.IGNORECASE),
    "task": re.compile(r"tasks?|application|下游任务|任务", re.IGNORECASE),
    "year": re.compile(r"year|年份", re.IGNORECASE),
    "score": re.compile(r"performance|evaluation.*|性能|评估指标", re.IGNORECASE),
}
_EMPTY = frozenset({"", "-", "–", "—", "N/R"})
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[[0-9,\s–-]+\]")


@dataclass(frozen=True)
class Value:
    """What a row says, and where."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class ModelRow:
    """A row of a table of models. `fields` follow FIELDS."""

    name: str
    document: str
    table: Table
    spans: tuple[Span, ...]
    fields: tuple[Value | None, ...]


@dataclass(frozen=True)
class Model:
    """All rows of one model; `differing` names the fields in which they disagree."""

    name: str
    rows: tuple[ModelRow, ...]
    differing: frozenset[str]


def models(texts: Texts) -> tuple[Model, ...]:
    """The models of all surveys by name. A text that repeats another one is left out."""
    groups: dict[str, list[ModelRow]] = {}
    for table in texts.tables():
        if texts.documents[table.document].parallel_to or not _is_of_models(table):
            continue
        for row in texts.rows(table):
            if found := _model_row(table, row):
                groups.setdefault(model_key(found.name), []).append(found)
    merged = (Model(rows[0].name, tuple(rows), _differing(rows)) for rows in groups.values())
    return tuple(sorted(merged, key=lambda model: model.name.casefold()))


def model_key(name: str) -> str:
    """What the names of one model have in common: `AlphaFold 2`, `Alphafold2`."""
    return re.sub(r"[\W_]+", "", normalise(_MARK.sub("", name)))


def _is_of_models(table: Table) -> bool:
    return any(_NAME.fullmatch(column.strip()) for column in table.columns)


def _model_row(table: Table, row: Block) -> ModelRow | None:
    name = next((cell for cell in row.cells if _NAME.fullmatch(cell.column.strip())), None)
    if name is None or not name.value or name.value in _EMPTY:
        return None
    fields = tuple(_value(row, _COLUMNS[field]) for field in FIELDS)
    return ModelRow(name.value, table.document, table, row.spans, fields)


def _value(row: Block, columns: re.Pattern[str]) -> Value | None:
    cells = [cell for cell in row.cells if columns.fullmatch(cell.column.strip()) and _says(cell)]
    spans = sorted({cell.span for cell in cells if cell.span})
    return Value(" · ".join(cell.value or "" for cell in cells), tuple(spans) or row.spans) if cells else None


def _says(cell: Cell) -> bool:
    return cell.value is not None and cell.value not in _EMPTY


def _differing(rows: Sequence[ModelRow]) -> frozenset[str]:
    return frozenset(field for field in COMPARED if len(_stated(rows, FIELDS.index(field))) > 1)


def _stated(rows: Iterable[ModelRow], at: int) -> set[str]:
    """What the rows say, without spaces and case: `93 M` is `93m`."""
    values = (row.fields[at] for row in rows)
    return {re.sub(r"\s+", "", normalise(value.text)) for value in values if value}
