"""The nouns of an answer."""

from dataclasses import dataclass, field

from corpus import Span
from indexing.blocks import BlockKind, Language, Reference
from indexing.passages import Filter, Hit

DEFAULT_COUNT = 8
"""How many passages are read for an answer unless the settings or the question say otherwise."""


@dataclass(frozen=True)
class Question:
    """What is asked. `language` is the answer's; `count` is how many passages are read. `original` is what
    was typed, where `text` is a follow-up that was rewritten to stand alone."""

    text: str
    language: Language
    count: int = DEFAULT_COUNT
    only: Filter = field(default_factory=Filter)
    id: str | int | None = None
    original: str = ""


@dataclass(frozen=True)
class Citation:
    """A place in a source, numbered from 1 within an answer. `quote` is exactly what `spans` hold."""

    n: int
    document: str
    source_file: str
    title: str
    section: tuple[str, ...]
    kind: BlockKind
    spans: tuple[Span, ...]
    quote: str
    references: tuple[Reference, ...] = ()
    also_in: tuple[str, ...] = ()
    """Other documents in which the same statement stands."""
    table: str | None = None
    """The label of the table, for a row."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of an answer with the numbers of its citations; `support` is from 0 to 1.

    `language` is the sentence's own: a quoted source may be in the other language than the answer. `problem`
    is why it could not be checked; such a sentence counts as unsupported.
    """

    text: str
    citations: tuple[int, ...]
    support: float
    supported: bool
    bullet: bool = False
    language: Language = "en"
    problem: str = ""


@dataclass(frozen=True)
class Side:
    """One of the values that sources give for the same thing; `translation` marks what a translation has
    instead of its original."""

    value: str
    citations: tuple[int, ...]
    translation: bool = False


@dataclass(frozen=True)
class Conflict:
    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Timings:
    """Milliseconds."""

    retrieve: float = 0.0
    compose: float = 0.0
    verify: float = 0.0
    total: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What the assistant says. An abstained answer has `reason`, a `message` in the question's language and
    no sentences; its hits are the nearest passages as such."""

    question: Question
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    abstained: bool
    reason: str | None
    """`not-in-texts`, `medical-advice`, `out-of-scope` or `unchecked` (the judge failed), when abstained."""
    message: str
    generator: str
    judge: str
    embedder: str
    settings: str
    index: str
    conflicts: tuple[Conflict, ...] = ()
    timings: Timings = Timings()
    dropped: tuple[Sentence, ...] = ()
    """Sentences without support, which are not shown; they cite nothing."""
    thinking: str = ""
    """A reasoning model's thoughts, never part of the answer."""
    prompts: str = ""
    """A hash of the prompts in use; empty for the built-in generator."""
    ignored_markers: int = 0
    """Citation numbers that don't exist and were taken out."""
    left_out: int = 0
    """Passages that did not fit the model's context."""
    confidence: float = 0.0
    """How likely the generator thought it that its draft answers the question, from 0 to 1."""
    repaired: int = 0
    """Sentences that a repair round rewrote so that their sources support them."""
    notes: tuple[str, ...] = ()
    """What the reader has to know about how the answer came about: that another generator stood in, say."""

    @property
    def share_supported(self) -> float | None:
        """Of all sentences that were written, the share that is supported; None where none was."""
        written = (*self.sentences, *self.dropped)
        return sum(sentence.supported for sentence in written) / len(written) if written else None
