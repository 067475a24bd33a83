"""Questions after all rows of the tables that have something: `Which models are based on ChatGLM?`"""

import re
from collections.abc import Iterator

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.rows import name_cell
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import Block, BlockKind, CellOrigin
from indexing.passages import Filter, Hit, allows
from indexing.query import GENERIC_WORDS, Concept, Query

_ASKS = re.compile(
    r"\b(?:which|what|list|name)\b(?: all| the| of the| other)*(?: [\w\-]+){0,2}? (?:models?|datasets?"
    r"|data sets?|methods?"
    r"|systems?|LLMs?|VFMs?|databases?|corpora)\b|哪[些几](?:个|种)?[\u3400-\u9fff]{0,6}(?:模型|数据集|方法"
    r"|系统|数据库)",
    re.IGNORECASE,
)
_CLASS = frozenset(
    terms("model models dataset datasets data set sets method methods system systems llm llms vfm database")
) | frozenset({"模型", "数据", "据集", "方法", "系统", "数据库", "据库"})
PROPOSED = 200
FEWEST, MOST = 2, 20
ENOUGH = 0.8
"""Share of the conditions' weight that a row must express."""


def matching_rows(query: Query, reader: EvidenceReader, only: Filter) -> tuple[DraftSentence, ...]:
    """A bullet for each row whose cells, its name apart, meet the question's conditions; empty if it asks
    for no such list or fewer than two rows do."""
    conditions = [c for c in query.concepts if c.known and not _is_class(c)]
    if not _ASKS.search(query.text) or not any(c.is_name for c in conditions):
        return ()
    bullets = [
        DraftSentence(_told(unit), (unit,), bullet=True, claim=unit.text)
        for unit in _rows(query, reader, only)
        if _meets(unit.block, conditions)
    ]
    return tuple(bullets[:MOST]) if len(bullets) >= FEWEST else ()


def _is_class(concept: Concept) -> bool:
    ordinary = concept.surface.casefold() in GENERIC_WORDS
    return ordinary or any(alternative <= _CLASS for alternative in concept.alternatives)


def _rows(query: Query, reader: EvidenceReader, only: Filter) -> Iterator[Unit]:
    """The rows that full text proposes, in the texts' order, a translated table's only once."""
    rows = Filter(only.documents, frozenset({BlockKind.TABLE_ROW}), only.languages, only.section)
    found = [identifier for identifier, _ in reader.store.match(query.terms, PROPOSED, rows)]
    passages = sorted(reader.store.passages(found), key=lambda passage: (passage.document, passage.spans))
    told: set[str] = set()
    units = (unit for passage in passages for unit in reader.units_of(Hit(passage, 0.0)))
    for unit in units:
        if allows(only, unit.block) and not told & {unit.block.id, unit.block.same_as, unit.block.parallel}:
            told |= {name for name in (unit.block.id, unit.block.same_as) if name}
            yield unit


def _meets(row: Block, conditions: list[Concept]) -> bool:
    """Whether single cells of the row, not its name or what is carried from above, express the conditions."""
    name = name_cell(row)
    cells = [
        frozenset(terms(cell.value))
        for cell in row.cells
        if cell is not name and cell.value and cell.origin is CellOrigin.GIVEN
    ]
    total = sum(condition.weight for condition in conditions)
    met = sum(c.weight for c in conditions if any(c.covered_by(cell) for cell in cells))
    return name is not None and met >= ENOUGH * total


def _told(unit: Unit) -> str:
    name = name_cell(unit.block)
    return name.value or "" if name else unit.text
