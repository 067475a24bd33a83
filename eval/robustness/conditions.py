"""What is done to texts or questions to see whether answers stay right; draws are seeded by the question."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eval.questions import EvalQuestion
from eval.robustness.world import UNCHANGED, World
from indexing.blocks import Language

WITHOUT_GOLD, DISTRACTED, PLANTED, MISSPELT, REPEATED, RESTATED = (
    "without-gold",
    "distracted",
    "planted",
    "misspelt",
    "repeated",
    "restated",
)
REPEATS = 4
"""How often a question is asked again."""
OTHERS = 3
"""How many questions distract, with their first passages."""
_EVERY = 6
"""One word of English in so many, one character of Chinese in so many, is misspelt; at least one."""
_LONG_WORD = re.compile(r"\b[a-z]{5,}\b")
_CHINESE_PAIR = re.compile(r"(?=([\u3400-\u9fff])([\u3400-\u9fff]))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROW = re.compile(r"[\t|]")


@dataclass(frozen=True)
class Trial:
    """A question as it is asked under a condition, in what world; `false` are the accepted forms of what a
    planted passage says."""

    condition: str
    question: EvalQuestion
    world: World = UNCHANGED
    false: tuple[str, ...] = ()
    number: int = 0


def trials(question: EvalQuestion, others: Sequence[EvalQuestion]) -> Iterator[Trial]:
    """The trials of a question; `others` are those of its set, some of which distract."""
    if question.answerable:
        places = [(quote.document, quote.span) for group in question.gold for quote in group]
        yield Trial(WITHOUT_GOLD, question, World(hidden=tuple(places)))
        yield Trial(DISTRACTED, question, World(others=tuple(_others(question, others))))
        yield from _planted(question)
    if (text := misspell(question.question, question.language, _seeded(question))) != question.question:
        yield Trial(MISSPELT, replace(question, question=text))
    yield from (Trial(REPEATED, question, number=number) for number in range(REPEATS))


def misspell(text: str, language: Language, seeded: random.Random) -> str:
    """Neighbouring letters swapped inside some long lower-case words; in Chinese, neighbouring characters.
    Names and numbers stay as they are."""
    found = [match.start() for match in _places(text, language)]
    chosen = sorted(seeded.sample(found, min(len(found), max(1, len(found) // _EVERY)))) if found else []
    for start in chosen:
        at = start + (seeded.randrange(1, 3) if language == "en" else 0)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def falsify(number: str, seeded: random.Random) -> str:
    """Another number that reads like `number`: its first digit is another one."""
    first = next(place for place, character in enumerate(number) if character.isdigit())
    digits = [digit for digit in "23456789" if digit != number[first]]
    return number[:first] + seeded.choice(digits) + number[first + 1 :]


def _places(text: str, language: Language) -> list[re.Match[str]]:
    pattern = _LONG_WORD if language == "en" else _CHINESE_PAIR
    found = list(pattern.finditer(text))
    if language == "en":
        return found
    # Swapped pairs may not share a character, and two of the same would change nothing.
    return [match for match in found if match.start() % 2 == 0 and match[1] != match[2]]


def _others(question: EvalQuestion, others: Sequence[EvalQuestion]) -> list[str]:
    groups = {(quote.document, quote.span) for group in question.gold for quote in group}
    strange = [
        other.question
        for other in others
        if other.id != question.id and other.answerable and not other.history
        if not groups & {(quote.document, quote.span) for group in other.gold for quote in group}
    ]
    return _seeded(question).sample(strange, min(OTHERS, len(strange)))


def _planted(question: EvalQuestion) -> Iterator[Trial]:
    """A gold quote of running text with a number that is a key fact, and another number in its place."""
    for forms in question.facts:
        for form in forms:
            number = _NUMBER.search(form)
            quote = number and _quote_with(question, number.group())
            if number and quote:
                false = falsify(number.group(), _seeded(question))
                lie = re.sub(rf"(?<![\d.]){re.escape(number.group())}(?![\d])", false, quote)
                forms_of_lie = tuple(
                    other.replace(number.group(), false) for other in forms if number.group() in other
                )
                yield Trial(PLANTED, question, World(planted=lie), forms_of_lie)
                return


def _quote_with(question: EvalQuestion, number: str) -> str | None:
    pattern = re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d])")
    quotes: Sequence[str] = [quote.quote for group in question.gold for quote in group]
    return next((q for q in quotes if pattern.search(q) and not _ROW.search(q)), None)


def _seeded(question: EvalQuestion) -> random.Random:
    return random.Random(question.id)
