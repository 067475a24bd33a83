"""Questions after all rows of the tables that have something: `Which models are based on ChatGLM?`"""

import re
from collections.abc import Iterator

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.rows import name_cell
from assistant.generation import DraftSentence
from indexing.analysis import terms
from indexing.blocks import Block, BlockKind, CellOrigin, Table
from indexing.passages import Filter, Hit, allows
from indexing.query import GENERIC_WORDS, Concept, Query

_ASKS = re.compile(
    r"\b(?:(?:which|what)\b(?! an?\b)|list\b|name\b)(?: all| the| of the| other)*(?: [\w\-]+){0,2}?"
    r" (?:models?|datasets?"
    r"|data sets?|methods?"
    r"|systems?|LLMs?|VFMs?|databases?|corpora)\b"
    r"|(?:哪[些几]|列[出举])(?:个|种)?[\u3400-\u9fffA-Za-z\- ]{0,20}?(?:模型|数据集|方法|系统|数据库)"
    r"|(?:模型|数据集|方法|系统|数据库)(?:有|包括|分别)?(?:是)?哪[些几]",
    re.IGNORECASE,
)
_CLASS = frozenset(
    terms(
        "foundation model models dataset datasets data set sets method methods system systems llm llms vfm"
        " database"
    )
) | frozenset({"基础", "础模", "模型", "大模", "数据", "据集", "方法", "系统", "数据库", "据库"})
_VERBS = frozenset(
    terms(
        "developed built proposed designed made created introduced released trained pretrained applied tested"
        " evaluated contain contains containing include includes including cover covers covering hold holds"
        " support supports exist exists focus focused target targets handle handles do does suit suitable"
    )
) | frozenset(
    "用于 面向 针对 支持 包含 包括 含有 涵盖 覆盖 开发 提出 训练 适用 可以 能够 能做 做的 专门".split()
)
"""What is said of any model or dataset sets no condition by itself."""
_DATA = re.compile(r"data ?sets?|databases?|corpora|数据[集库]", re.IGNORECASE)
_PLURAL = re.compile(r"[A-Z]{2,}s")
_WORD = re.compile(r"[A-Za-z]+")
_ABBREVIATIONS = re.compile(r"缩写|\babbreviat", re.IGNORECASE)
PROPOSED = 200
FEWEST, MOST = 2, 40
ENOUGH = 0.8
"""Share of the conditions' weight that a row must express."""


def matching_rows(query: Query, reader: EvidenceReader, only: Filter) -> tuple[DraftSentence, ...]:
    """A bullet for each row whose cells, its name apart, meet the question's conditions; empty if it asks
    for no such list or names what no text does, or if fewer than two rows do."""
    asked = _ASKS.search(query.text)
    conditions = [c for c in query.concepts if c.known and not _is_class(c)]
    if asked is None or not conditions or any(_is_strange(c) for c in query.concepts):
        return ()
    # A name stands in a cell or not; of words that describe, none may be left over.
    tables = {table.id: table for table in reader.store.tables()}
    enough = ENOUGH if any(c.is_name for c in conditions) else 1.0
    bullets = [
        DraftSentence(_told(unit), (unit,), bullet=True, claim=unit.text)
        for unit in _rows(query, reader, only)
        if _is_of_class(unit.block, asked.group())
        and _meets(unit.block, conditions, enough, tables[unit.block.table or ""])
    ]
    return tuple(bullets[:MOST]) if len(bullets) >= FEWEST else ()


def _is_strange(concept: Concept) -> bool:
    """Whether no text has a name; a plural of one in capitals (`CTs`) may be written otherwise."""
    return concept.is_name and not concept.known and not _PLURAL.fullmatch(concept.surface)


def _is_class(concept: Concept) -> bool:
    ordinary = concept.surface.casefold() in GENERIC_WORDS
    return ordinary or any(alternative <= _CLASS | _VERBS for alternative in concept.alternatives)


def _is_of_class(row: Block, asked: str) -> bool:
    """Whether a row tells of data where data is asked for, and of something else where it isn't."""
    name = name_cell(row)
    return name is not None and bool(_DATA.search(name.column)) == bool(_DATA.search(asked))


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


def _meets(row: Block, conditions: list[Concept], enough: float, table: Table) -> bool:
    """Whether single cells of the row, with their column and what the caption says of their abbreviations,
    express the conditions; not its name or what is carried from above. Words that describe may also stand in
    the caption (`vision datasets`), if a cell meets something."""
    name = name_cell(row)
    spelt = dict(table.abbreviations)
    cells = [
        frozenset(terms(" ".join([cell.column, cell.value, *_spelt(cell.value, spelt)])))
        for cell in row.cells
        if cell is not name and cell.value and cell.origin is CellOrigin.GIVEN
    ]
    caption = frozenset(terms(_ABBREVIATIONS.split(table.caption)[0]))
    in_cells = [c for c in conditions if any(c.covered_by(cell) for cell in cells)]
    above = [c for c in conditions if c not in in_cells and not c.is_name and c.covered_by(caption)]
    met = sum(c.weight for c in (*in_cells, *above))
    return bool(name and in_cells) and met >= enough * sum(c.weight for c in conditions)


def _spelt(value: str, spelt: dict[str, str]) -> Iterator[str]:
    return (spelt[word] for word in _WORD.findall(value) if word in spelt)


def _told(unit: Unit) -> str:
    name = name_cell(unit.block)
    return name.value or "" if name else unit.text
