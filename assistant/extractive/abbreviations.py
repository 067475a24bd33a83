"""What an abbreviation stands for: the places of the texts that write it out."""

import re
from collections.abc import Iterator

from assistant.evidence import EvidenceReader, Unit
from assistant.extractive.listing import without_number
from assistant.generation import DraftSentence
from corpus import quote
from indexing.analysis import terms
from indexing.blocks import BlockKind, Language
from indexing.glossary.nouns import GlossaryEntry, same_form
from indexing.passages import Filter, Hit, allows

MOST = 2
"""Places that are shown, of different wording; those in the question's language first."""
PROPOSED = 40
"""Passages that are looked through for a place that spells an abbreviation out."""
SPARE = 2
"""An abbreviation of n letters may be spelt out by this many words more than n (`the state of the art`)."""
_SHORT = r"[\"“'‘《]?([A-Za-z][A-Za-z0-9\-]*[A-Z][A-Za-z0-9\-]*)[\"”'’》]?"
_THIS = r"\s*(?:这个|这一|该)?(?:缩写|简称|简写|词)?\s*"
_ASKS = re.compile(
    rf"(?i:\b(?:what|which)\b.{{0,40}}?)\b{_SHORT}\s+(?i:(?:stands?|is short|be short|short)\s+for|mean)\b"
    rf"|(?i:\b(?:full|long|complete)\s+(?:name|form|title)s?\s+(?:of|for|behind)\s+(?:the\s+)?){_SHORT}"
    rf"|(?i:\b(?:spell out|expand|expansion of|abbreviation|acronym)\s+(?:the\s+)?(?:acronym\s+)?){_SHORT}"
    rf"|{_SHORT}{_THIS}的?(?:英文|中文)?(?:全称|全名|全写)"
    rf"|{_SHORT}{_THIS}(?:是|代表)(?:什么|哪几个(?:词|单词)|哪个(?:词|术语))的?(?:缩写|简称|简写|意思)"
    rf"|{_SHORT}{_THIS}(?:代表|指的是|指代|是指|表示)(?:什么|哪)"
)

_WORDS = re.compile(
    r"\b(?:stands?|short)\s+for\b|\b(?:name|form)\b|全称|全名|全写|缩写|简称|简写", re.IGNORECASE
)


def asked_abbreviation(question: str) -> str:
    """The abbreviation that `question` asks to be written out; empty if it asks for none."""
    found = _ASKS.search(question)
    return next(filter(None, found.groups()), "") if found else ""


def asks_words_for(question: str) -> bool:
    """Whether `question` asks for the words of an abbreviation and no explanation will do instead."""
    return bool(asked_abbreviation(question)) and _WORDS.search(question) is not None


class Expansions:
    """Finds where the texts write an abbreviation out: by the glossary mined from them, else by the letters
    of the words before it (Schwartz and Hearst 2003)."""

    def __init__(self, reader: EvidenceReader) -> None:
        self.reader = reader
        self.entries = [entry for entry in reader.store.glossary() if entry.abbreviation]

    def of(self, abbreviation: str, hit: Hit, language: Language, only: Filter) -> tuple[DraftSentence, ...]:
        """The sentences that write `abbreviation` out, each wording once; empty if none does. `hit` is what
        a place counts as found by that stands in no passage of the question's own."""
        wanted = same_form(abbreviation)
        meant = [entry for entry in self.entries if same_form(entry.abbreviation or "") == wanted]
        units = [*self._spelt(abbreviation, only), *(u for entry in meant for u in self._places(entry, hit))]
        allowed = [unit for unit in units if allows(only, unit.block)]
        # A caption that lists abbreviations says it as well, but a sentence says more.
        allowed.sort(key=lambda u: (u.language != language, u.block.kind is BlockKind.CAPTION))
        kept = list({same_form(unit.text): unit for unit in reversed(allowed)}.values())[::-1]
        return tuple(DraftSentence(without_number(unit.text), (unit,)) for unit in kept[:MOST])

    def _places(self, entry: GlossaryEntry, hit: Hit) -> Iterator[Unit]:
        """The sentence at each span of the entry; of a caption the span alone."""
        for span in entry.spans:
            for block in self.reader.store.blocks_between(entry.document, span.start, span.end):
                units = self.reader.units_of_block(block, hit)
                found = next((u for u in units if any(place.overlaps(span) for place in u.spans)), None)
                if found is not None and block.kind is BlockKind.CAPTION:
                    text = quote(self.reader.documents[entry.document].text, (span,))
                    yield Unit(hit, block, found.order, text, (span,), frozenset(terms(text)))
                elif found is not None:
                    yield found

    def _spelt(self, abbreviation: str, only: Filter) -> Iterator[Unit]:
        """Sentences with the abbreviation in brackets after words that begin with its letters."""
        found = self.reader.store.match(terms(abbreviation), PROPOSED, only)
        for passage in self.reader.store.passages([identifier for identifier, _ in found]):
            for unit in self.reader.units_of(Hit(passage, 0.0)):
                if not unit.is_row and spells_out(abbreviation, unit.text):
                    yield unit


def spells_out(abbreviation: str, text: str) -> bool:
    """Whether `text` has `abbreviation` in brackets after as many words as it has letters, or a few more, the
    first and most others of which begin with its letters in order."""
    letters = [letter for letter in abbreviation.casefold().removesuffix("s") if letter.isalpha()]
    for found in re.finditer(rf"[(（]\s*(?:[A-Za-z\-, ]*,\s*)?{re.escape(abbreviation)}s?\s*[)）,，]", text):
        inside = re.match(r"[(（]\s*([A-Za-z\- ]+),", found.group())
        before = inside.group(1) if inside else text[: found.start()]
        words = re.findall(r"[A-Za-z]+", re.split(r"[.;,，。；:：()（）\u3400-\u9fff]", before.rstrip())[-1])
        initials = [word[0].casefold() for word in words[-len(letters) - SPARE :]]
        if any(_in_order(letters, initials[start:]) for start in range(len(initials))):
            return True
    return False


def _in_order(letters: list[str], initials: list[str]) -> bool:
    rest = iter(initials)
    return initials[:1] == letters[:1] and all(letter in rest for letter in letters)
