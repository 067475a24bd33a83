"""What the reader learns from: two texts, and whether the second answers or supports the first."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Question
from assistant.evidence import Unit
from assistant.extractive.generator import ExtractiveGenerator
from assistant.extractive.scoring import Scored
from assistant.intent import read_intent
from assistant.joint.training.excerpts import Excerpt
from assistant.joint.training.written import (
    GeneralSource,
    Place,
    WebSource,
    WrittenClaim,
    WrittenQuestion,
    WrittenTranslation,
    digest,
)
from assistant.judging.parts import best_part, unmarked
from assistant.judging.training.labelled import Labelled, is_test
from assistant.pipeline import Assistant
from assistant.rules import violations
from corpus import Document, Span
from indexing.analysis import is_chinese
from indexing.blocks import Block, BlockKind, Language, Structure
from indexing.chunking import row_reading, windows_of
from indexing.reading import read
from indexing.sentences import split_sentences

CANDIDATES = 24
"""How many of the units that the assistant finds likeliest are looked at."""
STRANGERS = 4
"""Sentences of other made-up sources beside those of the one that a question is about."""
SAME = 0.6
"""A unit whose terms overlap this much (Jaccard) with those of an answer says the same."""
_WIDE = 0.4
"""Share of the true claims whose source has its neighbours around it…"""
_LONGEST = 900
"""…if it isn't longer than this."""
_SURE = 0.75
"""How probable a reader found a claim, or its contrary, that is learned from."""


@dataclass(frozen=True)
class Candidate:
    """A unit that the assistant finds for a question, with its score by likeness; `answers` is None where
    nobody can say, or must."""

    excerpt: Excerpt
    answers: bool | None
    score: float = 0.0


@dataclass(frozen=True)
class QuestionExample:
    """A question with what is found for it, the likeliest first where that is known."""

    question: str
    candidates: tuple[Candidate, ...]
    reason: str | None


@dataclass(frozen=True)
class ClaimExample:
    """A claim and its source."""

    claim: str
    source: str
    supported: bool


def question_examples(
    assistant: Assistant, written: Sequence[WrittenQuestion], spared: Sequence[Place]
) -> Iterator[QuestionExample]:
    """An example of each question but those whose answer is among the `spared` places."""
    for one in written:
        if not any(answer.touches(spared) for answer in one.answers):
            scored = _likeliest(assistant, one.question)
            units = [unit.unit for unit in scored]
            found = tuple(
                Candidate(
                    Excerpt.of(s.unit.text, s.unit.hit.passage.windows),
                    _answers(s.unit, units, one, spared),
                    s.score,
                )
                for s in scored
            )
            if found:
                yield QuestionExample(one.question, found, one.reason)


def _likeliest(assistant: Assistant, text: str) -> list[Scored]:
    generator = assistant.generator
    if not isinstance(generator, ExtractiveGenerator):
        raise TypeError("The candidates are the extractive generator's.")
    asked = Question(text, "zh" if is_chinese(text) else "en", count=assistant.settings.k)
    query = assistant.retriever.analyse(text)
    units = assistant.reader.units(assistant.search(asked))
    scored = generator.scorer.score(units, query, read_intent(text), asked.language)
    return scored[:CANDIDATES]


def _answers(
    unit: Unit, units: Sequence[Unit], asked: WrittenQuestion, spared: Sequence[Place]
) -> bool | None:
    """Whether a unit answers. Another place that says what the answer says does too; of a translation of the
    answer nobody says."""
    answers = [other for other in units if _at(other, asked.answers)]
    if _touches(unit, spared):
        return None
    if _at(unit, asked.answers) or any(_same(unit, answer) for answer in answers):
        return True
    translated = any(
        unit.block.id in (answer.block.parallel, answer.block.same_as)
        or answer.block.id in (unit.block.parallel, unit.block.same_as)
        for answer in answers
    )
    return None if translated else False


def _at(unit: Unit, places: Sequence[Place]) -> bool:
    return Place(unit.document, _bounds(unit.spans)) in places


def _touches(unit: Unit, places: Sequence[Place]) -> bool:
    return any(Place(unit.document, span).touches(places) for span in unit.spans)


def _bounds(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _same(unit: Unit, other: Unit) -> bool:
    return len(unit.terms & other.terms) >= SAME * len(unit.terms | other.terms)


def general_questions(sources: Sequence[GeneralSource], seed: int) -> Iterator[QuestionExample]:
    """An example of each question about the made-up sources: all their sentences, and some of others. The
    few are left out whose writer counted more sentences than there are."""
    draw = random.Random(seed)
    split = [_excerpts(source.text) for source in sources]
    for place, source in enumerate(sources):
        ours = split[place]
        for asked in source.questions:
            if max(asked.sentences, default=0) < len(ours):
                others = [draw.choice(split[at]) for at in draw.sample(range(len(split)), STRANGERS)]
                found = [Candidate(one, n in asked.sentences) for n, one in enumerate(ours)]
                draw.shuffle(found)  # where a sentence stands tells nothing
                found += [Candidate(one, False) for one in others if one not in ours]
                yield QuestionExample(asked.question, tuple(found), None if asked.sentences else "not-told")


def _excerpts(text: str) -> list[Excerpt]:
    """The sentences of a text, in windows as an index has them."""
    language: Language = "zh" if is_chinese(text) else "en"
    block = Block("", "", BlockKind.PARAGRAPH, (), language, ())
    windows = tuple(windows_of(block, text))
    return [Excerpt.of(text[start:end], windows) for start, end in split_sentences(text)]


def general_claims(sources: Sequence[GeneralSource]) -> Iterator[ClaimExample]:
    """An example of each claim about the made-up sources that the hard rules let through."""
    for source in sources:
        for claim, supported in source.claims:
            if not violations(claim, source.text):
                yield ClaimExample(claim, best_part(source.text, claim), supported)


def web_claims(sources: Sequence[WebSource], labelled: Sequence[Labelled]) -> Iterator[ClaimExample]:
    """An example of each claim about the web pages that the hard rules let through and of which a reader was
    sure; pages and claims that aren't among the `labelled` ones are left out."""
    pages = {digest(one.source): one.source for one in labelled}
    texts = {digest(one.claim): one.claim for one in labelled}
    for source in sources:
        page = pages.get(source.source)
        if page is None:
            continue
        sure = [
            (texts[claim], support >= _SURE)
            for claim, support in source.judged
            if claim in texts and _is_sure(support)
        ]
        for text, supported in (*source.claims, *sure):
            claim = unmarked(text)
            if not violations(claim, page):
                yield ClaimExample(claim, best_part(unmarked(page), claim), supported)


def _is_sure(support: float) -> bool:
    return not 1 - _SURE < support < _SURE


def claim_examples(
    written: Sequence[WrittenClaim], documents: Sequence[Document], structures: Sequence[Structure], seed: int
) -> Iterator[ClaimExample]:
    """An example of each claim that the hard rules let through, as they lie on top of what is learned; none
    about sentences that are kept apart to measure the judge."""
    sentences = _sentences_of(documents, structures)
    draw = random.Random(seed)
    for claim in written:
        around = [
            (place, text) for place, text in sentences[claim.place.document] if place.touches([claim.place])
        ]
        sources = [n for n, (place, _) in enumerate(around) if place.touches(claim.sources)]
        if not sources or any(is_test(around[n][1]) for n in sources):
            continue
        source = " ".join(around[n][1] for n in sources)
        if violations(claim.claim, source):
            continue
        wide = " ".join(text for _, text in around[max(0, min(sources) - 1) : max(sources) + 2])
        # What stands beside a source may support a claim that the source alone doesn't.
        if claim.supported and draw.random() < _WIDE and len(wide) <= _LONGEST:
            source = wide
        yield ClaimExample(claim.claim, source, claim.supported)


def translation_claims(
    written: Sequence[WrittenTranslation], documents: Sequence[Document], structures: Sequence[Structure]
) -> Iterator[ClaimExample]:
    """Each translation as a claim about its sentence, and the sentence as one about the translation, but what
    the hard rules turn down; none of sentences that are kept apart to measure the judge."""
    sentences = _sentences_of(documents, structures)
    for one in written:
        found = [text for place, text in sentences[one.source.document] if place == one.source]
        if not found or is_test(found[0]):
            continue
        original = unmarked(found[0])
        for text in (one.faithful, *one.false):
            for claim, source in ((text, original), (original, text)):
                if not violations(claim, source):
                    yield ClaimExample(claim, source, text == one.faithful)


def _sentences_of(
    documents: Sequence[Document], structures: Sequence[Structure]
) -> dict[str, list[tuple[Place, str]]]:
    """The sentences and table rows of each document, by its id."""
    texts = {document.id: document.text for document in documents}
    return {
        s.document: [one for block in s.blocks for one in _sentences(block, texts[s.document])]
        for s in structures
    }


def _sentences(block: Block, text: str) -> Iterator[tuple[Place, str]]:
    if block.kind is BlockKind.TABLE_ROW:
        yield Place(block.document, _bounds(block.spans)), row_reading(block)
        return
    reading = read(text, block)
    for start, end in split_sentences(reading.text):
        spans = reading.source_spans(start, end, block)
        if spans:
            yield Place(block.document, _bounds(spans)), reading.text[start:end]
