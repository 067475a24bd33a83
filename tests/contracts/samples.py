"""A small world in both languages, made by hand: two texts, their blocks and their passages."""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from corpus import Document, Span, quote
from indexing.blocks import (
    Block,
    BlockKind,
    Cell,
    CellOrigin,
    CitationMark,
    Language,
    Reference,
    Structure,
    Table,
)
from indexing.passages import Passage


@dataclass(frozen=True)
class World:
    documents: tuple[Document, ...]
    structures: tuple[Structure, ...]
    passages: tuple[Passage, ...]

    def passage(self, id: str) -> Passage:
        return next(p for p in self.passages if p.id == id)


def document_of(
    id: str, text: str, languages: tuple[str, ...] = ("en",), title: str = "A survey"
) -> Document:
    return Document(
        id=id,
        title=title,
        authors=("Ada Lovelace", "何宇霆"),
        year=2024,
        languages=languages,
        file=f"{id}.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source="made by hand",
        rights="none",
        text=text,
    )


@dataclass
class _Maker:
    """Writes a text block by block and remembers where each stands."""

    document: str
    text: str = ""
    blocks: list[Block] = field(default_factory=list)

    def add(self, id: str, kind: BlockKind, text: str, language: Language = "en", **more: object) -> Block:
        start = len(self.text)
        self.text += text + "\n"
        section = tuple(more.pop("section", ()))
        block = Block(id, self.document, kind, section, language, (Span(start, start + len(text)),), **more)
        self.blocks.append(block)
        return block

    def find(self, text: str) -> Span:
        start = self.text.index(text)
        return Span(start, start + len(text))

    def passage(self, id: str, blocks: Iterable[Block], reading: str, **more: object) -> Passage:
        blocks = tuple(blocks)
        spans = tuple(span for block in blocks for span in block.spans)
        return Passage(
            id=id,
            document=self.document,
            section=blocks[0].section,
            kind=blocks[0].kind,
            language=blocks[0].language,
            spans=spans,
            text=quote(self.text, spans),
            reading=reading,
            context=str(more.pop("context", "A survey")),
            blocks=tuple(block.id for block in blocks),
            windows=tuple(more.pop("windows", (reading,))),
            **more,
        )


def small_world() -> World:
    english, chinese = _english(), _chinese()
    documents, structures, passages = zip(english, chinese, strict=True)
    return World(documents, structures, passages[0] + passages[1])


def _english() -> tuple[Document, Structure, tuple[Passage, ...]]:
    maker = _Maker("en-2024")
    section, models = ("1 Introduction",), ("4 Applications", "4.2 Models")
    maker.add("en:1", BlockKind.HEADING, "1 Introduction")
    first = maker.add("en:2", BlockKind.PARAGRAPH, "Med-PaLM 2 scored 86.5% on MedQA [1]", section=section)
    mark = CitationMark(maker.find("[1]"), ("1",))
    maker.add("en:3", BlockKind.CAPTION, "Table 2: A figure in the way", section=section)
    rest = maker.add("en:4", BlockKind.PARAGRAPH, "with a lone\rreturn and 3.2B parameters.", section=section)
    cut = replace(first, spans=(*first.spans, *rest.spans), marks=(mark,), parallel="zh:2")
    caption = maker.add("en:5", BlockKind.CAPTION, "Table 1: Models, # Params", section=models)
    given = Cell("Model", "BioGPT", CellOrigin.GIVEN, Span(len(maker.text) + 2, len(maker.text) + 8))
    cells = (given, Cell("# Params", "1.5B", CellOrigin.CARRIED, given.span))
    cells = (*cells, Cell("Year", None, CellOrigin.UNKNOWN, None))
    row = maker.add(
        *("en:6", BlockKind.TABLE_ROW, "| BioGPT | 1.5B | |"), section=models, table="en:t1", cells=cells
    )
    entry = maker.add("en:7", BlockKind.REFERENCE, "[1] K. Singhal, Large language models, 2023.")
    blocks = [cut if block.id == "en:2" else block for block in maker.blocks if block.id != "en:4"]
    table = Table(
        id="en:t1",
        document="en-2024",
        label="Table 1",
        caption="Table 1: Models, # Params",
        section=models,
        language="en",
        columns=("Model", "# Params", "Year"),
        abbreviations=(("LLM", "large language model"),),
        rows=("en:6",),
    )
    references = tuple(Reference("en-2024", n, f"{n}. K. Singhal", entry.spans) for n in ("1", "2", "10"))
    reading = "Med-PaLM 2 scored 86.5% on MedQA with a lone return and 3.2B parameters."
    passages = (
        maker.passage("en:p1", [cut], reading, windows=(reading[:32], reading[33:]), twin="zh:p1"),
        maker.passage(
            *("en:p2", [row], "Model: BioGPT; # Params: 1.5B"),
            context="A survey › 4.2 Models › Table 1: pretraining",
            cells=(("Model", "BioGPT"), ("# Params", "1.5B"), ("Year", None)),
            table="en:t1",
        ),
        maker.passage("en:p3", [caption], "Models were trained; running a GPT-4 model"),
    )
    document = document_of("en-2024", maker.text)
    return document, Structure("en-2024", tuple(blocks), (table,), references), passages


def _chinese() -> tuple[Document, Structure, tuple[Passage, ...]]:
    maker = _Maker("zh-2024")
    section, models = ("一 引言",), ("14 应用", "14.2 模型")
    maker.add("zh:1", BlockKind.HEADING, "一 引言", "zh")
    first = maker.add(
        *("zh:2", BlockKind.PARAGRAPH, "Med-PaLM 2 在 MedQA 上得分为 86.5%。", "zh"),
        section=section,
        parallel="en:2",
        same_as="en:2",
    )
    second = maker.add(
        "zh:3", BlockKind.LIST_ITEM, "多模态大模型处理医学影像\u0000和文本。", "zh", section=models
    )
    passages = (
        maker.passage("zh:p1", [first], "Med-PaLM 2 在 MedQA 上得分为 86.5%。", context="基础模型"),
        maker.passage("zh:p2", [second], "多模态大模型处理医学影像和文本。", context="基础模型 › 医学应用"),
    )
    document = document_of("zh-2024", maker.text, ("zh", "en"), "基础模型")
    return document, Structure("zh-2024", tuple(maker.blocks), (), ()), passages


WORDS = "model data image text clinic 模型 数据 影像 文本 临床".split()


def crowded_world(count: int, seed: int = 7) -> World:
    """`count` passages of one to three windows over ten words: many are alike, so ties abound."""
    chance = random.Random(seed)
    makers = {language: _Maker(f"{language}-2024") for language in ("en", "zh")}
    passages = []
    for number in range(count):
        language: Language = "zh" if number % 3 == 0 else "en"
        windows = [" ".join(chance.choices(WORDS, k=3)) for _ in range(chance.randint(1, 3))]
        kind = BlockKind.LIST_ITEM if number % 5 == 0 else BlockKind.PARAGRAPH
        maker = makers[language]
        section = (f"{number % 4} Part",)
        block = maker.add(f"{number}", kind, " ".join(windows), language, section=section)
        # Ids against the order of writing, so that an order by id is seen to be one.
        passages.append(maker.passage(f"p{count - number:05}", [block], " ".join(windows), windows=windows))
    documents = tuple(document_of(maker.document, maker.text) for maker in makers.values())
    structures = tuple(Structure(m.document, tuple(m.blocks), (), ()) for m in makers.values())
    return World(documents, structures, tuple(passages))
