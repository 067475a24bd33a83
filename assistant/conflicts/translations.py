"""Where a translation departs from what it translates."""

from collections.abc import Iterator
from functools import cached_property

from assistant.conflicts.claims import Claim, written
from assistant.evidence import EvidenceReader, Unit
from assistant.quantities import Quantity, read_quantities, roughly_equal
from indexing.blocks import Block

_DATES = frozenset({"year", "month", "day"})


class Translations:
    """Finds the translation of an English sentence, and the numbers that it has instead of the sentence's."""

    def __init__(self, reader: EvidenceReader) -> None:
        self.reader = reader

    def departures(self, unit: Unit) -> Iterator[tuple[Claim, Claim]]:
        """A number of the sentence that its translation lacks, with one of the translation that the original
        lacks; in the order of both texts. A table's cells run together and are left alone."""
        block = None if unit.is_row or unit.language != "en" else self._translation(unit.block)
        if block is None:
            return
        translated = list(self.reader.units_of_block(block, unit.hit))
        original = self.reader.read(unit.block).text
        lacking = _lacking(unit, self.reader.read(block).text)
        instead = [claim for other in translated for claim in _lacking(other, original)]
        yield from zip(lacking, instead, strict=False)

    def _translation(self, block: Block) -> Block | None:
        """The Chinese block beside an English one of the same document, or beside its copy in another."""
        identifier = block.parallel or self._beside_copies.get(block.id)
        return self.reader.store.blocks([identifier])[0] if identifier else None

    @cached_property
    def _beside_copies(self) -> dict[str, str]:
        """The translation of each block that a bilingual document repeats, by the block's id."""
        bilingual = [document for document in self.reader.documents.values() if document.parallel_to]
        blocks = [b for d in bilingual for b in self.reader.store.blocks_between(d.id, 0, len(d.text))]
        return {b.same_as: b.parallel for b in blocks if b.language == "en" and b.same_as and b.parallel}


def _lacking(unit: Unit, text: str) -> list[Claim]:
    """The quantities of a unit that `text` doesn't have."""
    given = tuple(quantity for quantity in read_quantities(text) if not quantity.vague)
    return [
        Claim(unit, quantity, written(unit.text, quantity))
        for quantity in read_quantities(unit.text)
        if not _is_said(quantity, given)
    ]


def _is_said(quantity: Quantity, given: tuple[Quantity, ...]) -> bool:
    return quantity.vague or quantity.unit in _DATES or any(roughly_equal(quantity, other) for other in given)
