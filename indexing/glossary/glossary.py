"""Looking terms up, and translating those of a question."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexing.analysis import STOP_WORDS, fold, is_chinese, stem
from indexing.glossary.nouns import TOKEN, GlossaryEntry, is_han, same_form, singular

_LONGEST = 16
"""Words and characters that a term of a question has at most."""
_MOST_FORMS = 6
_SHORTEST_LOWER = 3
_SHORTEST_PART = 2


@dataclass(frozen=True)
class Occurrence:
    """A term of the glossary that stands in a question at `[start, end)`, with its other forms."""

    start: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class _Token:
    key: str
    text: str
    start: int
    end: int


class Glossary:
    def __init__(self, entries: Sequence[GlossaryEntry]) -> None:
        self.entries = tuple(entries)
        self._forms: dict[str, list[tuple[GlossaryEntry, str]]] = defaultdict(list)
        for entry in sorted(self.entries, key=lambda entry: (-entry.count, -entry.confidence)):
            for form in entry.forms:
                self._forms[_key(form)].append((entry, form))

    def lookup(self, term: str) -> tuple[GlossaryEntry, ...]:
        """The entries one of whose forms is `term`, however it is written, then those that have it as a part
        (whole words of English, any characters of Chinese)."""
        wanted = _key(term)
        if not wanted:
            return ()
        exact = [entry for entry, _ in self._forms.get(wanted, ())]
        parts = [entry for entry in self.entries if any(_holds(form, term) for form in entry.forms)]
        parts.sort(key=lambda entry: (-entry.count, len("".join(entry.forms))))
        return tuple(dict.fromkeys([*exact, *parts]))

    def translations(self, question: str) -> tuple[str, ...]:
        """What the texts also call the terms of `question`: in the other language, short or in full."""
        return tuple(dict.fromkeys(form for found in self.occurrences(question) for form in found.forms))

    def occurrences(self, question: str) -> tuple[Occurrence, ...]:
        """The terms in `question`, longest first where they overlap, in the order of the text."""
        tokens = _tokens(question)
        matches = [
            (end - start, start, end)
            for start in range(len(tokens))
            for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1)
            if self._matching(tokens[start:end])
        ]
        taken: set[int] = set()
        found = []
        for _, start, end in sorted(matches, key=lambda match: (-match[0], match[1])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                forms = _other_forms(self._matching(tokens[start:end]))
                found.append(Occurrence(tokens[start].start, tokens[end - 1].end, forms))
        return tuple(sorted(found, key=lambda occurrence: occurrence.start))

    def _matching(self, tokens: Sequence[_Token]) -> list[tuple[GlossaryEntry, str]]:
        found = self._forms.get(_joined(tokens), [])
        return [(e, form) for e, form in found if form != e.abbreviation or _is_meant(e, tokens)]


def _is_meant(entry: GlossaryEntry, tokens: Sequence[_Token]) -> bool:
    """Whether `tokens`, which spell the entry's abbreviation, mean it: `us` and `sum` are words, `US` and
    `SUM` are not; `llm`, of several words, is no word either."""
    written = "".join(token.text for token in tokens)
    if any(character.isupper() for character in written[1:]):
        return True
    several = entry.english is None or len(_tokens(entry.english)) > 1
    return several and len(written) >= _SHORTEST_LOWER and written.casefold() not in STOP_WORDS


def _other_forms(matches: Sequence[tuple[GlossaryEntry, str]]) -> tuple[str, ...]:
    """The forms that are not what was matched, those of the other language first."""
    matched = {_key(form) for _, form in matches}
    chinese = any(form == entry.chinese for entry, form in matches)
    others = [form for entry, _ in matches for form in entry.forms if _key(form) not in matched]
    others.sort(key=lambda form: is_chinese(form) == chinese)
    return tuple(dict.fromkeys(others))[:_MOST_FORMS]


def _holds(form: str, term: str) -> bool:
    if any(map(is_han, term)):
        return len(term) >= _SHORTEST_PART and same_form(term) in same_form(form)
    words, wanted = [token.key for token in _tokens(form)], [token.key for token in _tokens(term)]
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


def _key(term: str) -> str:
    return _joined(_tokens(term))


def _joined(tokens: Sequence[_Token]) -> str:
    """One key for `fine-tuning` and `finetuning`, whose stems end in `tune` and `tun`."""
    key = "".join(token.key for token in tokens)
    return key.removesuffix("e")


def _tokens(text: str) -> list[_Token]:
    """The stems and Chinese characters of `text`. Folding may change lengths (`ﬁ`), so that places are kept
    by folding each character by itself."""
    folded, places = "", []
    for place, character in enumerate(text):
        piece = fold(character)
        folded += piece
        places += [place] * len(piece)
    return [
        # The stemmer leaves words without a vowel alone: `llms`.
        _Token(
            stem(singular(word.group().casefold())),
            word.group(),
            places[word.start()],
            places[word.end() - 1] + 1,
        )
        for word in TOKEN.finditer(folded)
    ]
