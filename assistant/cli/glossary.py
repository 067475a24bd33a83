"""`medfm glossary`: the terms that the texts give in both languages, or with an abbreviation."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.jsonout import bounds
from assistant.cli.opening import open_texts
from assistant.cli.sources import number_of
from assistant.cli.words import WORDS, Words
from assistant.cli.wrapping import shorten, width, wrap
from assistant.questions import check_question, language_of
from corpus import Document
from indexing.glossary import Glossary, GlossaryEntry

_GAP = "  "
_UNKNOWN = "-"
"""Stands where the texts give no form."""
_NARROWEST = 12
"""No column of words is squeezed below this: in a very narrow terminal, long lines are the lesser evil."""
_TIMES = 3
"""The column of numbers."""


def run(parsed: Namespace, console: Console) -> int:
    """List the entries of a term, or all. 0 found, 1 none."""
    term = check_question(" ".join(parsed.term)) if parsed.term else ""
    store = open_texts(settings_of(parsed), console)
    glossary = Glossary(store.glossary())
    found = glossary.lookup(term) if term else sorted(glossary.entries, key=_alphabetical)
    documents = {document.id: document for document in store.documents()}
    if parsed.json:
        listed = [_entry_json(entry, documents[entry.document]) for entry in found]
        console.json({"term": term or None, "entries": listed})
    elif found:
        _print(console, found, documents, WORDS[language_of(term)])
    else:
        words = WORDS[language_of(term)]
        room = console.columns - width(words.no_term.format(term=""))
        console.line(words.no_term.format(term=shorten(term, room)))
    return 0 if found else 1


def _alphabetical(entry: GlossaryEntry) -> tuple[bool, str, str]:
    """By the English, those without one last; ties by the rest."""
    return (entry.english is None, (entry.english or "").casefold(), " ".join(entry.forms))


def _print(
    console: Console, found: Sequence[GlossaryEntry], documents: Mapping[str, Document], words: Words
) -> None:
    rows = [_cells(entry, documents[entry.document]) for entry in found]
    columns = _columns([[[title] for title in words.term_columns], *rows], console.columns)
    for line in _lines([[title] for title in words.term_columns], columns):
        console.line(console.styled(line, "bold"))
    for row in rows:
        for line in _lines(row, columns):
            console.line(line)


def _cells(entry: GlossaryEntry, document: Document) -> list[list[str]]:
    """What stands in each column, in lines: one for each span, as they are looked up one by one."""
    places = [f"{number_of(document)} {span.start}:{span.end}" for span in entry.spans]
    forms = [[form or _UNKNOWN] for form in (entry.english, entry.chinese, entry.abbreviation)]
    return [*forms, [f"{entry.count:,}"], places]


def _columns(rows: Sequence[list[list[str]]], most: int) -> list[int]:
    """How wide each column is: as its cells are, but the English gives way where a line would be too long,
    and the Chinese where that is not enough."""
    wide = [max(width(line) for row in rows for line in row[n]) for n in range(len(rows[0]))]
    for n in (0, 1):
        excess = sum(wide) + len(_GAP) * (len(wide) - 1) - most
        wide[n] = max(min(wide[n], _NARROWEST), wide[n] - max(0, excess))
    return wide


def _lines(row: Sequence[list[str]], columns: Sequence[int]) -> Iterator[str]:
    cells = [
        [part for line in cell for part in wrap(line, room)] for cell, room in zip(row, columns, strict=True)
    ]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = [
            _padded(part, room, n == _TIMES)
            for n, (part, room) in enumerate(zip(parts, columns, strict=True))
        ]
        yield _GAP.join(padded).rstrip()


def _padded(text: str, columns: int, right: bool) -> str:
    """`text` filled up to `columns`; `str.ljust` would count a Chinese character as one."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def _entry_json(entry: GlossaryEntry, document: Document) -> dict[str, Any]:
    return {
        "english": entry.english,
        "chinese": entry.chinese,
        "abbreviation": entry.abbreviation,
        "document": entry.document,
        "source_file": document.file,
        **bounds(entry.spans),
        "quotes": [document.text[slice(*span)] for span in entry.spans],
        "count": entry.count,
        "confidence": round(entry.confidence, 4),
    }
