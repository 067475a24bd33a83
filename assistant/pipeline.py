"""The one pipeline: retrieve, compose, verify. Command line, HTTP, MCP, UI and evaluation all call it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from time import perf_counter
from typing import cast

from assistant.answer import Answer, Question, Timings
from assistant.citing import Citer
from assistant.clauses import clauses
from assistant.conflicts import ConflictFinder
from assistant.errors import GeneratorError
from assistant.events import Event, Retrieved, Settled
from assistant.evidence import EvidenceReader
from assistant.extractive.generator import ExtractiveGenerator
from assistant.extractive.unittokens import UnitTokens
from assistant.generation import Draft, Generator
from assistant.generators.loading import load_generator, model_or_error
from assistant.generators.protocol import ChatModel, chat_of
from assistant.intent import read_intent, subject
from assistant.joint import load_joint_reader
from assistant.judging import BUILT_IN, LLM, Judge, load_judge
from assistant.library import Library, open_library
from assistant.locating import Locator
from assistant.messages import NOT_IN_TEXTS, UNCHECKED, refusal
from assistant.scope import in_scope
from assistant.settings import Settings
from assistant.turns import Rewriter, Turn, stand_alone
from assistant.turns.rewriting import llm_rewriter
from assistant.verification import Verifier
from indexing.blocks import BlockKind
from indexing.build import Progress
from indexing.glossary import Glossary
from indexing.passages import Filter, Hit
from indexing.query import Query
from indexing.reranking import CrossEncoderReranker
from indexing.retrieval import ALWAYS, HybridRetriever
from indexing.store.protocol import Store

UNTIMED = Timings()
UNWRITTEN = Draft((), 0.0)
ENTRIES, BEFORE_ENTRIES = 3, 2
"""How many entries of the bibliography a question about papers brings in, after how many passages."""
OF_EACH_PART = 1
"""How many passages each part of a question brings in."""


class Assistant:
    """Answers questions about the texts of one index. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        retriever: HybridRetriever,
        generator: Generator,
        judge: Judge,
        settings: Settings,
        reader: EvidenceReader,
        model: ChatModel | None = None,
    ) -> None:
        """`model` is the language model that `generator` asks, if any; it rewrites follow-ups too."""
        self.store = store
        self.retriever = retriever
        self.generator = generator
        self.judge = judge
        self.settings = settings
        self.reader = reader
        self.model = model

    @classmethod
    def open(
        cls, settings: Settings, progress: Progress | None = None, loading: Progress | None = None
    ) -> "Assistant":
        """Open the index of `settings`, building it first where there is none; `progress` tells of that,
        `loading` of a language model's weights.

        Raises MedfmError when the index can't be opened or built, or a model can't be loaded.
        """
        # The models before the index, as building it takes its time.
        found = model_or_error(settings, loading)
        judge = _judge(settings, found)
        return cls.over(open_library(settings, progress), settings, judge, found)

    @classmethod
    def over(
        cls,
        library: Library,
        settings: Settings,
        judge: Judge | None = None,
        model: ChatModel | GeneratorError | None = None,
    ) -> "Assistant":
        """The assistant over an open library; `judge` and `model` are by default those of the settings.

        Raises MedfmError when a model can't be loaded.
        """
        found = model_or_error(settings) if model is None else model
        reranker = CrossEncoderReranker(settings.reranker) if settings.reranker else None
        retriever = HybridRetriever(library.store, library.embedder, library.translator.occurrences, reranker)
        reader = EvidenceReader(library.store)
        extractive = ExtractiveGenerator(reader, library.words, retriever.terms, load_joint_reader())
        return cls(
            library.store,
            retriever,
            load_generator(settings, extractive, reader, found),
            judge or _judge(settings, found),
            settings,
            reader,
            None if isinstance(found, GeneratorError) else found,
        )

    def search(self, question: Question) -> tuple[Hit, ...]:
        """The passages that bear on `question`, best first."""
        return self._retrieve(question, self.retriever.analyse(question.text))

    def ask(self, question: Question, turns: Sequence[Turn] = ()) -> Answer:
        """Answer `question`, or abstain and say why; `turns` are what was said before, the latest last."""
        *_, settled = self.stream(question, turns)
        return cast(Settled, settled).answer

    def stream(self, question: Question, turns: Sequence[Turn] = ()) -> Iterator[Event]:
        """Answer as `ask` does, and tell of it on the way: what was found, the text as it is written and not
        yet checked, at last the checked answer. Raises MedfmError."""
        started = perf_counter()
        refused = in_scope(question.text).refusal
        question = self._standing(question, turns) if refused is None else question
        scope = in_scope(question.text)
        if scope.refusal is not None:
            yield Settled(self._abstained(question, scope.refusal, (), Timings(total=_since(started))))
            return
        query = self.retriever.analyse(scope.text)
        hits = self._retrieve(question, query)
        yield Retrieved(hits, question)
        retrieved = perf_counter()
        draft = UNWRITTEN
        for item in self.generator.stream(question, query, hits):
            if isinstance(item, Draft):
                draft = item
            else:
                yield item
        hits = self._with_cited(hits, draft)
        composed = perf_counter()
        answer = self._verified(question, draft, hits)
        timings = Timings(
            retrieve=(retrieved - started) * 1000,
            compose=(composed - retrieved) * 1000,
            verify=_since(composed),
            total=_since(started),
        )
        yield Settled(replace(answer, timings=timings, confidence=draft.confidence))

    @cached_property
    def _conflicts(self) -> ConflictFinder:
        return ConflictFinder(self.reader)

    @cached_property
    def _glossary(self) -> Glossary:
        return Glossary(self.store.glossary())

    @property
    def _rewriter(self) -> Rewriter | None:
        return llm_rewriter(self.model) if self.model else None

    def _standing(self, question: Question, turns: Sequence[Turn]) -> Question:
        """The question itself, or what a follow-up asks when it stands alone."""
        if not turns:
            return question
        terms = self._glossary.occurrences
        try:
            text = stand_alone(question.text, turns, terms, self._rewriter)
        except GeneratorError:
            if not self.settings.fallback:
                raise
            text = stand_alone(question.text, turns, terms)
        return question if text == question.text else replace(question, text=text, original=question.text)

    def _retrieve(self, question: Question, query: Query) -> tuple[Hit, ...]:
        """Bibliographies and front matter are searched only when the question is about them."""
        only = question.only
        intent = read_intent(query.text)
        if not only.kinds:
            only = replace(only, kinds=ALWAYS | ({BlockKind.FRONT_MATTER} if intent.authorship else set()))
        hits = self.retriever.retrieve(query, question.language, question.count, only)
        hits = self._with_parts(hits, query, question, only)
        if intent.bibliography and not question.only.kinds:
            entries = replace(only, kinds=frozenset({BlockKind.REFERENCE}))
            about = self.retriever.analyse(subject(query.text))
            found = self.retriever.retrieve(about, question.language, ENTRIES, entries)
            hits = (*hits[:BEFORE_ENTRIES], *found, *hits[BEFORE_ENTRIES:])[: question.count]
        return hits

    def _with_parts(
        self, hits: tuple[Hit, ...], query: Query, question: Question, only: Filter
    ) -> tuple[Hit, ...]:
        """The hits, the last ones in favour of the best of each part of a compound question."""
        known = {hit.passage.id for hit in hits}
        added: dict[str, Hit] = {}
        for part in clauses(query.text):
            asked = self.retriever.analyse(part)
            for hit in self.retriever.retrieve(asked, question.language, OF_EACH_PART, only):
                if hit.passage.id not in known:
                    added.setdefault(hit.passage.id, hit)
        room = max(len(hits) // 2, len(hits) - len(added))
        return (*hits[:room], *list(added.values())[: question.count - room])

    def _with_cited(self, hits: tuple[Hit, ...], draft: Draft) -> tuple[Hit, ...]:
        """The hits with the passages of entries that were looked up: what is cited is among what was read."""
        read = {block for hit in hits for block in hit.passage.blocks}
        added: dict[str, Hit] = {}
        for unit in (unit for sentence in draft.sentences for unit in sentence.sources):
            if unit.block.kind is BlockKind.REFERENCE and unit.block.id not in read:
                only = Filter(frozenset({unit.document}), frozenset({BlockKind.REFERENCE}))
                # An entry is what its own words find best.
                found = self.store.match(sorted(unit.terms), 1, only)
                for passage in self.store.passages([id for id, _ in found]):
                    if unit.block.id in passage.blocks:
                        added[passage.id] = Hit(passage, unit.hit.score)
        kept = hits[: max(BEFORE_ENTRIES, len(hits) - len(added))]
        return (*kept[:BEFORE_ENTRIES], *added.values(), *kept[BEFORE_ENTRIES:])[: len(hits)]

    def _verified(self, question: Question, draft: Draft, hits: tuple[Hit, ...]) -> Answer:
        answer = self._abstained(question, NOT_IN_TEXTS, hits, draft=draft)
        if draft.confidence < self.settings.min_confidence:
            return answer
        citer = Citer(self.reader, self.judge)
        found = self._verifier().verify(question, draft, hits, self.generator, citer)
        answer = replace(answer, dropped=found.dropped, repaired=found.repaired)
        if found.failed:
            return replace(answer, reason=UNCHECKED, message=refusal(UNCHECKED, question.language))
        if not found.sentences:
            return answer
        return replace(
            answer,
            sentences=found.sentences,
            conflicts=self._conflicts.find(question.text, found.kept, question.only, citer.number),
            citations=tuple(citer.citations),
            abstained=False,
            reason=None,
            message="",
        )

    def _verifier(self) -> Verifier:
        # An LLM is too slow to look for the place of a sentence as well as to judge it there.
        finder = (
            load_judge(replace(self.settings, judge=BUILT_IN)) if self.settings.judge == LLM else self.judge
        )
        return Verifier(Locator(self.reader, UnitTokens(self.store), finder), self.settings.keep_unsupported)

    def _abstained(
        self,
        question: Question,
        reason: str,
        hits: tuple[Hit, ...],
        timings: Timings = UNTIMED,
        draft: Draft = UNWRITTEN,
    ) -> Answer:
        return Answer(
            question=question,
            sentences=(),
            citations=(),
            hits=hits,
            abstained=True,
            reason=reason,
            message=refusal(reason, question.language),
            generator=draft.generator or self.generator.name,
            judge=self.judge.name,
            embedder=self.store.embedder,
            settings=self.settings.hash,
            index=self.store.fingerprint,
            timings=timings,
            thinking=draft.thinking,
            prompts=draft.prompts,
            ignored_markers=draft.ignored_markers,
            left_out=draft.left_out,
            notes=draft.notes,
        )


def _judge(settings: Settings, model: ChatModel | GeneratorError | None) -> Judge:
    usable = None if isinstance(model, GeneratorError) else model
    return load_judge(settings, chat_of(usable) if usable else None)


def _since(start: float) -> float:
    return (perf_counter() - start) * 1000
