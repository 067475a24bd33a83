"""Every sentence of every generator is checked: supported ones stay, the others are rewritten once, and what
is still unsupported is dropped, or kept and marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Question, Sentence
from assistant.citing import Citer
from assistant.errors import JudgeError
from assistant.generation import Draft, DraftSentence, Generator, Repairer
from assistant.judging.protocol import THRESHOLD
from assistant.locating import Located, Locator
from indexing.passages import Hit

SEARCHED = 3
"""In how many passages support is looked for, for a sentence that cites none which supports it."""


@dataclass(frozen=True)
class Checked:
    """A draft sentence with the places that it rests on and how well they support it."""

    draft: DraftSentence
    support: float
    problem: str = ""

    @property
    def supported(self) -> bool:
        return self.support >= THRESHOLD


@dataclass(frozen=True)
class Verified:
    """What is left of a draft. `kept` are the drafts that the sentences were made of."""

    kept: tuple[DraftSentence, ...]
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Sentence, ...]
    repaired: int

    @property
    def failed(self) -> bool:
        """Whether nothing is left because the judge failed."""
        return not self.sentences and any(sentence.problem for sentence in self.dropped)


class Verifier:
    """Checks one draft after the other. Safe to share between threads."""

    def __init__(self, locator: Locator, keep_unsupported: bool = False) -> None:
        self.locator = locator
        self.keep_unsupported = keep_unsupported

    def verify(
        self, question: Question, draft: Draft, hits: Sequence[Hit], generator: Generator, citer: Citer
    ) -> Verified:
        """The sentences of `draft` that `hits` support, rewritten where that is needed and `generator` can.

        Raises GeneratorError when rewriting fails.
        """
        checked = [self._check(sentence, question, hits, citer) for sentence in draft.sentences]
        checked, repaired = self._repaired(question, checked, hits, generator, citer)
        checked = _with_leads(checked)
        shown = [c for c in checked if c.supported or self.keep_unsupported]
        return Verified(
            kept=tuple(c.draft for c in shown),
            sentences=tuple(_sentence(c, citer, question) for c in shown),
            citations=tuple(citer.citations),
            dropped=tuple(
                Sentence(c.draft.text, (), c.support, False, c.draft.bullet, question.language, c.problem)
                for c in checked
                if c not in shown
            ),
            repaired=repaired,
        )

    def _check(self, draft: DraftSentence, question: Question, hits: Sequence[Hit], citer: Citer) -> Checked:
        """A sentence with its support; a judge that fails makes it unsupported and says so."""
        try:
            if not draft.written:
                return Checked(draft, citer.support(draft))
            if draft.leads:
                return Checked(draft, 0.0)  # what it says is checked with its bullets
            return self._located(draft, question, hits, citer)
        except JudgeError as error:
            return Checked(draft, 0.0, error.message)

    def _located(
        self, draft: DraftSentence, question: Question, hits: Sequence[Hit], citer: Citer
    ) -> Checked:
        """The draft with the places in its passages, or else in others, that support it."""
        claim = draft.claim or draft.text
        if self.locator.denied(claim, draft.cited, question.only):
            return Checked(draft, 0.0)
        found = [
            located for hit in draft.cited if (located := self.locator.locate(claim, hit, question.only))
        ]
        supporting = [located for located in found if located.support >= THRESHOLD]
        if not supporting and len(found) > 1:
            support = self.locator.judge.support(claim, " ".join(located.unit.text for located in found))
            if support >= THRESHOLD:
                supporting = [replace(located, support=support) for located in found]
        if not supporting:
            supporting = self._elsewhere(claim, draft.cited, question, hits)
        chosen = supporting or found
        checked = replace(draft, sources=tuple(located.unit for located in chosen))
        if citer.judge is not self.locator.judge:
            return Checked(checked, citer.support(checked))
        return Checked(checked, max((located.support for located in chosen), default=0.0))

    def _elsewhere(
        self, claim: str, cited: Sequence[Hit], question: Question, hits: Sequence[Hit]
    ) -> list[Located]:
        """A place that supports the claim in passages that it doesn't cite, if there is one."""
        known = {hit.passage.id for hit in cited}
        others = [hit for hit in hits if hit.passage.id not in known]
        ranked = self.locator.ranked(claim, others, question.only)
        likely = list({unit.hit.passage.id: unit.hit for unit in ranked}.values())[:SEARCHED]
        for hit in likely:
            located = self.locator.locate(claim, hit, question.only)
            if located and located.support >= THRESHOLD:
                return [located]
        return []

    def _repaired(
        self,
        question: Question,
        checked: list[Checked],
        hits: Sequence[Hit],
        generator: Generator,
        citer: Citer,
    ) -> tuple[list[Checked], int]:
        """One round of rewriting for what is not supported; a rewrite that is no better changes nothing."""
        failing = [
            n for n, c in enumerate(checked) if not c.supported and not c.problem and not c.draft.leads
        ]
        if not failing or not isinstance(generator, Repairer):
            return checked, 0
        asked = [replace(checked[n].draft, sources=()) for n in failing]
        told = {_bare(c.draft.text) for c in checked if c.supported}
        repaired = 0
        for n, rewritten in zip(failing, generator.repair(question, asked, hits), strict=True):
            if rewritten is None or _bare(rewritten.text) in told:
                continue
            again = self._check(rewritten, question, hits, citer)
            if again.supported:
                checked[n] = again
                told.add(_bare(rewritten.text))
                repaired += 1
        return checked, repaired


def _with_leads(checked: list[Checked]) -> list[Checked]:
    """Lines that lead bullets in rest on what their supported bullets rest on, and go when all of them do."""
    result = list(checked)
    for n, lead in enumerate(checked):
        if lead.draft.leads:
            bullets = []
            for follower in checked[n + 1 :]:
                if not follower.draft.bullet:
                    break
                bullets.append(follower)
            sound = [c for c in bullets if c.supported]
            sources = tuple(unit for c in sound for unit in c.draft.sources)
            support = min((c.support for c in sound), default=0.0)
            result[n] = replace(lead, draft=replace(lead.draft, sources=sources), support=support)
    return result


def _sentence(checked: Checked, citer: Citer, question: Question) -> Sentence:
    sentence = citer.sentence(checked.draft, checked.support, question.language)
    return replace(sentence, problem=checked.problem)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
