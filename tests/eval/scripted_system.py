"""A system that answers by a script and counts what it was asked; it fails where it is told to."""

from collections.abc import Collection, Mapping

from replying import SOURCES

from corpus import Document
from eval.errors import EvalError
from eval.questions import EvalQuestion
from eval.replies import Json
from eval.robustness.world import UNCHANGED, World


class Scripted:
    """Answers every question that has gold with its first quote, cited, and refuses others."""

    name = "scripted"

    def __init__(self, version: str = "1", failing: Collection[str] = (), stopping: str = "") -> None:
        self.version = version
        self.failing = failing
        self.stopping = stopping
        self.asked: list[str] = []

    @property
    def identity(self) -> Mapping[str, str]:
        return {"version": self.version}

    @property
    def sources(self) -> Mapping[str, Document]:
        return SOURCES

    def answer(self, question: EvalQuestion, world: World = UNCHANGED) -> Json:
        if question.id == self.stopping:
            raise KeyboardInterrupt
        self.asked.append(question.id)
        if question.id in self.failing:
            raise EvalError("The server is gone.", "Start it.")
        quotes = [group[0] for group in question.gold if not world.hides(group[0].document, [group[0].span])]
        places = [
            {
                "document": quote.document,
                "section": ["<b>1</b>"],
                "kind": "paragraph",
                "spans": [list(quote.span)],
                "start": quote.span.start,
                "end": quote.span.end,
            }
            for quote in quotes
        ]
        said = world.planted or " ".join(quote.quote for quote in quotes)
        return {
            "language": question.language,
            "answer": said or "The surveys don't say.",
            "abstained": not said,
            "sentences": [{"text": said, "citations": [1], "support": 1.0}] if said else [],
            "citations": [
                {"n": n, "quote": q.quote, **place}
                for n, (q, place) in enumerate(zip(quotes, places, strict=True), 1)
            ],
            "passages": [
                {"text": q.quote, "cells": None, **place} for q, place in zip(quotes, places, strict=True)
            ],
            "conflicts": [],
            "confidence": 0.9 if said else 0.1,
            "forced": said,
            "timings_ms": {"total": 12.5},
        }
