"""Replies as systems give them, and a judge whose word is known."""

from collections.abc import Mapping, Sequence

from tiny import DOCUMENTS

from assistant.errors import JudgeError
from corpus import Span
from eval.metrics import Case
from eval.questions import EvalQuestion
from eval.replies import Citation, Passage, Reply, Sentence

SOURCES = {document.id: document for document in DOCUMENTS}


class Containing:
    """A judge that finds supported what stands in the source word for word; told to fail at some claims."""

    name = "containing"

    def __init__(self, failing: Sequence[str] = ()) -> None:
        self.failing = failing
        self.asked: list[tuple[str, str]] = []

    def support(self, claim: str, source: str) -> float:
        self.asked.append((claim, source))
        if claim in self.failing:
            raise JudgeError("The judge failed.")
        return float(all(part in source for part in claim.split(" and ")))


def cited(n: int, document: str, quote: str, is_row: bool = False) -> Citation:
    """A citation of `quote` where it stands first."""
    start = SOURCES[document].text.index(quote)
    return Citation(n, document, (Span(start, start + len(quote)),), quote, is_row)


def passage(document: str, text: str) -> Passage:
    start = SOURCES[document].text.index(text)
    return Passage(document, (Span(start, start + len(text)),), text, text)


def replied(
    *sentences: tuple[str, tuple[int, ...], float | None],
    citations: Sequence[Citation] = (),
    passages: Sequence[Passage] = (),
    language: str = "en",
    **changes: object,
) -> Reply:
    """An answer of these sentences, or without any a refusal."""
    values: dict[str, object] = {
        "language": language,
        "text": " ".join(text for text, *_ in sentences) or "The surveys don't say.",
        "abstained": not sentences,
        "sentences": tuple(Sentence(*sentence) for sentence in sentences),
        "citations": tuple(citations),
        "passages": tuple(passages),
        "conflicts": 0,
        "confidence": 0.5,
        "forced": " ".join(text for text, *_ in sentences),
    }
    return Reply(**(values | changes))


def case(question: EvalQuestion, reply: Reply, **changes: object) -> Case:
    return Case(question, reply, SOURCES, **changes)


def rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
