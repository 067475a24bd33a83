"""Every name of a model, dataset or method in a claim must be written in its source."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.quantities import read_quantities, sizes_in_names
from assistant.quantities.folding import fold_in_place
from assistant.quantities.lexicon import SIGN_UNITS
from assistant.rules.acronyms import begins_words, is_written_out
from assistant.rules.nouns import Violation
from indexing.analysis import STOP_WORDS, is_chinese

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_NAME = re.compile(
    # A word with its joined parts, and a version number apart (`Med-PaLM 2`).
    rf"(?<![A-Za-z0-9.@])[A-Za-z0-9][A-Za-z0-9{_RAISED}]*(?:[-_/.+]{{1,2}}[A-Za-z0-9{_RAISED}]+)*"
    r"(?:(?<=[A-Za-z])[ ][1-9][0-9]?(?:\.[0-9])?(?![0-9.,]*[0-9%A-Za-z-])(?!, [0-9])"
    r"(?! ?[万亿千百十个种项名位张条份层倍年月%]))?"
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z]*|[0-9]+(?:\.[0-9]+)*")
_LOOKS_LIKE_NAME = re.compile(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|[A-Za-z]-?[0-9]")
_MEASURE = re.compile(
    r"[0-9.]+[-+/]?(?:[A-Za-z]{1,2}|[a-z]+|[kMG]?Wh|[KMGTP]B)?(?:/[0-9.]+[A-Za-z]?)*|[IVX]+"
)
_NO_NAME_WITH_NUMBER = re.compile(
    r"Tables?|Tab|Figures?|Figs?|Sections?|Sec|Box|Phase|Type|Stage|Step|Level|Appendix|Chapter|Eq|pH"
    r"|[A-Z][a-z]+s"
)
_OPENINGS = frozenset(
    "Roughly Nearly Almost Around Approximately Exactly Over Under Above Below Between Within After Before"
    " Until Since During Only".split()
)
_PLAIN_NAMES = frozenset(
    "Alpaca Baichuan Bard BERT Bloom Chinchilla Claude Codex Ernie Falcon Flamingo Florence Foresight"
    " Galactica Gato Gemini"
    " Gemma Gopher Grok Hippocrates Kosmos Llama Llava Megatron Meditron Mistral Mixtral Minerva Palm Phi"
    " Prophet Quilt Qwen"
    " Sora Sparrow Taiyi Vicuna Virchow Whisper Yi Zhongjing Camel Koala Dolly Kimi DeepSeek Jurassic"
    " Reformer Longformer".split()
)
"""Models named by an ordinary capitalised word. Other such words are left to the judge: they may be titles,
persons or places, written otherwise in the source."""
_PARTY = re.compile(r"(?:patient|human|doctor|physician|clinician|user|student|teacher)-(?=[A-Z]{2})")
"""Of `patient-LLM interaction`, which another language writes apart."""
_LOWER_TAIL = re.compile(r"(?:[-+][a-z]+)+$")
_SIZE_TAIL = re.compile(r"[-_ /]?(?P<size>[0-9]+(?:\.[0-9]+)?[BMKbmk])$")
_SHORTEST_BROKEN = 5


@dataclass(frozen=True)
class _Name:
    text: str
    start: int

    @property
    def parts(self) -> list[str]:
        return _PART.findall(unicodedata.normalize("NFKC", self.text))


def wrong_names(claim: str, source: str) -> Iterator[Violation]:
    """The claim's names that the source doesn't write, however it joins their parts."""
    names = _find_names(claim)
    if not names:
        return
    written = _Written(source)
    across = is_chinese(claim) != is_chinese(source)
    for name in names:
        if not (written.has(name) or _is_introduced(name, claim, source, across)):
            party = _PARTY.match(name.text) if across else None
            if party and written.has(_Name(name.text[party.end() :], name.start + party.end())):
                continue
            end = name.start + len(name.text)
            yield Violation("name", claim[name.start : end], name.start, end)


def _is_introduced(name: _Name, claim: str, source: str, across: bool) -> bool:
    """Whether the claim puts the name in parentheses behind the words that it abbreviates, and the source has
    these; in another language nobody can compare the words in front."""
    before, after = claim[: name.start], claim[name.start + len(name.text) :]
    if not before.endswith(("(", "（")) or not after.startswith((")", "）")):
        return False
    return begins_words(name.text, source) and (across or begins_words(name.text, before))


@lru_cache(maxsize=1024)
def _find_names(text: str) -> tuple[_Name, ...]:
    folded = fold_in_place(text)
    found = []
    for match in _NAME.finditer(folded):
        for piece, start in _split(match.group(), match.start()):
            written = _LOWER_TAIL.sub("", piece)
            if _MEASURE.fullmatch(written) or written.lstrip("0123456789.") in SIGN_UNITS:
                continue
            if _LOOKS_LIKE_NAME.search(written):
                found.append(_Name(written, start))
            elif written in _PLAIN_NAMES:
                found.append(_Name(written, start))
    return tuple(found)


def _split(written: str, start: int) -> Iterator[tuple[str, int]]:
    """`DNA/RNA` are two names, `ViT-B/16` and `n2c2` one; a number is parted from a word that is no name."""
    word, _, version = written.partition(" ")
    if version and (
        _is_opening(word) or _NO_NAME_WITH_NUMBER.fullmatch(word) or not re.search("[A-Z]", word)
    ):
        written = word
    position = 0
    for piece in re.split(r"/(?![0-9]+(?![A-Za-z0-9.]))|\+|\.(?=[A-Z])", written):
        yield piece, start + position
        position += len(piece) + 1


def _is_opening(word: str) -> bool:
    """Whether a capitalised word is one that sentences begin with: `Under 15 patients`."""
    return word.istitle() and (word.casefold() in STOP_WORDS or word in _OPENINGS)


class _Written:
    """What a source writes, in the forms that names are compared by."""

    def __init__(self, source: str) -> None:
        self._source = source
        # With raised digits both as citation marks, left out, and as parts of names.
        self._texts = (
            fold_in_place(re.sub(f"[{_RAISED}]", "", source)),
            fold_in_place(unicodedata.normalize("NFKC", source)),
        )

    def has(self, name: _Name) -> bool:
        return (
            self._writes(name.parts)
            or self._has_broken(name)
            or self._has_size_apart(name)
            or is_written_out(name.text, self._source)
        )

    def _writes(self, parts: list[str]) -> bool:
        """Whether a text has the parts in order, joined or apart, as a name of its own: `MedPaLM` isn't in
        `MedPaLM-2`, though `GPT` is in `GPT-4`, the family in its member."""
        if not parts:
            return True
        body = r"(?:[-_ ./+]|[-_./+]{2}|_ ?\{)?".join(map(re.escape, parts))
        family = len(parts) == 1 or any(map(str.isdigit, parts[-1]))
        ending = "" if family else r"(?![-_ ]?[0-9](?![0-9]*[A-Za-z]))"
        last = parts[-1][-1]
        ending += r"(?![0-9])(?!\.[0-9])" if last.isdigit() else ("" if family else "")
        # A plural on either side makes no other name.
        plural = "s?" if not body.endswith("s") else "?"
        pattern = re.compile(rf"(?<![A-Za-z0-9]){body}{plural}(?![A-Za-z]){ending}", re.IGNORECASE)
        return any(pattern.search(text) for text in self._texts)

    def _has_broken(self, name: _Name) -> bool:
        """The texts break long words anywhere: `Intern Image`."""
        joined = "".join(name.parts).casefold()
        if any(map(str.isdigit, joined)) or len(joined) < _SHORTEST_BROKEN:
            return False
        pattern = r"[ -]?".join(joined)
        return any(
            re.search(rf"(?<![a-z]){pattern}(?![a-z])(?![- ]?[0-9]\b)", text.casefold())
            for text in self._texts
        )

    def _has_size_apart(self, name: _Name) -> bool:
        """`LLaMA-65B` is in `LLaMA, with 65B parameters`."""
        size = _SIZE_TAIL.search(name.text)
        if size is None or size.start() == 0:
            return False
        given = {
            quantity.value for quantity in (*read_quantities(self._source), *sizes_in_names(self._source))
        }
        wanted = {quantity.value for quantity in read_quantities(size["size"].upper())}
        return wanted <= given and self._writes(_Name(name.text[: size.start()], 0).parts)
