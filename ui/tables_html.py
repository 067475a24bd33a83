"""The tables of all surveys, and the models merged from them, as HTML that the page sorts and filters."""

from collections.abc import Sequence
from html import escape

from assistant.errors import AssistantError
from indexing.blocks import Block, Language, Table
from ui.csv_text import csv_text
from ui.markup import source_attributes, tag, text_tag
from ui.models_view import FIELDS, Model, ModelRow, models
from ui.texts import Texts
from ui.words import say

MODELS = "models"
"""The name of the merged view where a table's id is asked for."""
_MODEL_COLUMNS = ("name", "survey", "table", *FIELDS)


def tables_html(texts: Texts, language: Language) -> str:
    """Both views with what switches, searches and filters them."""
    documents = "".join(text_tag("option", texts.sources.short(id), value=id) for id in texts.documents)
    every = text_tag("option", say("all_documents", language), value="")
    tools = (
        text_tag("button", say("view_models", language), type="button", data_act="tables-view",
                 data_show="models", aria_pressed="true")
        + text_tag("button", say("view_tables", language), type="button", data_act="tables-view",
                   data_show="all", aria_pressed="false")
        + tag("input", "", type="search", data_act="table-search", placeholder=say("search_tables", language),
              aria_label=say("search_tables", language))
        + tag("select", every + documents, data_act="table-document", aria_label=say("col_survey", language))
    )  # fmt: skip
    found = models(texts)
    merged = tag("section", _models_box(texts, found, language), data_view="models")
    every_table = "".join(_table_box(texts, table, language) for table in texts.tables())
    listed = tag("section", every_table, data_view="all", hidden=True)
    nothing = text_tag("p", say("no_rows", language), class_="mf-none", role="status", hidden=True)
    return tag("div", tools, class_="mf-table-tools") + merged + listed + nothing


def table_csv(texts: Texts, name: str, language: Language) -> str:
    """A table, or the merged view, as CSV. Raises AssistantError for one that isn't there."""
    if name == MODELS:
        columns = [say(f"col_{column}", language) for column in _MODEL_COLUMNS]
        rows = [_model_cells(texts, row) for model in models(texts) for row in model.rows]
        return csv_text(columns, rows)
    table = next((table for table in texts.tables() if table.id == name), None)
    if table is None:
        raise AssistantError(f"There is no table {name[:60]!r}.", "The endpoint tables lists them.")
    return csv_text(table.columns, [[cell.value or "" for cell in row.cells] for row in texts.rows(table)])


def _models_box(texts: Texts, found: Sequence[Model], language: Language) -> str:
    columns = [say(f"col_{column}", language) for column in _MODEL_COLUMNS]
    rows = "".join(_model_row(texts, model, row, language) for model in found for row in model.rows)
    about = text_tag("p", say("models_about", language), class_="mf-place")
    count = say("rows", language, count=sum(len(model.rows) for model in found))
    return about + _box(say("view_models", language), count, MODELS, columns, rows, language)


def _table_box(texts: Texts, table: Table, language: Language) -> str:
    found = texts.rows(table)
    rows = "".join(_row(row, table) for row in found)
    heading = f"{texts.sources.short(table.document)} · {table.label}"
    inner = text_tag("p", table.caption, class_="mf-place", lang=table.language)
    inner += _box(heading, say("rows", language, count=len(found)), table.id, table.columns, rows, language)
    return tag("div", inner, data_document=table.document, lang=table.language, class_="mf-table")


def _box(heading: str, count: str, name: str, columns: Sequence[str], rows: str, language: Language) -> str:
    head = "".join(
        tag("th", text_tag("button", column or "·", type="button", data_act="sort", data_column=at,
                           aria_label=say("sort_by", language, column=column)), scope="col")
        for at, column in enumerate(columns)
    )  # fmt: skip
    filters = "".join(
        tag("td", tag("input", "", type="search", data_act="column-filter", data_column=at,
                      aria_label=say("filter_column", language, column=column)))
        for at, column in enumerate(columns)
    )  # fmt: skip
    body = tag("thead", tag("tr", head) + tag("tr", filters, class_="mf-filters")) + tag("tbody", rows)
    button = text_tag("button", say("csv", language), type="button", data_act="csv", data_table=name)
    top = text_tag("h3", heading) + text_tag("span", count, class_="mf-place mf-rows") + button
    box = tag("div", tag("table", body), class_="mf-table-box", tabindex="0", role="region",
              aria_label=heading)  # fmt: skip
    return tag("div", top, class_="mf-table-top") + box


def _row(row: Block, table: Table) -> str:
    cells = "".join(
        tag("td", _link(cell.value or "", table.document, [cell.span] if cell.span else row.spans),
            class_=f"mf-{cell.origin.value}")
        for cell in row.cells
    )  # fmt: skip
    return tag("tr", cells + "<td></td>" * (len(table.columns) - len(row.cells)))


def _model_row(texts: Texts, model: Model, row: ModelRow, language: Language) -> str:
    name = tag("th", _link(row.name, row.document, row.spans), scope="row")
    short = (texts.sources.short(row.document), row.table.label)
    cells = "".join(text_tag("td", text, class_="mf-short") for text in short)
    for field, value in zip(FIELDS, row.fields, strict=True):
        shown = _link(value.text, row.document, value.spans) if value else ""
        if value and field in model.differing:
            told = say("differ", language)
            shown += text_tag("span", " ≠", class_="mf-differ", role="img", title=told, aria_label=told)
        cells += tag("td", shown)
    together = "mf-same" if row is not model.rows[0] else None
    return tag("tr", name + cells, class_=together, data_group=model.name, data_document=row.document)


def _model_cells(texts: Texts, row: ModelRow) -> list[str]:
    told = [value.text if value else "" for value in row.fields]
    return [row.name, texts.sources.short(row.document), row.table.label, *told]


def _link(text: str, document: str, spans: Sequence[object]) -> str:
    """A cell that opens its place in the text."""
    where = source_attributes(document, spans)  # type: ignore[arg-type]  # spans, whichever sequence
    link = f"?doc={document}&span={where['data_spans']}"
    return tag("a", escape(text), href=link, class_="mf-cell", **where) if text else ""
