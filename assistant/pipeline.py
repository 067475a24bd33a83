"""The one pipeline: retrieve, compose, verify. Command line, HTTP, MCP, UI and evaluation all call it."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from assistant.answer import Answer, Question, Timings
from assistant.citing import Citer
from assistant.evidence import EvidenceReader
from assistant.extractive.generator import ExtractiveGenerator
from assistant.generation import Draft, Generator
from assistant.judge import Judge, RuleJudge
from assistant.library import open_library
from assistant.messages import NOT_IN_TEXTS, refusal
from assistant.scope import in_scope
from assistant.settings import Settings
from indexing.passages import Hit
from indexing.retrieval import HybridRetriever
from indexing.store.protocol import Store

Progress = Callable[[str, int, int], None]


class Assistant:
    """Answers questions about the texts of one index. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        retriever: HybridRetriever,
        generator: Generator,
        judge: Judge,
        settings: Settings,
    ) -> None:
        self.store = store
        self.retriever = retriever
        self.generator = generator
        self.judge = judge
        self.settings = settings
        self.reader = EvidenceReader(store)

    @classmethod
    def open(cls, settings: Settings, progress: Progress | None = None) -> "Assistant":
        """Open the index of `settings`, building it first where there is none.

        Raises MedfmError when the index can't be opened or built, or a model can't be loaded.
        """
        store, embedder, glossary = open_library(settings, progress)
        retriever = HybridRetriever(store, embedder, glossary.translations)
        generator = ExtractiveGenerator(EvidenceReader(store), embedder)
        return cls(store, retriever, generator, RuleJudge(), settings)

    def search(self, question: Question) -> tuple[Hit, ...]:
        """The passages that bear on `question`, best first."""
        query = self.retriever.analyse(question.text)
        return self.retriever.retrieve(query, question.language, question.count, question.only)

    def ask(self, question: Question) -> Answer:
        """Answer `question`, or abstain and say why."""
        started = perf_counter()
        scope = in_scope(question.text)
        if scope.refusal is not None:
            return self._abstained(question, scope.refusal, (), Timings(total=_since(started)))
        query = self.retriever.analyse(scope.text)
        hits = self.retriever.retrieve(query, question.language, question.count, question.only)
        retrieved = perf_counter()
        draft = self.generator.compose(question, query, hits)
        composed = perf_counter()
        answer = self._verified(question, draft, hits)
        timings = Timings(
            retrieve=(retrieved - started) * 1000,
            compose=(composed - retrieved) * 1000,
            verify=_since(composed),
            total=_since(started),
        )
        return replace(answer, timings=timings)

    def _verified(self, question: Question, draft: Draft, hits: tuple[Hit, ...]) -> Answer:
        if draft.confidence < self.settings.min_confidence:
            return self._abstained(question, NOT_IN_TEXTS, hits)
        citer = Citer(self.reader, self.judge)
        sentences = tuple(s for s in citer.sentences(draft.sentences) if s.supported)
        if not sentences:
            return self._abstained(question, NOT_IN_TEXTS, hits)
        return replace(
            self._abstained(question, NOT_IN_TEXTS, hits),
            sentences=sentences,
            citations=tuple(citer.citations),
            abstained=False,
            reason=None,
            message="",
        )

    def _abstained(
        self, question: Question, reason: str, hits: tuple[Hit, ...], timings: Timings = Timings()
    ) -> Answer:
        return Answer(
            question=question,
            sentences=(),
            citations=(),
            hits=hits,
            abstained=True,
            reason=reason,
            message=refusal(reason, question.language),
            generator=self.generator.name,
            judge=self.judge.name,
            embedder=self.store.embedder,
            settings=self.settings.hash,
            index=self.store.fingerprint,
            timings=timings,
        )


def _since(start: float) -> float:
    return (perf_counter() - start) * 1000
