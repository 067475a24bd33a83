"""What a system answered, as `ask --json` gives it and runs store it, read into nouns that metrics take.

Every system's answers come this way, ours too, so that stored runs can be scored again without asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Span
from indexing.blocks import Language

Json = dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A passage that was read: its text, and the `evidence` in it as a judge should see it: under its section
    path, and a table row with its columns, its caption and its table's label."""

    document: str
    spans: tuple[Span, ...]
    text: str
    evidence: str
    is_row: bool = False


@dataclass(frozen=True)
class Citation:
    """A numbered place of a source, with the quote that is said to stand there."""

    n: int
    document: str
    spans: tuple[Span, ...]
    quote: str
    is_row: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence with its citations; `support` is what the system itself says, None where it says nothing."""

    text: str
    citations: tuple[int, ...]
    support: float | None


@dataclass(frozen=True)
class Reply:
    """An answer or a refusal.

    `confidence` and `forced` are for selective answering: how sure the system was, and what it would have
    said if it had not been allowed to refuse. `confidence` is None for a system that tells none.
    """

    language: Language
    text: str
    abstained: bool
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    conflicts: int
    confidence: float | None
    forced: str

    def cited(self, sentence: Sentence) -> tuple[Citation, ...]:
        """The citations of a sentence; numbers that don't exist are left out."""
        return tuple(citation for citation in self.citations if citation.n in sentence.citations)

    def evidence(self, citation: Citation) -> str:
        """What is cited, as a judge should see it: the quote, or a row as the passage of it reads."""
        if not citation.is_row:
            return citation.quote
        return next(
            (
                passage.evidence
                for passage in self.passages
                if passage.is_row and passage.document == citation.document
                if any(own.overlaps(other) for own in passage.spans for other in citation.spans)
            ),
            citation.quote,
        )


def read_reply(answer: Json) -> Reply:
    """The reply in what `ask --json` gives."""
    return Reply(
        language=answer["language"],
        text=answer["answer"],
        abstained=answer["abstained"],
        sentences=tuple(
            Sentence(sentence["text"], tuple(sentence["citations"]), sentence["support"])
            for sentence in answer["sentences"]
        ),
        citations=tuple(_citation(citation) for citation in answer["citations"]),
        passages=tuple(_passage(passage) for passage in answer["passages"]),
        conflicts=len(answer.get("conflicts", ())),
        confidence=answer.get("confidence"),
        forced=str(answer.get("forced", "" if answer["abstained"] else answer["answer"])),
    )


def _citation(record: Json) -> Citation:
    is_row = record["kind"] == "table row"
    return Citation(record["n"], record["document"], _spans(record), record["quote"], is_row)


def _passage(record: Json) -> Passage:
    cells: Mapping[str, str | None] = record.get("cells") or {}
    heading = record.get("context") or " › ".join(record["section"])
    if cells:
        evidence = " ".join([_reading(cells), heading, record.get("table") or ""]).rstrip()
    else:
        evidence = "\n".join(filter(None, [heading, record["text"]]))
    return Passage(record["document"], _spans(record), record["text"], evidence, bool(cells))


def _reading(cells: Mapping[str, str | None]) -> str:
    """A row with its column names, as passages write it (`Scale: 34 M`) and as answers do (`Scale 34 M`)."""
    given = [(column, value) for column, value in cells.items() if value is not None]
    return " ".join("; ".join(f"{column}{mark} {value}" for column, value in given) for mark in (":", ""))


def _spans(record: Json) -> tuple[Span, ...]:
    spans: Sequence[Sequence[int]] = record["spans"]
    return tuple(Span(start, end) for start, end in spans)
