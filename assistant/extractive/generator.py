"""The built-in generator: no model writes; sentences and rows of the sources are chosen, ordered and trimmed."""

from collections.abc import Iterator, Sequence

from assistant.answer import Question
from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.confidence import confidence
from assistant.extractive.listing import expand_list
from assistant.extractive.rows import row_sentence
from assistant.extractive.scoring import Scored, score_units
from assistant.extractive.selection import select
from assistant.generation import Draft, DraftSentence
from assistant.intent import Intent, read_intent
from indexing.embedders.protocol import Embedder
from indexing.passages import Hit
from indexing.query import Query


class ExtractiveGenerator:
    """Answers with verbatim sentences and table rows; the same question gives the same bytes."""

    name = "extractive"

    def __init__(self, reader: EvidenceReader, embedder: Embedder) -> None:
        self.reader = reader
        self.embedder = embedder
        self.tables = {table.id: table for table in reader.store.tables()}

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Draft an answer from the units of `hits`; an empty draft where there are none."""
        intent = read_intent(query.text)
        scored = score_units(self.reader.units(hits), query, intent, self.embedder)
        if not scored:
            return Draft((), 0.0)
        chosen = select(scored, query, intent, question.language)
        sentences = self._listed(chosen, scored, query, intent) or tuple(self._told(chosen, query))
        return Draft(sentences, confidence(chosen, query, intent))

    def _listed(
        self, chosen: Sequence[Scored], scored: Sequence[Scored], query: Query, intent: Intent
    ) -> tuple[DraftSentence, ...]:
        if not intent.listing:
            return ()
        for candidate in [*chosen, *scored[:3]]:
            listed = expand_list(candidate.unit, self.reader)
            if listed:
                return listed
        return ()

    def _told(self, chosen: Sequence[Scored], query: Query) -> Iterator[DraftSentence]:
        for scored in chosen:
            yield DraftSentence(self._text(scored.unit, query), (scored.unit,))

    def _text(self, unit: Unit, query: Query) -> str:
        if unit.is_row and unit.block.table in self.tables:
            return row_sentence(unit.block, self.tables[unit.block.table], query.text)
        return unit.text
