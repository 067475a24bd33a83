"""A scripted assistant over two tiny texts, behind the same door as the real one."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from assistant.answer import Answer, Citation, Conflict, Question, Sentence, Side, Timings
from assistant.events import Event, Piece, Retrieved, Settled
from assistant.messages import MEDICAL_ADVICE, NOT_IN_TEXTS, refusal
from assistant.settings import Settings
from assistant.turns import Turn
from corpus import Document, Span, quote
from indexing.blocks import Block, BlockKind, Cell, CellOrigin, Reference, Table
from indexing.errors import IndexCorrupt
from indexing.glossary import GlossaryEntry
from indexing.passages import Filter, Hit, Passage

ENGLISH = (
    "1 Models\n"
    "SciFive is a text-to-text model [65]. It was trained\non PubMed.\n"
    "Model\tSize\nSciFive\t220M/770M\n"
    "2 Uses\n"
    "Psy-LLM supports counselors.\n"
)
ZH_PROSE = "大模型可以辅助医生写病历，也可以辅助心理咨询师。"
CHINESE = f"# 一、应用\n{ZH_PROSE}\n"


def document(id: str, file: str, text: str, title: str, authors: tuple[str, ...], language: str) -> Document:
    return Document(id, title, authors, 2024, (language,), file, "0" * 64, "", "", text)


DOCUMENTS = (
    document("tiny-2024", "100_tiny.txt", ENGLISH, "Tiny Models: A Survey", ("Ann Bee", "Cy Dee"), "en"),
    document("wei-2024", "101_wei.txt", CHINESE, "小模型：综述", ("魏小", "李大"), "zh"),
)


def span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def cells(**values: str) -> tuple[Cell, ...]:
    return tuple(Cell(column, value, CellOrigin.GIVEN, None) for column, value in values.items())


def block(document: str, text: str, part: str, kind: BlockKind, section: tuple[str, ...], **more) -> Block:
    language = "en" if document == "tiny-2024" else "zh"
    where = span(text, part)
    return Block(f"{document}:{where.start}", document, kind, section, language, (where,), **more)


MODELS, USES, ZH_USES = ("1 Models",), ("2 Uses",), ("一、应用",)
ROW = "SciFive\t220M/770M"
PROSE = "SciFive is a text-to-text model [65]. It was trained\non PubMed."
BLOCKS = (
    block("tiny-2024", ENGLISH, "1 Models", BlockKind.HEADING, ()),
    block("tiny-2024", ENGLISH, PROSE, BlockKind.PARAGRAPH, MODELS),
    block("tiny-2024", ENGLISH, "Model\tSize", BlockKind.LAYOUT, MODELS),
    block(
        "tiny-2024",
        ENGLISH,
        ROW,
        BlockKind.TABLE_ROW,
        MODELS,
        table="tiny-2024:table-1",
        cells=cells(Model="SciFive", Size="220M/770M"),
    ),
    block("tiny-2024", ENGLISH, "2 Uses", BlockKind.HEADING, ()),
    block("tiny-2024", ENGLISH, "Psy-LLM supports counselors.", BlockKind.PARAGRAPH, USES),
    block("wei-2024", CHINESE, "# 一、应用", BlockKind.HEADING, ()),
    block("wei-2024", CHINESE, ZH_PROSE, BlockKind.PARAGRAPH, ZH_USES),
)

TABLES = (
    Table(
        id="tiny-2024:table-1",
        document="tiny-2024",
        label="Table 1",
        caption="Table 1. Models.",
        section=MODELS,
        language="en",
        columns=("Model", "Size"),
        abbreviations=(),
        rows=("tiny-2024:84",),
    ),
)


def passage(block: Block) -> Passage:
    text = next(d.text for d in DOCUMENTS if d.id == block.document)
    return Passage(
        id=f"{block.document}:p{block.start:04d}",
        document=block.document,
        section=block.section,
        kind=block.kind,
        language=block.language,
        spans=block.spans,
        text=quote(text, block.spans),
        reading=" ".join(quote(text, block.spans).split()),
        context="",
        blocks=(block.id,),
        windows=(),
        cells=tuple((cell.column, cell.value) for cell in block.cells),
        table=block.table,
    )


HITS = tuple(
    Hit(passage(b), 1.0 - n / 8, {"dense": n + 1, "fulltext": n + 2})
    for n, b in enumerate(b for b in BLOCKS if b.kind not in (BlockKind.HEADING, BlockKind.LAYOUT))
)

GLOSSARY = (
    GlossaryEntry(None, "心理咨询师", "PSY", "wei-2024", (span(CHINESE, "心理咨询师"),)),
    GlossaryEntry(
        "large model",
        "大模型",
        "LM",
        "tiny-2024",
        (span(ENGLISH, "text-to-text model"), span(ENGLISH, "Models")),
        count=12,
        confidence=0.75,
    ),
    GlossaryEntry("counselor", "咨询师", None, "tiny-2024", (span(ENGLISH, "counselors"),), count=2),
)


class TinyStore:
    """The store's door over BLOCKS, as far as the command line uses it."""

    fingerprint = "f" * 64
    embedder = "tiny"

    def documents(self) -> tuple[Document, ...]:
        return DOCUMENTS

    def blocks_between(self, document: str, start: int, end: int) -> tuple[Block, ...]:
        return tuple(b for b in BLOCKS if b.document == document and b.start < end and start < b.end)

    def tables(self, document: str | None = None) -> tuple[Table, ...]:
        return TABLES

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        return GLOSSARY


def cite(n: int, block: Block, part: str = "", **more) -> Citation:
    source = next(d for d in DOCUMENTS if d.id == block.document)
    spans = (span(source.text, part),) if part else block.spans
    text = quote(source.text, spans)
    found = (n, source.id, source.file, source.title, block.section, block.kind, spans, text)
    return Citation(*found, **more)


def answer(question: Question, sentences=(), citations=(), reason=None, hits=HITS, conflicts=()) -> Answer:
    return Answer(
        question=question,
        sentences=tuple(sentences),
        citations=tuple(citations),
        hits=tuple(hits),
        abstained=reason is not None,
        reason=reason,
        message=refusal(reason, question.language) if reason else "",
        generator="extractive",
        judge="built-in",
        embedder="tiny",
        settings="abc",
        index="f" * 64,
        conflicts=tuple(conflicts),
        timings=Timings(1.234, 2.0, 3.0, 41.4),
    )


ENTRY = Reference("tiny-2024", "65", "A. Author. A paper. 2021.", (Span(0, 1),))


def scripted(question: Question) -> Answer:
    """Answers by a word of the question; everything else is not in the texts."""
    _, prose, _, row, _, psy, _, chinese = BLOCKS
    text = question.text.casefold()
    if "bug" in text:
        raise ValueError("spilt milk")
    if "damaged" in text:
        raise IndexCorrupt("The index is damaged.", "Build it again with: medfm index build")
    if "interrupt" in text:
        raise KeyboardInterrupt
    if "头疼" in text:
        return answer(question, reason=MEDICAL_ADVICE, hits=())
    if "scifive" in text:
        sentence = Sentence("SciFive: Size 220M/770M (Table 1)", (1,), 1.0, True)
        cited = cite(1, row, table="Table 1", references=(ENTRY,), also_in=("wei-2024",))
        return answer(question, [sentence], [cited])
    if "list" in text:
        sentences = [
            Sentence("It has two traits:", (1,), 0.9, True),
            Sentence("text-to-text", (1,), 0.9, True, bullet=True),
            Sentence("trained on PubMed", (2,), 0.5, False, bullet=True),
            Sentence("That is all.", (1,), 0.9, True),
        ]
        cited = [cite(1, prose, "SciFive is a text-to-text model [65]."), cite(2, prose, "on PubMed")]
        return answer(question, sentences, cited)
    if "心理" in text:
        sentence = Sentence("Psy-LLM supports counselors.", (1,), 1.0, True, language="en")
        other = Sentence("大模型可以辅助医生写病历。", (2,), 0.8, True, language="zh")
        return answer(question, [sentence, other], [cite(1, psy), cite(2, chinese)])
    if "differ" in text or "分歧" in text:
        sides = (Side("34 M", (1,)), Side("36 million", (2,)))
        sentence = Sentence("There are 34 M.", (1,), 1.0, True)
        conflict = Conflict("size" if question.language == "en" else "规模", sides)
        return answer(question, [sentence], [cite(1, psy), cite(2, chinese)], conflicts=[conflict])
    if question.only.section == "nowhere":
        return answer(question, reason=NOT_IN_TEXTS, hits=())
    return answer(question, reason=NOT_IN_TEXTS)


@dataclass
class ScriptedAssistant:
    """Remembers what it was asked."""

    store: TinyStore = field(default_factory=TinyStore)
    asked: list[Question] = field(default_factory=list)
    turns: list[Sequence[Turn]] = field(default_factory=list)
    settings: list[Settings] = field(default_factory=list)

    def open(self, settings: Settings, progress=None, loading=None) -> "ScriptedAssistant":
        self.settings.append(settings)
        if progress and not settings.home.exists():
            for done in range(0, 301, 100):
                progress("embedding", done, 300)
        return self

    def ask(self, question: Question, turns: Sequence[Turn] = ()) -> Answer:
        self.asked.append(question)
        self.turns.append(tuple(turns))
        return scripted(question)

    def stream(self, question: Question, turns: Sequence[Turn] = ()) -> Iterator[Event]:
        answer = self.ask(question, turns)
        yield Retrieved(answer.hits, answer.question)
        yield from (Piece(sentence.text) for sentence in answer.sentences)
        yield Settled(answer)

    def search(self, question: Question) -> tuple[Hit, ...]:
        self.asked.append(question)
        return HITS[: question.count] if question.only == Filter() else ()


def stand_in(assistant: ScriptedAssistant) -> dict[str, ModuleType]:
    """Modules that open `assistant` in place of the pipeline and the library."""
    pipeline, library = ModuleType("assistant.pipeline"), ModuleType("assistant.library")
    pipeline.Assistant = assistant
    library.open_store_for = lambda settings: assistant.store
    return {"assistant.pipeline": pipeline, "assistant.library": library}


def run_scripted() -> int:
    """Run the command line over the scripted assistant, for tests that need a process of its own."""
    sys.modules.update(stand_in(ScriptedAssistant()))
    from assistant.__main__ import main

    return main()


if __name__ == "__main__":
    sys.exit(run_scripted())
