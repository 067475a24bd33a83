"""Answers and hits as JSON. Fields may be added, never renamed: others read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Conflict, Question, Sentence
from corpus import Span
from indexing.passages import Hit

if TYPE_CHECKING:
    from assistant.cli.sources import Sources

_DECIMALS = 6
Json = dict[str, Any]


def answer_json(answer: Answer, sources: Sources) -> Json:
    """An answer as `ask --json` gives it; `sources` are those of the index."""
    return {
        "id": answer.question.id,
        "question": answer.question.original or answer.question.text,
        "standalone": answer.question.text if answer.question.original else None,
        "language": answer.question.language,
        "answer": answer_text(answer),
        "abstained": answer.abstained,
        "reason": answer.reason,
        "message": answer.message,
        "confidence": round(answer.confidence, _DECIMALS),
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [_citation(citation, sources) for citation in answer.citations],
        "passages": hits_json(answer.hits, sources),
        "conflicts": [_conflict(conflict) for conflict in answer.conflicts],
        "generator": answer.generator,
        "judge": answer.judge,
        "embedder": answer.embedder,
        "settings": answer.settings,
        "index": answer.index,
        "dropped": [_sentence(sentence) for sentence in answer.dropped],
        "thinking": answer.thinking,
        "prompts": answer.prompts,
        "ignored_markers": answer.ignored_markers,
        "left_out": answer.left_out,
        "repaired": answer.repaired,
        "share_supported": answer.share_supported,
        "notes": list(answer.notes),
        "timings_ms": {
            "retrieve": round(answer.timings.retrieve, 2),
            "compose": round(answer.timings.compose, 2),
            "verify": round(answer.timings.verify, 2),
            "total": round(answer.timings.total, 2),
        },
    }


def answer_text(answer: Answer) -> str:
    """The answer as one text with `[n]` after each sentence; bullets stand on lines of their own.

    When the assistant abstained, its message.
    """
    if not answer.sentences:
        return answer.message
    lines: list[str] = []
    for sentence in answer.sentences:
        marked = f"{sentence.text} {marks(sentence.citations)}".rstrip()
        if sentence.bullet:
            lines.append(f"- {marked}")
        elif lines and not lines[-1].startswith("- "):
            lines[-1] += f" {marked}"
        else:
            lines.append(marked)
    return "\n".join(lines)


def marks(numbers: Iterable[int]) -> str:
    """`[1] [2]`."""
    return " ".join(f"[{number}]" for number in numbers)


def search_json(question: Question, hits: Sequence[Hit], sources: Sources) -> Json:
    """What `search --json` gives."""
    return {
        "id": question.id,
        "question": question.text,
        "language": question.language,
        "passages": hits_json(hits, sources),
    }


def hits_json(hits: Iterable[Hit], sources: Sources) -> list[Json]:
    """Passages with their scores and ranks, best first."""
    return [_hit(hit, sources) for hit in hits]


def bounds(spans: Sequence[Span]) -> Json:
    """`start` and `end` from the first span to the last, and the spans themselves."""
    return {
        "start": min(span.start for span in spans),
        "end": max(span.end for span in spans),
        "spans": [list(span) for span in spans],
    }


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": round(sentence.support, _DECIMALS),
        "supported": sentence.supported,
        "bullet": sentence.bullet,
        "language": sentence.language,
        "problem": sentence.problem,
    }


def _citation(citation: Citation, sources: Sources) -> Json:
    document = sources.documents.get(citation.document)
    return {
        "n": citation.n,
        "document": citation.document,
        "source_file": citation.source_file,
        "title": citation.title,
        "short": document.short_citation if document else citation.document,
        "section": list(citation.section),
        "kind": citation.kind.value,
        "table": citation.table,
        **bounds(citation.spans),
        "quote": citation.quote,
        "references": [{"n": entry.number, "text": entry.text} for entry in citation.references],
        "also_in": list(citation.also_in),
    }


def _conflict(conflict: Conflict) -> Json:
    sides = [
        {"value": side.value, "citations": list(side.citations), "translation": side.translation}
        for side in conflict.sides
    ]
    return {"about": conflict.about, "sides": sides}


def _hit(hit: Hit, sources: Sources) -> Json:
    passage = hit.passage
    document = sources.documents.get(passage.document)
    return {
        "id": passage.id,
        "document": passage.document,
        "source_file": document.file if document else None,
        "section": list(passage.section),
        "kind": passage.kind.value,
        "language": passage.language,
        "table": sources.labels.get(passage.table or ""),
        "table_id": passage.table,
        **bounds(passage.spans),
        "text": passage.text,
        "cells": dict(passage.cells) if passage.cells else None,
        "context": passage.context,
        "score": round(hit.score, _DECIMALS),
        "ranks": dict(hit.ranks),
        "also_in": list(hit.also_in),
    }
