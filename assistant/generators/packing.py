"""Evidence within a model's context: the best passages that fit, numbered, and how many did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.errors import GeneratorError
from assistant.evidence import EvidenceReader
from assistant.generators.prompts import Excerpt
from assistant.generators.protocol import ChatModel, Message
from indexing.passages import Hit

OVERHEAD = 48
"""Tokens that a chat template may add to the messages."""
_OF_CONTEXT = 3
"""At most one part in so many of the context is kept free for the reply."""


@dataclass(frozen=True)
class Packed:
    """The passages that a model is given, each with its excerpt; `left_out` did not fit."""

    hits: tuple[Hit, ...]
    excerpts: tuple[Excerpt, ...]
    left_out: int


def reply_budget(model: ChatModel, wanted: int) -> int:
    """How many tokens the reply may have."""
    return max(1, min(wanted, model.context // _OF_CONTEXT))


def pack(
    hits: Sequence[Hit],
    reader: EvidenceReader,
    model: ChatModel,
    wanted: int,
    prompt: Callable[[Sequence[Excerpt]], Sequence[Message]],
) -> Packed:
    """As many of `hits` as the context holds beside `prompt` and a reply of `wanted` tokens, best first; one
    that is too long leaves its room to those after it.

    Raises GeneratorError when not even one fits.
    """
    room = model.context - reply_budget(model, wanted) - OVERHEAD - _tokens(prompt(()), model)
    ordered = sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))
    kept: set[str] = set()
    for hit in ordered:
        excerpt = excerpt_of(hit, len(hits), reader)
        size = _tokens(prompt((excerpt,)), model) - _tokens(prompt(()), model)
        if size <= room:
            kept.add(hit.passage.id)
            room -= size
    if hits and not kept:
        raise GeneratorError(
            f"The context of {model.name}, {model.context} tokens, holds no passage beside the question.",
            "Set context to what the model can hold, or choose a model that holds more.",
        )
    packed = tuple(hit for hit in hits if hit.passage.id in kept)
    excerpts = tuple(excerpt_of(hit, number, reader) for number, hit in enumerate(packed, 1))
    return Packed(packed, excerpts, len(hits) - len(packed))


def excerpt_of(hit: Hit, number: int, reader: EvidenceReader) -> Excerpt:
    """A passage as the units read that can be cited from it, with its document and section."""
    passage = hit.passage
    document = reader.documents[passage.document]
    source = " | ".join(filter(None, [document.short_citation, " > ".join(passage.section)]))
    label = reader.labels.get(passage.table or "")
    told = " ".join(unit.text for unit in reader.units([hit])) or passage.reading
    return Excerpt(number, f"{source} | {label}" if label else source, told)


def _tokens(messages: Sequence[Message], model: ChatModel) -> int:
    return sum(model.count(message.text) for message in messages)
