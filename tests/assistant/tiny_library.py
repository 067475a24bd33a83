"""Two tiny surveys, one in each language, indexed as the real ones are but for the embedder."""

from dataclasses import dataclass
from pathlib import Path

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.generator import ExtractiveGenerator
from assistant.extractive.rereading import reread
from assistant.extractive.scoring import Scored
from assistant.generation import Generator
from assistant.intent import read_intent
from assistant.joint import load_joint_reader
from assistant.judging import Judge
from assistant.judging.overlap import OverlapJudge
from assistant.judging.ruled import RuledJudge
from assistant.pipeline import Assistant
from assistant.questions import language_of
from assistant.settings import Settings
from corpus import Document
from indexing.blocks import Block, BlockKind
from indexing.build import build_index
from indexing.chunking import link_twins, make_passages
from indexing.embedders.hashing import HashingEmbedder
from indexing.passages import Filter, Hit
from indexing.query import Query
from indexing.retrieval import HybridRetriever
from indexing.store.sqlite import SqliteStore, open_store
from indexing.structure import parse_corpus
from tests.contracts.samples import document_of

ENGLISH = """# A survey of tiny models

## 1 Introduction

Med-PaLM 2 scored 86.5% on MedQA [1]. It was built by Google Research. Ada Lee wrote this survey in 2024.

## 2 Risks

The main risks are the following:

- **Hallucination:** Models invent facts that no source holds [2].
- **Bias:** Models repeat the prejudice of their training data.
- **Privacy:** Models leak records of patients.

## 3 Training

Training has three stages: 1) pre-training on books; 2) fine-tuning on talks; and 3) alignment with people.
Federated learning is a way to train on data that never leave their hospital. It keeps records private.

## 4 Models

### 4.1 Language

GatorTron reads clinical notes of one hospital.

### 4.2 Vision

MedSAM segments organs in scans.

### 4.3 Sound

HeAR listens to coughs.

Table 1: Models of the survey

| Model | # Params | Data Source |
|---|---|---|
| BioGPT | 1.5B | PubMed |
| SciFive | 220M | PMC |
| DoctorGLM | - | dialogues |

## References

[1] K. Singhal, Towards expert-level medical question answering, 2023.
[2] Z. Ji, Survey of hallucination in language generation, 2022.
"""
CHINESE = """# 小模型综述

## 一、引言

PubMedGPT 在 MedMCQA 上的得分为 50.3%。它由斯坦福大学开发。

## 二、风险

蒸馏是指让小模型模仿大模型的方法。它能节省电力。

## 三、训练

评估包括以下三个步骤：1）收集问题；2）邀请医生打分；3）统计分数。

## 四、数据

表 1：数据集一览

| 数据集 | 规模 | 数据来源 |
|---|---|---|
| CMedQA | 5.4万条 | 论坛 |
| HuatuoQA | 2600万条 | 百科 |
"""
DOCUMENTS = (
    document_of("tiny-2024", ENGLISH),
    document_of("tiny-zh-2024", CHINESE, ("zh",), "小模型综述"),
)


@dataclass(frozen=True)
class Tiny:
    """The parts of an assistant over the two texts."""

    store: SqliteStore
    retriever: HybridRetriever
    reader: EvidenceReader
    generator: ExtractiveGenerator

    def assistant(self, generator: Generator | None = None, judge: Judge | None = None) -> Assistant:
        """A pipeline that any confidence is enough for."""
        settings = Settings(home=Path("nowhere"), embedder="hashing", min_confidence=0.0)
        return Assistant(
            self.store,
            self.retriever,
            generator or self.generator,
            judge or RuledJudge(OverlapJudge()),
            settings,
            self.reader,
        )

    def query(self, question: str) -> Query:
        return self.retriever.analyse(question)

    def hits(self, question: str, count: int = 40) -> tuple[Hit, ...]:
        """Passages of every kind."""
        only = Filter(kinds=frozenset(BlockKind))
        return self.retriever.retrieve(self.query(question), "en", count, only)

    def units(self) -> tuple[Unit, ...]:
        """All units of both texts."""
        return self.reader.units(self.hits("model 模型"))

    def unit(self, text: str) -> Unit:
        """The one whose text has `text` in it."""
        [found] = [unit for unit in self.units() if text in unit.text]
        return found

    def block(self, text: str) -> Block:
        return self.unit(text).block

    def scores(self, question: str) -> list[Scored]:
        """All units as the generator's scorer ranks them for `question`, the first ones read again."""
        query, units = self.query(question), self.reader.units(self.hits(question))
        scored = self.generator.scorer.score(units, query, read_intent(question), language_of(question))
        return reread(scored, question, self.generator.answers, self.generator.scorer.tokens.parts)

    def scored(self, text: str, score: float = 1.0, **more: object) -> Scored:
        values = {"coverage": 1.0, "tokens": 1.0, "credits": (), "told": None, **more}
        return Scored(self.unit(text), score, **values)


def build_tiny(path: Path) -> Tiny:
    """Index the two texts at `path` and open them."""
    return _build(path, DOCUMENTS)


def build_tiny_of(path: Path, english: str, chinese: str) -> Tiny:
    """Index other texts, `text-0` and `text-1`, entitled by their first lines."""
    texts = ((english, ("en",)), (chinese, ("zh",)))
    return _build(
        path,
        tuple(
            document_of(f"text-{number}", text, languages, text.splitlines()[0].removeprefix("# "))
            for number, (text, languages) in enumerate(texts)
        ),
    )


def _build(path: Path, documents: tuple[Document, ...]) -> Tiny:
    structures = parse_corpus(documents)
    passages = [p for s, d in zip(structures, documents, strict=True) for p in make_passages(s, d)]
    embedder = HashingEmbedder()
    build_index(path, structures, link_twins(passages, structures), documents, embedder, "s")
    store = open_store(path)
    retriever = HybridRetriever(store, embedder, lambda _: ())
    reader = EvidenceReader(store)
    generator = ExtractiveGenerator(reader, embedder, retriever.terms, load_joint_reader())
    return Tiny(store, retriever, reader, generator)
