"""Rivals with the top-sentence reader: what they retrieve becomes a cited answer or a refusal."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import eval.systems
from assistant.messages import NOT_IN_TEXTS, refusal
from corpus import Document
from eval.questions import EvalQuestion, load_questions
from eval.replies import Json
from eval.robustness.world import PLANTED, STRANGERS, UNCHANGED, World
from eval.running.identity import code_hash
from eval.systems.protocol import Found, System
from eval.systems.reader import Choice, Reader, best_threshold, load_threshold, save_threshold
from eval.systems.vectors import SentenceVectors

READER = "top sentences"
_MORE = 40
"""Passages looked through where some are hidden."""


class Reading:
    """A retrieving system and the reader. It cites the whole passage that a sentence stands in, for that is
    what such systems give as their source."""

    def __init__(self, system: System, folder: Path, documents: Sequence[Document]) -> None:
        self._system = system
        self._folder = folder
        self._documents = {document.id: document for document in documents}
        self._reader = Reader(documents, SentenceVectors(folder.parent))
        self._threshold = 0.0

    @classmethod
    def open(cls, system: System, folder: Path, documents: Sequence[Document]) -> "Reading":
        """With its index in `folder`, built first where there is none, and the threshold fitted."""
        made = cls(system, folder, documents)
        threshold = load_threshold(folder)
        if threshold is None:
            folder.mkdir(parents=True, exist_ok=True)
            system.build(documents)
            threshold = made.fit()
            save_threshold(threshold, folder)
        made._threshold = threshold
        return made

    @property
    def name(self) -> str:
        return self._system.name

    @property
    def identity(self) -> Mapping[str, str]:
        texts = "".join(document.sha256 for document in self._documents.values())
        return {
            "reader": READER,
            "threshold": f"{self._threshold:.6f}",
            "k": str(self._system.default_k),
            "code": code_hash(eval.systems),
            "texts": hashlib.sha256(texts.encode()).hexdigest()[:12],
        }

    @property
    def sources(self) -> Mapping[str, Document]:
        return self._documents

    def fit(self) -> float:
        """The threshold that does best on the development questions."""
        questions = load_questions("dev")
        best = [self._choices(q, self._passages(q, UNCHANGED)) for q in questions]
        scores = [choices[0].score if choices else 0.0 for choices in best]
        return best_threshold(scores, [question.answerable for question in questions])

    def answer(self, question: EvalQuestion, world: World = UNCHANGED) -> Json:
        passages = self._passages(question, world)
        choices = self._choices(question, passages)
        confidence = choices[0].score if choices else 0.0
        abstained = not choices or confidence < self._threshold
        said = " ".join(choice.text for choice in choices)
        message = refusal(NOT_IN_TEXTS, question.language) if abstained else ""
        places = sorted({choice.passage for choice in choices}) if not abstained else []
        return {
            "id": question.id,
            "question": question.question,
            "language": question.language,
            "answer": message or said,
            "abstained": abstained,
            "reason": NOT_IN_TEXTS if abstained else None,
            "message": message,
            "sentences": [] if abstained else [_sentence(choice, places) for choice in choices],
            "citations": [self._citation(n, passages[place]) for n, place in enumerate(places, 1)],
            "passages": [self._passage(passage) for passage in passages],
            "conflicts": [],
            "generator": READER,
            "confidence": confidence,
            "forced": said,
        }

    def _passages(self, question: EvalQuestion, world: World) -> list[Found]:
        count = self._system.default_k
        found = self._system.search(_asked(question), _MORE if world.hidden else count)
        kept = [passage for passage in found if not world.hides(passage.document, passage.spans)]
        put_in = [Found(PLANTED, (), world.planted)] if world.planted else []
        for other in world.others:
            strangers = self._system.search(other, STRANGERS)
            put_in += [p for p in strangers if not world.hides(p.document, p.spans)]
        return [*put_in, *kept[:count]]

    def _choices(self, question: EvalQuestion, passages: Sequence[Found]) -> list[Choice]:
        return self._reader.choose(_asked(question), passages)

    def _citation(self, n: int, passage: Found) -> Json:
        return {"n": n, "quote": self._reader.text(passage), "references": [], **self._place(passage)}

    def _passage(self, passage: Found) -> Json:
        text = self._reader.text(passage)
        return {"text": text, "cells": None, "score": None, "ranks": {}, **self._place(passage)}

    def _place(self, passage: Found) -> Json:
        document = self._documents.get(passage.document)
        return {
            "document": passage.document,
            "source_file": document.file if document else None,
            "title": document.title if document else passage.document,
            "section": [],
            "kind": "paragraph",
            "start": passage.spans[0].start if passage.spans else 0,
            "end": passage.spans[-1].end if passage.spans else 0,
            "spans": [list(span) for span in passage.spans],
        }


def _asked(question: EvalQuestion) -> str:
    """A follow-up with the questions before it: such systems have no other way to know what is meant."""
    return " ".join([*question.history, question.question])


def _sentence(choice: Choice, places: Sequence[int]) -> Json:
    return {
        "text": choice.text,
        "citations": [places.index(choice.passage) + 1],
        "support": None,
        "supported": None,
    }
