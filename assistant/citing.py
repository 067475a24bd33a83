"""Citations: drafts become sentences with numbered, exact quotes."""

from assistant.answer import Citation, Sentence
from assistant.evidence import EvidenceReader, Unit
from assistant.generation import DraftSentence
from assistant.judging.protocol import THRESHOLD, Judge
from assistant.locating import source_text
from corpus import quote
from indexing.blocks import BlockKind, Language, Reference


class Citer:
    """Numbers the sources of one answer from 1, each place once, and checks each sentence against them."""

    def __init__(self, reader: EvidenceReader, judge: Judge) -> None:
        self.reader = reader
        self.judge = judge
        self.citations: list[Citation] = []

    def support(self, draft: DraftSentence) -> float:
        """How well its sources support a draft; 0 for one that cites nothing."""
        source = " ".join(map(source_text, draft.sources))
        return self.judge.support(draft.claim or draft.text, source) if draft.sources else 0.0

    def sentence(self, draft: DraftSentence, support: float, language: Language) -> Sentence:
        """A draft that is kept, with the numbers of its citations. What a model wrote is in `language`, what
        is quoted in its source's."""
        numbers = tuple(dict.fromkeys(self.number(unit) for unit in draft.sources))
        if draft.sources and not draft.written:
            language = draft.sources[0].language
        return Sentence(draft.text, numbers, support, support >= THRESHOLD, draft.bullet, language)

    def number(self, unit: Unit) -> int:
        """The number of a place among the citations; it is cited from now on."""
        for citation in self.citations:
            if (citation.document, citation.spans) == (unit.document, unit.spans):
                return citation.n
        self.citations.append(self._citation(unit))
        return len(self.citations)

    def _citation(self, unit: Unit) -> Citation:
        document = self.reader.documents[unit.document]
        return Citation(
            n=len(self.citations) + 1,
            document=document.id,
            source_file=document.file,
            title=document.title,
            section=unit.block.section,
            kind=unit.block.kind,
            spans=unit.spans,
            quote=quote(document.text, unit.spans),
            references=self._references(unit),
            also_in=unit.hit.also_in if unit.block.id in unit.hit.passage.blocks else (),
            table=self.reader.labels.get(unit.block.table or ""),
        )

    def _references(self, unit: Unit) -> tuple[Reference, ...]:
        """The bibliography entries that the quoted text itself cites."""
        if unit.block.kind is BlockKind.REFERENCE:
            return ()
        marks = [mark for mark in unit.block.marks if any(mark.span.overlaps(span) for span in unit.spans)]
        numbers = tuple(dict.fromkeys(number for mark in marks for number in mark.numbers))
        document = self.reader.documents[unit.document]
        found = self.reader.store.references(document.id, numbers)
        if not found and document.parallel_to:
            found = self.reader.store.references(document.parallel_to, numbers)
        return found
