"""Every name of a model, dataset or method in a claim must be written in its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.quantities import read_quantities, sizes_in_names
from assistant.quantities.folding import fold_in_place
from assistant.rules.nouns import Violation
from indexing.analysis import is_chinese, stem, terms

_NAME = re.compile(
    # A word with its joined parts, and a version number apart (`Med-PaLM 2`).
    r"(?<![A-Za-z0-9.@])[A-Za-z0-9]+(?:[-_/.+]{1,2}[A-Za-z0-9]+)*"
    r"(?:(?<=[A-Za-z])[ ][1-9][0-9]?(?:\.[0-9])?(?![0-9.,]*[0-9%A-Za-z-])(?! ?[万亿千百十个种项名位张条份层倍年月%]))?"
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z]*|[0-9]+(?:\.[0-9]+)*")
_LOOKS_LIKE_NAME = re.compile(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|[A-Za-z]-?[0-9]")
_CAPITALISED = re.compile(r"[A-Z][a-z]{2,}")
_MEASURE = re.compile(r"[0-9.]+[-+/]?(?:[A-Za-z]{1,2}|[a-z]+|[kMG]?Wh|[KMGTP]B)?(?:/[0-9.]+[A-Za-z]?)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？：；]|[\"“(])\s*$")
_LOWER_TAIL = re.compile(r"(?:[-+][a-z]+)+$")
_SIZE_TAIL = re.compile(r"[-_ /]?[0-9]+(?:\.[0-9]+)?[BMKbmk]$")
_VERSION_FOLLOWS = r"(?![\s_-]?[0-9])"
_SHORTEST_SQUEEZED = 6
_WINDOW = 3

_TRANSLATED = frozenset(
    "ai ml nlp llm llms lm plm vlm lvlm lvm lmm lam lams lfm vfm bfm mfm hfm cv vqa qa mri ct pet oct us ecg eeg ehr"
    " emr icu dna rna mrna msa sota rgb cnn rnn gnn dl rl icl cot rag ssl roc us usa uk eu hk agi gpu cpu api it"
    " x-ray covid-19 q3 pc 3d 2d wsi cxr ner pdf eg ie phd md moe rlhf peft lora sft ift mlm ntp nsp"
    " clip-like f1-score f1".split()
)
"""Abbreviations that the other language writes out: compared only within one language."""


@dataclass(frozen=True)
class _Name:
    text: str
    start: int
    plain: bool
    """Only its first letter is a capital: may be any proper noun."""

    @property
    def joined(self) -> str:
        return "".join(_PART.findall(self.text)).casefold()


def wrong_names(claim: str, source: str) -> Iterator[Violation]:
    """The claim's names that the source doesn't write, however it joins their parts."""
    names = _find_names(claim)
    if not names:
        return
    written = _Written(source)
    crossing = is_chinese(claim) != written.chinese
    for name in names:
        if crossing and _may_be_translated(name, written.chinese):
            continue
        if not written.has(name):
            yield Violation("name", claim[name.start : name.start + len(name.text)], name.start, name.start + len(name.text))


def _may_be_translated(name: _Name, into_chinese: bool) -> bool:
    bare = name.text.casefold()
    return bare in _TRANSLATED or bare.removesuffix("s") in _TRANSLATED or (name.plain and into_chinese)


@lru_cache(maxsize=1024)
def _find_names(text: str) -> tuple[_Name, ...]:
    folded = fold_in_place(text)
    found = []
    for match in _NAME.finditer(folded):
        for written, start in _split(match.group(), match.start()):
            if _MEASURE.fullmatch(written):
                continue
            written = _LOWER_TAIL.sub("", written)
            if _LOOKS_LIKE_NAME.search(written):
                found.append(_Name(written, start, plain=False))
            elif _CAPITALISED.fullmatch(written) and not _SENTENCE_START.search(folded, max(0, start - 4), start):
                found.append(_Name(written, start, plain=True))
    return tuple(found)


def _split(written: str, start: int) -> Iterator[tuple[str, int]]:
    """`DNA/RNA` are two names, `ViT-B/16` and `n2c2` one; a version is parted from a word that is no name."""
    word, _, version = written.partition(" ")
    if version and not _LOOKS_LIKE_NAME.search(word) and not _CAPITALISED.fullmatch(word):
        written = word
    if version and re.fullmatch(r"(?:Table|Figure|Fig|Section|Sec|Box|Phase|Type|Stage|Step|Level|[A-Z][a-z]+s)", word):
        written = word
    position = 0
    for piece in re.split(r"/(?![0-9])|\+|\.(?=[A-Z])", written):
        yield piece, start + position
        position += len(piece) + 1


class _Written:
    """What a source writes, in the forms that names are compared by."""

    def __init__(self, source: str) -> None:
        self.text = fold_in_place(source)
        self.chinese = is_chinese(source)
        self._terms = _term_set(source)
        self._squeezed = "".join(filter(str.isalnum, self.text)).casefold()
        self._source = source

    def has(self, name: _Name) -> bool:
        joined = name.joined
        if any(form in self._terms for form in (joined, stem(joined), joined.removesuffix("s"), joined + "s")):
            return name.plain or self._not_only_versioned(name)
        tokens = re.findall(r"[A-Za-z0-9]+(?:\.[0-9]+)*", name.text)
        if len(tokens) > _WINDOW:
            windows = ("".join(tokens[i : i + _WINDOW]).casefold() for i in range(len(tokens) - _WINDOW + 1))
            if all(window in self._terms for window in windows):
                return True
        if not any(map(str.isdigit, joined)) and len(joined) >= _SHORTEST_SQUEEZED and joined in self._squeezed:
            return True
        return self._has_size_apart(name) or self._spells_out(name)

    def _not_only_versioned(self, name: _Name) -> bool:
        """`MedPaLM` isn't in a source that only has `MedPaLM-2`; `GPT` may be, as a family."""
        if any(map(str.isdigit, name.text)) or name.text.isupper():
            return True
        pattern = r"[-_ ]?".join(map(re.escape, _PART.findall(name.text)))
        return re.search(rf"(?i)(?<![A-Za-z0-9]){pattern}s?(?![A-Za-z0-9]){_VERSION_FOLLOWS}", self.text) is not None or (
            re.search(rf"(?i){pattern}", self.text) is None
        )

    def _has_size_apart(self, name: _Name) -> bool:
        """`LLaMA-65B` is in `LLaMA, with 65B parameters`."""
        size = _SIZE_TAIL.search(name.text)
        if size is None or size.start() == 0:
            return False
        base = _Name(name.text[: size.start()], name.start, name.plain)
        given = {quantity.value for quantity in (*read_quantities(self._source), *sizes_in_names(self._source))}
        return base.joined in self._terms and all(q.value in given for q in sizes_in_names(f" {size.group().lstrip('-_ /')}"))

    def _spells_out(self, name: _Name) -> bool:
        """`LLMs` are in `large language models`."""
        letters = name.text.removesuffix("s")
        if not letters.isupper() or not letters.isalpha() or self.chinese:
            return False
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", self.text)).upper()
        return len(letters) > 1 and letters in initials


@lru_cache(maxsize=1024)
def _term_set(text: str) -> frozenset[str]:
    return frozenset(terms(text))
