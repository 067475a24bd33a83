"""XQuAD (Artetxe et al. 2020) as an index: 240 paragraphs and 1,190 questions, the same in both languages.

All paragraphs are searched for every question, but figures are given apart for the questions of the first
half of them, on which settings of the encoder may be chosen, and of the second, on which they may not.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.library import Library
from corpus import Document, Span
from eval.crosslanguage.scorers import BM25, DENSE, FUSED, NAMES, Collection, Ranking, rankers
from indexing.blocks import BlockKind, Language
from indexing.build import build_index
from indexing.glossary import Glossary
from indexing.passages import Passage
from indexing.retrieval import HybridRetriever
from indexing.store.sqlite import open_store
from indexing.training.evaluate import DIRECTIONS, Embeds, Side
from indexing.translation import Translator

Table = dict[str, dict[tuple[str, str], tuple[float, float]]]
"""Recall@1 and @5 by system and direction (question's language, passage's)."""
DEVELOPMENT, HELD_OUT, ALL = "development half", "held-out half", "all"
PARTS = (DEVELOPMENT, HELD_OUT, ALL)


def as_document(language: Language, side: Side) -> tuple[Document, tuple[Passage, ...]]:
    """The paragraphs as one text, and each as a passage of one window."""
    text = "\n\n".join(side.paragraphs)
    passages, start = [], 0
    for number, paragraph in enumerate(side.paragraphs):
        passages.append(
            Passage(
                id=f"xquad-{language}/{number:03}",
                document=f"xquad-{language}",
                section=(),
                kind=BlockKind.PARAGRAPH,
                language=language,
                spans=(Span(start, start + len(paragraph)),),
                text=paragraph,
                reading=paragraph,
                context="",
                blocks=(),
                windows=(paragraph,),
            )
        )
        start += len(paragraph) + 2
    document = Document(
        id=f"xquad-{language}",
        title="XQuAD",
        authors=("M. Artetxe",),
        year=2020,
        languages=(language,),
        file=f"xquad.{language}.json.gz",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source="",
        rights="CC BY-SA 4.0",
        text=text,
    )
    return document, tuple(passages)


def measure_xquad(
    english: Side, chinese: Side, library: Library, others: Mapping[str, Embeds], folder: Path
) -> dict[str, Table]:
    """By part of the questions, every system in all four directions, with the library's models; the index
    is built in `folder`."""
    sides: dict[Language, Side] = {"en": english, "zh": chinese}
    made = {language: as_document(language, side) for language, side in sides.items()}
    documents = tuple(document for document, _ in made.values())
    passages = tuple(passage for _, own in made.values() for passage in own)
    build_index(folder, (), passages, documents, library.embedder, "xquad")
    found: dict[str, Table] = {part: {} for part in PARTS}
    with open_store(folder) as store:
        translator = Translator(Glossary(store.glossary()), store.vocabulary(), library.words)
        retriever = HybridRetriever(store, library.embedder, translator.occurrences)
        for language, (_, own) in made.items():
            for name, ranker in rankers(Collection(own, language), retriever, others).items():
                for asked, side in sides.items():
                    ranking = ranker(side.questions)
                    for part, chosen in parts(side).items():
                        figures = (_recall(ranking, side, chosen, 1), _recall(ranking, side, chosen, 5))
                        found[part].setdefault(name, {})[asked, language] = figures
    return found


def parts(side: Side) -> dict[str, NDArray[np.bool_]]:
    """Which questions each of PARTS has, shape (questions,)."""
    first = side.gold < len(side.paragraphs) // 2
    return {DEVELOPMENT: first, HELD_OUT: ~first, ALL: np.ones_like(first)}


def _recall(ranking: Ranking, side: Side, chosen: NDArray[np.bool_], depth: int) -> float:
    return float(np.mean(np.any(ranking[chosen, :depth] == side.gold[chosen, None], axis=1)))


def xquad_table(found: Table, part: str) -> str:
    """The figures as Markdown, and whether the fused retriever is as good as the better side everywhere."""
    lines = [f"| XQuAD ({part}), recall@1 (@5) | " + " | ".join(f"{a} → {b}" for a, b in DIRECTIONS) + " |"]
    lines.append("|---" * (len(DIRECTIONS) + 1) + "|")
    for name in NAMES:
        if name in found:
            cells = [f"{found[name][way][0]:.3f} ({found[name][way][1]:.3f})" for way in DIRECTIONS]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    short = [
        f"{a} → {b}"
        for a, b in DIRECTIONS
        if found[FUSED][a, b][0] < max(found[DENSE][a, b][0], found[BM25][a, b][0])
    ]
    lines.append("")
    lines.append(
        f"The fused retriever is behind its better side in {', '.join(short)}."
        if short
        else "The fused retriever is at least as good as its better side in all four."
    )
    return "\n".join(lines)
