"""`The second one`, `第二个`, `the latter`: which entry of a list is meant, in both languages."""

import re
from collections.abc import Sequence

_PLACES = ("first one former", "second two latter", "third three", "fourth four", "fifth five", "sixth six")
_ENGLISH = {word: place for place, words in enumerate(_PLACES) for word in words.split()}
_ENGLISH |= {"seventh": 6, "eighth": 7, "last": -1}
_CHINESE = {numeral: index for index, numeral in enumerate("一二三四五六七八九")}
_WORD = re.compile(
    r"\b(?:number (?P<number>\w+)|the (?P<ordinal>\w+))|第(?P<chinese>[一二三四五六七八九1-9])|(?P<last>最后)"
    r"|(?P<former>前者)|(?P<latter>后者)"
)


def pick(words: str, entries: Sequence[str]) -> str | None:
    """The one of `entries` that lower-case `words` point at; None where they point at none."""
    match = _WORD.search(words)
    index = _index(match) if match else None
    if index is None or not -len(entries) <= index < len(entries):
        return None
    return entries[index]


def _index(match: re.Match[str]) -> int | None:
    if match["last"]:
        return -1
    if match["former"] or match["latter"]:
        return 0 if match["former"] else 1
    said = match["number"] or match["ordinal"] or match["chinese"]
    if said.isdecimal():
        return int(said) - 1
    return _CHINESE.get(said, _ENGLISH.get(said))
