"""This assistant, with any generator, embedder and judge, as a system whose answers are measured."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace

import assistant
import corpus
import indexing
from assistant.answer import Answer
from assistant.cli.jsonout import answer_json, answer_text
from assistant.cli.sources import Sources
from assistant.library import Library, open_library
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import Settings
from assistant.turns import Turn
from corpus import Document
from eval.questions import EvalQuestion
from eval.replies import Json
from eval.robustness.tampering import TamperedStore, planted_document
from eval.robustness.world import PLANTED, STRANGERS, UNCHANGED, World
from eval.running.identity import code_hash
from eval.systems.registry import OURS


class Ours:
    """The assistant as users have it; follow-ups are asked after the questions before them."""

    name = OURS

    def __init__(self, library: Library, settings: Settings) -> None:
        self._store = TamperedStore(library.store)
        self._assistant = Assistant.over(replace(library, store=self._store), settings)
        self._sources = Sources(library.store)

    @classmethod
    def open(cls, settings: Settings) -> "Ours":
        """With the index that the settings name, built first where there is none. Raises MedfmError."""
        return cls(open_library(settings), settings)

    @property
    def identity(self) -> Mapping[str, str]:
        ours = self._assistant
        return {
            "settings": ours.settings.hash,
            "index": ours.store.fingerprint,
            "generator": ours.generator.name,
            "judge": ours.judge.name,
            "code": code_hash(corpus, indexing, assistant),
        }

    @property
    def sources(self) -> Mapping[str, Document]:
        return self._sources.documents

    def answer(self, question: EvalQuestion, world: World = UNCHANGED) -> Json:
        """The answer in the world as it is shown; the questions before a follow-up are asked there too."""
        with self._changed(world):
            turns = self._turns(question)
            asked = make_question(question.question, question.language, self._assistant.settings.k)
            answer = self._assistant.ask(asked, turns)
            told = answer_json(answer, self._sources)
            told["forced"] = answer_text(self._forced(answer, turns))
        return told

    @contextmanager
    def _changed(self, world: World) -> Iterator[None]:
        documents = self._assistant.reader.documents
        strangers = [
            hit.passage
            for other in world.others
            for hit in self._assistant.search(make_question(other, count=STRANGERS))
        ]
        if world.planted:
            documents[PLANTED] = planted_document(world.planted, next(iter(documents.values())))
        self._store.change(world, strangers)
        try:
            yield
        finally:
            self._store.restore()
            documents.pop(PLANTED, None)

    def _turns(self, question: EvalQuestion) -> tuple[Turn, ...]:
        turns: tuple[Turn, ...] = ()
        for text in question.history:
            asked = make_question(text, count=self._assistant.settings.k)
            turns = (*turns, Turn(asked, self._assistant.ask(asked, turns)))
        return turns

    def _forced(self, answer: Answer, turns: tuple[Turn, ...]) -> Answer:
        """What the generator would have said without the threshold under which it may not. A language model
        refuses in its own words, and has nothing else to say."""
        if not answer.abstained or not answer.confidence:
            return answer
        lenient = copy(self._assistant)
        lenient.settings = replace(lenient.settings, min_confidence=0.0)
        return lenient.ask(answer.question, turns)
