"""Looks for what the texts say otherwise about the things that an answer tells of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Conflict, Side
from assistant.conflicts.claims import Claim, claims_of, key
from assistant.conflicts.expansions import long_forms
from assistant.conflicts.translations import Translations
from assistant.conflicts.values import agree
from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.abbreviations import asked_abbreviation
from assistant.extractive.rows import name_cell, plain_name
from assistant.generation import DraftSentence
from assistant.quantities import equivalent, read_quantities
from assistant.turns.names import is_weak, names_in
from indexing.analysis import terms
from indexing.passages import Filter, Hit
from indexing.retrieval import ALWAYS

LOOKED_THROUGH = 12
"""Passages that are looked through for what else is said of a thing."""
MOST_THINGS = 3
MOST_SIDES = 3
Number = Callable[[Unit], int]
"""Gives a place of a source its number among the answer's citations."""


class ConflictFinder:
    """Compares what an answer says with what else the texts say. Safe to share between threads."""

    def __init__(self, reader: EvidenceReader) -> None:
        self.reader = reader
        self.translations = Translations(reader)

    def find(
        self, question: str, drafts: Sequence[DraftSentence], only: Filter, number: Number
    ) -> tuple[Conflict, ...]:
        """The conflicts with what `drafts` say, each side with its citations, the answer's own first: about
        the sizes and amounts of things, a translation's original, the words of an abbreviation."""
        units = list({(u.block.id, u.spans): u for draft in drafts for u in draft.sources}.values())
        found = [*self._of_words(question, units, only, number)]
        found += self._of_translations(units, only, number)
        told = {conflict.about for conflict in found}
        for name in _things(question, units):
            if name not in told:
                found += self._of_amounts(name, drafts, units, only, number)
        return tuple(found)

    def _of_words(
        self, question: str, units: Sequence[Unit], only: Filter, number: Number
    ) -> Iterator[Conflict]:
        short = asked_abbreviation(question)
        forms = long_forms(short, self.reader, units[0].hit, only) if short and units else []
        if len(forms) > 1:
            sides = tuple(Side(form.text, (number(form.unit),)) for form in forms[:MOST_SIDES])
            yield Conflict(short, sides)

    def _of_translations(self, units: Sequence[Unit], only: Filter, number: Number) -> Iterator[Conflict]:
        if only.languages and "zh" not in only.languages:
            return
        for unit in units:
            for original, translated in self.translations.departures(unit):
                if only.documents and translated.unit.document not in only.documents:
                    continue
                about = next(iter(names_in(unit.text[: original.quantity.start])[::-1]), "")
                other = Side(translated.value, (number(translated.unit),), translation=True)
                yield Conflict(about, (Side(original.value, (number(original.unit),)), other))

    def _of_amounts(
        self,
        name: str,
        drafts: Sequence[DraftSentence],
        units: Sequence[Unit],
        only: Filter,
        number: Number,
    ) -> Iterator[Conflict]:
        shown = [claim for draft in drafts for claim in self._shown(draft, key(name))]
        if not shown:
            return
        own = {unit.block.id for unit in units}
        others = [*shown, *claims_of(self._elsewhere(name, only), key(name))]
        for unit in dict.fromkeys(claim.quantity.unit for claim in shown):
            groups = _differing([c for c in others if c.quantity.unit == unit], own)
            if len(groups) > 1:
                yield Conflict(name, tuple(_side(group, number) for group in groups[:MOST_SIDES]))

    def _shown(self, draft: DraftSentence, wanted: str) -> Iterator[Claim]:
        """What a sentence of the answer itself says of the thing. Of a row only some cells are told."""
        for unit in draft.sources:
            around = list(self.reader.units_of_block(unit.block, unit.hit))
            for claim in claims_of(around, wanted):
                if claim.unit.spans == unit.spans and _is_told(claim, draft.text):
                    yield claim

    def _elsewhere(self, name: str, only: Filter) -> list[Unit]:
        """The units of the passages that speak of `name` most."""
        allowed = replace(only, kinds=only.kinds or ALWAYS, section="")
        found = self.reader.store.match(sorted(set(terms(name))), LOOKED_THROUGH, allowed)
        hits = [Hit(passage, 0.0) for passage in self.reader.store.passages([id for id, _ in found])]
        documents = self.reader.documents
        copies = {d.id for d in documents.values() if d.parallel_to in documents} - only.documents
        return [unit for unit in self.reader.units(hits, only) if unit.document not in copies]


def _is_told(claim: Claim, text: str) -> bool:
    """Whether an answer's sentence gives the value: of what it rests on it may tell a part."""
    told = read_quantities(text)
    return claim.value in text or any(equivalent(claim.quantity, quantity) for quantity in told)


def _things(question: str, units: Sequence[Unit]) -> list[str]:
    """The names that the answer may give amounts of: those of its rows and of the question."""
    rows = [cell.value for unit in units if unit.is_row and (cell := name_cell(unit.block)) and cell.value]
    asked = [name for name in names_in(question) if not is_weak(name)]
    named = {key(name): plain_name(name) for name in [*rows, *asked]}
    return list(named.values())[:MOST_THINGS]


def _differing(claims: Sequence[Claim], own: set[str]) -> list[list[Claim]]:
    """The claims of one unit in groups that agree among themselves and with no other, the answer's own first.
    A place that gives several values (`110M/340M`) agrees with any of them."""
    places: dict[str, list[Claim]] = {}
    for claim in claims:
        places.setdefault(claim.unit.block.id, []).append(claim)
    ordered = sorted(places, key=lambda place: place not in own)
    groups: list[list[Claim]] = []
    for place in ordered:
        same = [g for g in groups if any(agree(a.quantity, b.quantity) for a in g for b in places[place])]
        if same:
            same[0] += places[place]
        else:
            groups.append(list(places[place]))
    return groups


def _side(claims: Sequence[Claim], number: Number) -> Side:
    """The value as its first place gives it, with all places of different texts that agree on it."""
    places = {claim.unit.document: claim.unit for claim in reversed(claims)}
    ordered = dict.fromkeys(claim.unit.document for claim in claims)
    return Side(claims[0].value, tuple(dict.fromkeys(number(places[document]) for document in ordered)))
