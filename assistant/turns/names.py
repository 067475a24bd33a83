"""The names in a question or an answer, as they are written there."""

import re

from indexing.analysis import STOP_WORDS, is_chinese
from indexing.query import GENERIC_WORDS

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_./+][A-Za-z0-9]+)*\+*")
_MADE_UP = re.compile(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|[A-Za-z]-?[0-9]")
_VERSION = re.compile(r"[1-9][0-9]?(?:\.[0-9])?")
_PRONOUNS = frozenset({"he", "she"})
_OPENS = re.compile(r"(?:^|[.?!:;。？！：；“\"])\s*$")
_WEAK = frozenset(
    "ai agi llm lm plm vlm lvm lmm lam fm vfm ml dl rl nlp cv qa vqa ner mri mr ct pet oct us ecg eeg ehr emr"
    " icu dna rna ssl gpu cpu fda usa uk eu who usmle icd api rag".split()
)
"""Abbreviations of kinds and fields: a question names them beside what it is about."""


def names_in(text: str) -> tuple[str, ...]:
    """The proper names of `text` in order, each once; those of a kind or field (`LLM`, `MRI`) last.

    A name is one by its form (`SciFive`, `Med-PaLM 2`), by capitals within a sentence (`Medical Meadow`), or
    by its letters in Chinese text.
    """
    found = dict.fromkeys(_written(text))
    return tuple(sorted(found, key=is_weak))


def is_weak(name: str) -> bool:
    """Whether `name` is an abbreviation of a kind or a field."""
    return name.casefold() in _WEAK or name.casefold().removesuffix("s") in _WEAK


def _written(text: str) -> list[str]:
    names: list[str] = []
    start = end = -1
    for word in _WORD.finditer(text):
        goes_on = start >= 0 and text[end : word.start()] == " "
        if goes_on and (_VERSION.fullmatch(word.group()) or word.group()[0].isupper()):
            end = word.end()
            continue
        if start >= 0:
            names.append(text[start:end])
            start = -1
        if _is_part(text, word):
            start, end = word.span()
    return [*names, text[start:end]] if start >= 0 else names


def _is_part(text: str, word: re.Match[str]) -> bool:
    written = word.group()
    if _MADE_UP.search(written):
        return True
    ordinary = written.casefold() in STOP_WORDS | GENERIC_WORDS | _PRONOUNS
    if not written[0].isupper() or len(written) == 1 or ordinary:
        return False
    return is_chinese(text) or _OPENS.search(text[: word.start()]) is None
