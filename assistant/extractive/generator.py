"""The built-in generator: no model writes; sentences and rows of sources are chosen, ordered, trimmed."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import Question
from assistant.clauses import clauses
from assistant.events import Piece, Thought
from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.abbreviations import Expansions, asked_abbreviation, asks_words_for
from assistant.extractive.bibliography import entries_found, entries_named
from assistant.extractive.confidence import confidence, features
from assistant.extractive.listing import enumerated, expand_list, parts_of, without_number
from assistant.extractive.lists import ORDINAL, asked_count, counts
from assistant.extractive.outline import Outlines, head_nouns
from assistant.extractive.rereading import AnswerReader, reread
from assistant.extractive.rows import is_blank, name_cell, plain_name, row_sentence, told_cells
from assistant.extractive.scoring import Scored, UnitScorer
from assistant.extractive.selection import LEANS_BACK, NEAR_BEST, TableRows, in_text_order, select
from assistant.extractive.tablefilter import matching_rows
from assistant.extractive.unittokens import UnitTokens
from assistant.extractive.wordmatch import WordMatcher
from assistant.generation import Draft, DraftSentence, told
from assistant.intent import Intent, read_intent
from indexing.blocks import BlockKind
from indexing.embedders.protocol import Embedder
from indexing.passage_terms import TermCache
from indexing.passages import Hit, allows
from indexing.query import Query

LOOKED_UP = 0.9
"""Confidence in what was looked up by a name or a number, not found by likeness."""
LIST_CANDIDATES = 6
"""How many of the best units are looked at for a list that they hold or begin."""
MOST_ORDINALS = 6
"""How many sentences that begin with ordinals are told after the one that counts them."""


class ExtractiveGenerator:
    """Answers with verbatim sentences and table rows; the same question gives the same bytes."""

    name = "extractive"

    def __init__(
        self, reader: EvidenceReader, words: Embedder, terms: TermCache, answers: AnswerReader
    ) -> None:
        self.reader = reader
        self.answers = answers
        self.outlines = Outlines(reader)
        self.scorer = UnitScorer(UnitTokens(reader.store), WordMatcher(words), terms)
        self.expansions = Expansions(reader)
        self.tables = {table.id: table for table in reader.store.tables()}

    def compose(self, question: Question, query: Query, hits: Sequence[Hit]) -> Draft:
        """Draft an answer from the units of `hits`; an empty draft where there are none."""
        intent = read_intent(query.text)
        scored = self._scored(question, query, intent, hits)
        if not scored:
            return Draft((), 0.0)
        chosen = select(scored, query, self._rows_beside(question), direct=intent.quantity)
        expanded = self._written_out(question, query, scored)
        looked_up = self._looked_up(question, query, intent, scored) if not expanded else ()
        if looked_up or (expanded and not clauses(query.text)):
            return Draft(looked_up or expanded, LOOKED_UP)
        entries = entries_found(scored) if intent.bibliography else ()
        listed = entries or self._listed(question, scored, query, intent)
        sentences = listed or tuple(self._told(chosen, query, intent))
        lacking = asks_words_for(query.text) or (not listed and _nothing_told(chosen, query))
        if lacking and not expanded:
            return Draft(sentences, 0.0)
        likeness = self._likeness(chosen[0], query)
        return Draft((*expanded, *sentences), confidence(chosen, scored, query, likeness))

    def _written_out(
        self, question: Question, query: Query, scored: Sequence[Scored]
    ) -> tuple[DraftSentence, ...]:
        short, hit = asked_abbreviation(query.text), scored[0].unit.hit
        return self.expansions.of(short, hit, question.language, question.only) if short else ()

    def _looked_up(
        self, question: Question, query: Query, intent: Intent, scored: Sequence[Scored]
    ) -> tuple[DraftSentence, ...]:
        """What the texts have under the names, numbers and conditions of the question."""
        entries = intent.bibliography and entries_named(scored, query, self.reader, question.only)
        return entries or matching_rows(query, self.reader, question.only)

    def stream(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Piece | Thought | Draft]:
        """The draft as a stream; it is chosen as a whole, so its pieces come at once."""
        return told(self.compose(question, query, hits))

    def features(self, question: Question, query: Query, hits: Sequence[Hit]) -> tuple[float, ...] | None:
        """What the confidence in an answer from `hits` rests on; None where there is no unit."""
        intent = read_intent(query.text)
        scored = self._scored(question, query, intent, hits)
        if not scored:
            return None
        chosen = select(scored, query, self._rows_beside(question), direct=intent.quantity)
        return features(chosen, scored, query, self._likeness(chosen[0], query))

    def _scored(self, question: Question, query: Query, intent: Intent, hits: Sequence[Hit]) -> list[Scored]:
        """The units of `hits`, the likeliest answers first."""
        units = self.reader.units(hits, question.only)
        scored = self.scorer.score(units, query, intent, question.language)
        return reread(scored, query.text, self.answers, self.scorer.tokens.parts)

    def _likeness(self, best: Scored, query: Query) -> float:
        """How like the question the passage of the best unit is. An entry of a bibliography, names mostly,
        is like none as a whole: there its words tell."""
        if best.unit.block.kind is BlockKind.REFERENCE:
            return best.tokens
        return self.scorer.tokens.likeness(best.unit, query.text)

    def _listed(
        self, question: Question, scored: Sequence[Scored], query: Query, intent: Intent
    ) -> tuple[DraftSentence, ...]:
        if not intent.listing:
            return enumerated(scored[0].unit, self.reader)
        wanted = asked_count(query.text)
        for listed in self._lists(question, scored, query):
            bullets = sum(sentence.bullet for sentence in listed)
            if bullets and wanted in (None, bullets):
                return listed
        return ()

    def _lists(
        self, question: Question, scored: Sequence[Scored], query: Query
    ) -> Iterator[tuple[DraftSentence, ...]]:
        """The lists that may be meant, likeliest first: the parts of the section about it, then lists of the
        best units that speak of what is asked for, then any of theirs."""
        section = self.outlines.best(query, question.language, question.only.documents)
        if section is not None:
            yield parts_of(section, scored[0].unit.hit, self.reader)
        near = [s.unit for s in scored[:LIST_CANDIDATES] if s.score >= NEAR_BEST * scored[0].score]
        nouns = head_nouns(query)
        told = [unit for unit in near if any(noun.covered_by(unit.terms) for noun in nouns)]
        yield from (expand_list(unit, self.reader) for unit in told)
        # Said how many there are, a list of as many is the one meant, whatever it calls them.
        if not nouns or asked_count(query.text):
            yield from (expand_list(unit, self.reader) for unit in near)

    def _told(self, chosen: Sequence[Scored], query: Query, intent: Intent) -> Iterator[DraftSentence]:
        """The chosen units with the neighbours without which they can't be understood, each place once; the
        fact first that a direct question asks for, else in the order of the text."""
        several = sum(scored.unit.is_row for scored in chosen) > 1
        told: set[tuple[str, int]] = set()
        ordered = chosen if intent.quantity else in_text_order(chosen)
        near = [self._in_context(scored.unit, intent) for scored in ordered]
        for unit in (unit for units in near for unit in units):
            if (unit.block.id, unit.order) not in told:
                told.add((unit.block.id, unit.order))
                yield self._sentence(unit, query, bullet=unit.is_row and several)

    def _in_context(self, unit: Unit, intent: Intent) -> list[Unit]:
        if unit.is_row:
            return [unit]
        around = {other.order: other for other in self.reader.units_of_block(unit.block, unit.hit)}
        before, after = around.get(unit.order - 1), around.get(unit.order + 1)
        units = [unit]
        if before is not None and LEANS_BACK.search(unit.text):
            units.insert(0, before)
        if after is not None and intent.definition and LEANS_BACK.search(after.text):
            units.append(after)
        return units + _told_by_ordinals(unit, around)

    def _rows_beside(self, question: Question) -> TableRows:
        """Finds the rows of a row's table that the question allows."""

        def rows(row: Unit) -> list[Unit]:
            table = self.tables.get(row.block.table or "")
            blocks = self.reader.store.blocks(table.rows) if table is not None else ()
            allowed = (block for block in blocks if allows(question.only, block))
            return [unit for block in allowed for unit in self.reader.units_of_block(block, row.hit)]

        return rows

    def _sentence(self, unit: Unit, query: Query, *, bullet: bool) -> DraftSentence:
        table = self.tables.get(unit.block.table or "") if unit.is_row else None
        if table is None:
            return DraftSentence(without_number(unit.text), (unit,))
        told = row_sentence(unit.block, table, query.text)
        claim = row_sentence(unit.block, table, query.text, colon=":")
        name = name_cell(unit.block)
        return DraftSentence(
            told,
            (unit,),
            bullet=bullet,
            claim=claim,
            about=plain_name(name.value or "") if name else "",
            value="; ".join(cell.value or "" for cell in told_cells(unit.block, query.text)),
        )


def _nothing_told(chosen: Sequence[Scored], query: Query) -> bool:
    """Whether the best unit is a row that is blank where it is asked, and no other row has more."""
    rows = [scored.unit.block for scored in chosen if scored.unit.is_row]
    return chosen[0].unit.is_row and all(is_blank(row, query.text) for row in rows)


def _told_by_ordinals(unit: Unit, block: Mapping[int, Unit]) -> list[Unit]:
    """The sentences after one that says how many things there are, if the first, the second … follow."""
    after = [other for order, other in sorted(block.items()) if order > unit.order]
    if not counts(unit) or not after or not ORDINAL.search(after[0].text):
        return []
    return [other for other in after if ORDINAL.search(other.text)][:MOST_ORDINALS]
