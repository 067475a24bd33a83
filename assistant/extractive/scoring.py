"""How well a unit of evidence answers a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.clauses import clauses
from assistant.evidence import Unit
from assistant.extractive.columns import asked_columns, attributes_of
from assistant.extractive.lists import asked_count, inline_enumeration
from assistant.extractive.rows import answers_column, is_named
from assistant.extractive.unittokens import UnitTokens
from assistant.extractive.wordmatch import WordMatcher
from assistant.intent import Intent, subject
from indexing.analysis import is_chinese, terms
from indexing.blocks import BlockKind, Language
from indexing.passage_terms import PassageTerms, TermCache
from indexing.query import GENERIC_WORDS, Concept, Query, coverage
from indexing.structure.paragraphs import breaks_off

IN_SECTION = 0.6
"""A concept that only the section path or the table's caption expresses counts for this part."""
IN_PASSAGE = 0.35
"""…and one that only the passage's other sentences express, for this."""
SAME_LANGUAGE, TRANSLATED = 0.05, 0.15
FLOOR, FLOOR_FROM, FLOOR_TO = 0.6, 0.2, 0.6
WEIGHTS = {"coverage": 0.6, "tokens": 1.3, "passage": 1.15, "names": 0.15}
"""Fitted to development questions, those of how well the form suits being 1."""
UNRELATED = 0.15
"""Tokens of texts that have nothing to do with each other are at least this near."""
_DIGIT = re.compile(
    r"[0-9]|[一二三四五六七八九十百千万亿两]+[个种类次倍年天万亿]"
    r"|\b(?:two|three|four|five|six|seven|ten|half|quarter|third)\b"
)
_COUNTED = re.compile(
    r"\bhow many\s+((?:[\w\-]+\s+){0,1}[\w\-]+)|多少(?:[个张条位篇段帧例道项名家种块]|万"
    r"|亿)*([\u3400-\u9fff]{2,5})"
    r"|([\u3400-\u9fff]{2})(?:各|分别)?(?:是|为|有)?多少(?![\u3400-\u9fff])",
    re.IGNORECASE,
)
DEFINED = 0.6
"""Share of a question's weight that must stand before the words that define."""
OPENING = 5
"""Words at the beginning of a sentence."""
NAMES = 4
"""Front matter with this many commas lists authors."""
COUNTED = 0.5
"""A row that counts something must name it as clearly as this."""
_SENTENCE_END = re.compile(r"[.。;；!！]")
_FIGURE = re.compile(r"\bfig|\btable|图|表", re.IGNORECASE)
_DEFINES = re.compile(
    r"\b(?:is|are) (?:an?|the|defined|referred|known|called|one of)\b|\brefers? to\b|\bmeans\b|\bdenotes?\b"
    r"|\bdefined as\b|\bdescribed (?:as|by)\b"
    r"|\b(?:occurs?|happens?|arises?) when\b|\bgenerates?\b|\binvolves?\b|\baims? to\b"
    r"|\bintroduces?\b|\bpreserves?\b"
    r"|是一[种个类]|是指|指的是|定义|称为|即|旨在|通过|是.{0,12}的"
)
_EXPLAINS = re.compile(
    r"\bbecause\b|\bdue to\b|\bsince\b|\btherefore\b|\bowing to\b|\bas a result\b|\bin order to\b"
    r"|\bby \w+ing\b"
    r"|\bleads? to\b|因为|由于|因此|导致|从而|以便|通过|使得"
)
_ENUMERATES = re.compile(
    r"(?:\b1\)|\(1\)|①|\bi\)).+(?:\b2\)|\(2\)|②|\bii\))|(?:[^,;、；，]{2,60}[,;、；，]\s*){2,}(?:and|or"
    r"|以及|和|与|等)?"
    r"|\bfollowing\b|\bas follows\b|\bnamely\b|包括|如下|以下",
    re.DOTALL,
)


_UNCOUNTED = frozenset({"backbone", "modality"})
"""What columns tell that counts nothing: asked for beside "how many", it is told for itself."""


@dataclass(frozen=True)
class Scored:
    """A unit with its score and what the score is made of.

    `tokens` is how well its tokens meet the question's; `credits` are those of the query's concepts. `told`
    says of a table row whether it has something in a column that the question asks for; None if it asks for
    none of them, or the unit is no row. `odds` are the log odds that it answers, of those that were read
    together with the question.
    """

    unit: Unit
    score: float
    coverage: float
    tokens: float
    credits: tuple[float, ...]
    told: bool | None
    odds: float | None = None


class UnitScorer:
    """Scores units by the concepts they express, how near their meaning is, and their form."""

    def __init__(self, tokens: UnitTokens, words: WordMatcher, terms: TermCache) -> None:
        self.tokens = tokens
        self.words = words
        self.terms = terms

    def score(self, units: Sequence[Unit], query: Query, intent: Intent, language: Language) -> list[Scored]:
        """The units best first for an answer in `language`; ties by place, so that the same question gives
        the same order."""
        if not units:
            return []
        asked = subject(query.text) if intent.bibliography else query.text
        met = self.tokens.nearness(units, asked)
        asked_in = "zh" if is_chinese(query.text) else "en"
        alike = self.words.matches([c.surface for c in query.concepts], [unit.text for unit in units])
        scored = []
        for unit, similarity, soft in zip(units, met, alike.tolist(), strict=True):
            around = self.terms.of(unit.hit.passage)
            floor = _meant(similarity) if unit.language != asked_in else 0.0
            credits = [
                max(_credit(concept, unit.terms, around), 0.0 if concept.is_name else max(near, floor))
                for concept, near in zip(query.concepts, soft, strict=True)
            ]
            coverage = share(query.concepts, credits)
            names = share(query.concepts, credits, names_only=True)
            score = (
                WEIGHTS["coverage"] * coverage
                + WEIGHTS["tokens"] * (similarity - UNRELATED)
                + WEIGHTS["passage"] * (unit.hit.scores["tokens"] - UNRELATED)
                + WEIGHTS["names"] * names
                + fitness(unit, intent, query)
                + _language_fitness(unit, language)
            )
            told = tells(unit, query, credits)
            score += _row_fitness(unit, told, intent, query) if unit.is_row else 0.0
            scored.append(Scored(unit, score, coverage, similarity, tuple(credits), told))
        scored.sort(key=lambda s: (-s.score, s.unit.document, s.unit.spans))
        return scored


def _language_fitness(unit: Unit, language: Language) -> float:
    """A text in the answer's language is preferred, all the more to its own translation."""
    if unit.language == language:
        return SAME_LANGUAGE
    return -TRANSLATED if unit.block.parallel else 0.0


def _meant(similarity: float) -> float:
    """The credit that the words of a text in the other language earn by its meaning alone: few of them can
    be matched one by one, and the texts of the question's language must not win by a stray word."""
    return FLOOR * min(1.0, max(0.0, (similarity - FLOOR_FROM) / (FLOOR_TO - FLOOR_FROM)))


def _credit(concept: Concept, unit: frozenset[str], around: PassageTerms) -> float:
    """1 if the unit expresses the concept, less if only its section or its passage does."""
    if concept.covered_by(unit):
        return 1.0
    if concept.covered_by(unit | around.context):
        return IN_SECTION
    return IN_PASSAGE if concept.covered_by(unit | around.context | around.body) else 0.0


def share(concepts: Sequence[Concept], credits: Sequence[float], *, names_only: bool = False) -> float:
    """The credits' share of the concepts' weight; of known names alone if `names_only`."""
    counted = [
        (c.weight, credit)
        for c, credit in zip(concepts, credits, strict=True)
        if not names_only or (c.is_name and c.known)
    ]
    total = sum(weight for weight, _ in counted)
    return sum(weight * credit for weight, credit in counted) / total if total else 0.0


def fitness(unit: Unit, intent: Intent, query: Query) -> float:
    """How well the unit's form suits the kind of question, in points of score."""
    text = unit.text
    points = 0.0
    if intent.quantity and not unit.is_row:
        points += 0.05 if _DIGIT.search(text) else -0.08
    if intent.definition:
        points += _definition_fitness(unit, query)
    if intent.explanation:
        points += 0.03 if _EXPLAINS.search(text) else 0.0
    if intent.listing:
        points += _list_fitness(text, query)
    if unit.block.kind is BlockKind.FRONT_MATTER:
        points += 0.2 + 0.1 * (text.count(",") >= NAMES) if intent.authorship else 0.0
        points -= 0.4 * (text in unit.hit.passage.context)  # the title itself
    if unit.block.kind is BlockKind.CAPTION:
        points += 0.08 if _FIGURE.search(query.text) else -0.08
        points -= 0.0 if _SENTENCE_END.search(text) else 0.5  # a title is no answer
    if text.rstrip().endswith(("?", "？")) or len(text) < 12:
        points -= 0.15
    if unit.block.kind is BlockKind.PARAGRAPH and breaks_off(text):
        points -= 0.15  # half a sentence, whose rest the text has lost
    return points


def _list_fitness(text: str, query: Query) -> float:
    """An enumeration suits; one of as many items as the question says is what it is after."""
    wanted = asked_count(query.text)
    enumeration = inline_enumeration(text) if wanted else None
    if enumeration is not None and len(enumeration.items) == wanted:
        return 0.15
    return 0.05 if _ENUMERATES.search(text) else 0.0


def _row_fitness(unit: Unit, told: bool | None, intent: Intent, query: Query) -> float:
    """A row about a name of the question that tells what is asked is the best of answers; one whose asked
    cell is empty is none, and no row says why."""
    if told is False:
        return -0.3
    named = is_named(unit.block, query.concepts)
    points = 0.15 * named + 0.1 * (named and bool(told)) - 0.1 * (not named and not told)
    return points - 0.25 * (intent.explanation and not told)


def tells(unit: Unit, query: Query, credits: Sequence[float]) -> bool | None:
    """Whether a row has something in a column that the question, or a part of it, asks for, and counts what
    it wants counted: "how many radiologists" isn't answered by a number of images."""
    parts = _told_parts(unit, query, credits) if unit.is_row else []
    return next((told for told in (True, False) if told in parts), None)


def tells_all(unit: Unit, query: Query, credits: Sequence[float]) -> bool:
    """Whether a row tells what each part of the question asks for."""
    return unit.is_row and all(_told_parts(unit, query, credits))


def _told_parts(unit: Unit, query: Query, credits: Sequence[float]) -> list[bool | None]:
    parts = clauses(query.text) or (query.text,)
    return [_tells_part(unit, part, query, credits) for part in parts]


def _tells_part(unit: Unit, asked: str, query: Query, credits: Sequence[float]) -> bool | None:
    columns = asked_columns(asked, [cell.column for cell in unit.block.cells])
    told = answers_column(unit.block, columns)
    if any("size" in attributes_of(column) for column in columns):
        return told
    if answers_column(unit.block, [c for c in columns if _UNCOUNTED & attributes_of(c)]):
        return True
    nouns = [next(filter(None, match.groups())).casefold() for match in _COUNTED.finditer(asked)]
    nouns = [re.sub(r"[\s\-]", "", noun) for noun in nouns]
    counted = [
        credit
        for concept, credit in zip(query.concepts, credits, strict=True)
        if not concept.is_name and any(concept.surface.casefold() in noun for noun in nouns)
    ]
    return None if told and nouns and max(counted, default=0.0) < COUNTED else told


def _definition_fitness(unit: Unit, query: Query) -> float:
    """A sentence that says what the question's rarest concept is: it stands before the defining words, opens
    the sentence, or is spelt out (`supervised fine-tuning (SFT)`). A table row defines nothing."""
    if unit.is_row:
        return -0.35
    rarest = max((c for c in query.concepts if c.known), key=lambda c: c.weight, default=None)
    if rarest is None:
        return 0.0
    before = [frozenset(terms(unit.text[: found.start()])) for found in _DEFINES.finditer(unit.text)]
    known = [c for c in query.concepts if c.known and c.surface.casefold() not in GENERIC_WORDS]
    spelt = re.search(rf"[(（]\s*{re.escape(rarest.surface)}s?\b", unit.text) is not None
    opens = rarest.covered_by(frozenset(terms(" ".join(unit.text.split()[:OPENING]))))
    defined = any(rarest.covered_by(part) and coverage(known, part) >= DEFINED for part in before)
    return 0.15 * defined + 0.15 * (spelt and rarest.is_name) + 0.07 * opens
