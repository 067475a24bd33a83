"""The generator that works with any language model: evidence in, cited sentences out, one round of repair."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from assistant.answer import Question
from assistant.errors import GeneratorError
from assistant.events import Piece, Thought
from assistant.evidence import EvidenceReader
from assistant.generation import Draft, DraftSentence
from assistant.generators.packing import Packed, pack
from assistant.generators.prompts import (
    Excerpt,
    Statement,
    answer_prompt,
    prompt_hash,
    read_repair,
    repair_prompt,
)
from assistant.generators.protocol import ChatModel, Message, complete
from assistant.generators.reply import Written, read_reply
from assistant.generators.thinking import ThoughtSplitter
from indexing.passages import Hit
from indexing.query import Query


class LlmGenerator:
    """Asks a model for an answer in its own words; what it says is only a draft until it is verified."""

    def __init__(self, model: ChatModel, reader: EvidenceReader, max_tokens: int) -> None:
        self.model = model
        self.reader = reader
        self.max_tokens = max_tokens

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.name

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Draft an answer. Raises GeneratorError when the model fails."""
        *_, draft = self.stream(question, query, hits)
        return cast(Draft, draft)

    def stream(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Piece | Thought | Draft]:
        """The model's text as it writes, then the draft. Nothing is asked where there is no evidence."""
        if not hits:
            yield Draft((), 0.0, prompts=prompt_hash())
            return
        packed = self._packed(hits, lambda excerpts: answer_prompt(query.text, question.language, excerpts))
        messages = answer_prompt(query.text, question.language, packed.excerpts)
        splitter = ThoughtSplitter()
        for piece in self.model.stream(messages):
            yield from splitter.feed(piece)
        yield from splitter.end()
        self._check(splitter)
        yield self._draft(splitter, packed)

    def repair(
        self, question: Question, sentences: Sequence[DraftSentence], hits: Sequence[Hit]
    ) -> tuple[DraftSentence | None, ...]:
        """The sentences rewritten from the passages that they cite, or else from any of `hits`."""
        cited = {hit.passage.id: hit for sentence in sentences for hit in sentence.cited}
        if any(not sentence.cited for sentence in sentences):
            cited = {hit.passage.id: hit for hit in hits} | cited
        evidence = [hit for hit in hits if hit.passage.id in cited]
        if not evidence:
            return (None,) * len(sentences)
        bare = [Statement(sentence.claim or sentence.text, ()) for sentence in sentences]
        packed = self._packed(evidence, lambda excerpts: repair_prompt(bare, question.language, excerpts))
        numbers = {hit.passage.id: number for number, hit in enumerate(packed.hits, 1)}
        statements = [
            replace(s, excerpts=_numbers(sentence, numbers))
            for s, sentence in zip(bare, sentences, strict=True)
        ]
        reply = complete(self.model, repair_prompt(statements, question.language, packed.excerpts))
        told = read_repair(reply.text, len(sentences))
        return tuple(
            _rewritten(text, sentence, packed) for text, sentence in zip(told, sentences, strict=True)
        )

    def _packed(self, hits: Sequence[Hit], prompt: Callable[[Sequence[Excerpt]], list[Message]]) -> Packed:
        return pack(hits, self.reader, self.model, self.max_tokens, prompt)

    def _check(self, splitter: ThoughtSplitter) -> None:
        """Raises GeneratorError for a reply without an answer: nothing can be said of the texts by it."""
        if splitter.text:
            return
        if splitter.thinking:
            raise GeneratorError(
                f"{self.model.name} wrote {len(splitter.thinking):,} characters of thoughts and no answer.",
                "Set max_tokens higher, so that it comes to an end.",
            )
        raise GeneratorError(f"{self.model.name} gave an empty reply.", "Ask again, or choose another model.")

    def _draft(self, splitter: ThoughtSplitter, packed: Packed) -> Draft:
        read = read_reply(splitter.text, len(packed.hits))
        return Draft(
            sentences=tuple(_sentence(written, packed) for written in read.sentences),
            confidence=0.0 if read.refused else 1.0,
            thinking=splitter.thinking,
            prompts=prompt_hash(),
            ignored_markers=read.ignored,
            left_out=packed.left_out,
        )


def _sentence(written: Written, packed: Packed) -> DraftSentence:
    return DraftSentence(
        text=written.text,
        sources=(),
        bullet=written.bullet,
        claim=written.claim,
        cited=tuple(packed.hits[number - 1] for number in written.numbers),
        leads=written.leads,
        written=True,
    )


def _rewritten(text: str, former: DraftSentence, packed: Packed) -> DraftSentence | None:
    """A new statement in the place of `former`; it may name other passages, or none and keep the former's."""
    sentences = read_reply(text, len(packed.hits)).sentences if text else ()
    if not sentences:
        return None
    told = " ".join(sentence.text for sentence in sentences)
    numbers = dict.fromkeys(number for sentence in sentences for number in sentence.numbers)
    lead = (former.claim or former.text).removesuffix(former.text)
    return replace(
        former,
        text=told,
        claim=f"{lead}{told}",
        cited=tuple(packed.hits[number - 1] for number in numbers) or former.cited,
    )


def _numbers(sentence: DraftSentence, numbers: dict[str, int]) -> tuple[int, ...]:
    cited = [numbers[hit.passage.id] for hit in sentence.cited if hit.passage.id in numbers]
    return tuple(cited or numbers.values())
