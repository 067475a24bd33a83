"""What looks like a number and counts nothing: names, citation and list marks, references to sections."""

import re

from assistant.quantities.lexicon import PLURAL, alternation

HIDDEN = "\x00"
"""Put in place of each hidden character; no number, word or unit contains it."""

_SIZE_WORDS = r"thousand|million|billion|trillion|percent|per\b|times|fold|or\b|to\b|and\b"
_PLACE = (
    r"Sections?|Secs?|Tables?|Tabs?|Figures?|Figs?|Box(?:es)?|Append(?:ix|ices)|Chapters?|Equations?|Eqs?"
    r"|Refs?"
)
_LEVEL = (
    r"[Ss]teps?|[Pp]hases?|[Tt]ypes?|[Gg]rades?|[Ll]evels?|[Tt]iers?|[Vv]ersions?|[Ss]tages?|[Pp]arts?|[Nn]o"
    r"|[Vv]ol|[Pp]ages?|[Tt]ask|[Qq]uestion|[Aa]lgorithm|[Cc]lass|[Aa]im|[Ii]tem|[Cc]ase"
)
_SERIES = (
    r"CASP|COVID|Covid|ICD|UniRef|DSM|SARS-CoV|SARS|HIV|CYP|IL|H1N|Llama|LLaMA|LLaMa|Claude|Gemini|Gemma|Qwen"
)
_VERBS = frozenset(
    "answers reports measures questions records documents models tests labels features scans means".split()
)
_COUNTED = alternation([noun for noun in PLURAL if noun not in _VERBS])
_ZH_DIGITS = "零〇一二三四五六七八九十百"
_ZH_MEASURE_AHEAD = r"(?!\s*(?:[个种类项名位例张条份幅篇次家台块套组层倍年月日天岁多余万亿千百%]|[0-9.]))"

_PATTERNS = (
    # Addresses and identifiers.
    r"https?://[^\s，。]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+|arXiv:\s*[0-9.]+(?:v[0-9]+)?|10\.[0-9]{4,}/\S+",
    # Citation marks.
    r"\[\s*[0-9]{1,3}(?:\s*[-–—,，;~]\s*[0-9]{1,3})*\s*\]",
    # Places in a text and levels of a scale: `Tables 2 and 3`, `Sec. 4.2`, `phase 3`, `图 5`, `第三`.
    rf"\b(?:{_PLACE})\.?\s*\(?[0-9]+(?:[.-][0-9]+)*[a-z]?\)?(?:\s*(?:,|-|–|&|and"
    rf"|to)\s*[0-9]+(?:\.[0-9]+)*\b)*",
    rf"\b(?:{_LEVEL})\.?\s+[0-9]{{1,2}}(?![0-9.,%KMB])(?!\s*(?:{_SIZE_WORDS}))",
    rf"第\s*(?:[0-9]+|[{_ZH_DIGITS}]+|[IVX]+(?:-[A-Z][0-9]*)?)",
    rf"(?<![发代列年外])表\s*[0-9]{{1,2}}{_ZH_MEASURE_AHEAD}",
    rf"(?<![地试意企力])图\s*[0-9]{{1,2}}{_ZH_MEASURE_AHEAD}",
    rf"(?:附录|公式|框)\s*[0-9]{{1,2}}{_ZH_MEASURE_AHEAD}",
    # Kinds: `3D`, `5G`, `2 型糖尿病`, `三维`, `three-dimensional`; ordinals; other fixed phrases.
    r"(?<![A-Za-z0-9.,])[0-9]-?[DG](?![A-Za-z0-9])",
    r"\b(?i:two|three|four|[1-9])[- ]dimension(?:al(?:ity)?|s)?\b",
    r"[0-9]+(?:-[0-9]+)?\s*[维型级期](?!间)|[0-9]{1,2}\s*世纪",
    r"\b[0-9]+(?:st|nd|rd|th)\b(?!\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))",
    r"\b10x Genomics|\b24/7\b",
    # Numbers with several dots: sections and versions.
    r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}(?![0-9])",
    # Names that a digit is part of: `GPT-4`, `ViT-B/16`, `n2c2`, `LLaMA-2-7B/13B`; not `mid-2023`.
    r"(?<![A-Za-z0-9])(?!(?:mid|pre|post|over|about|early|late|nearly|than|to|of|around|under|sub|non)-[0-9]"
    r"|ca?\.\s?[0-9]{3,4}(?![0-9A-Za-z_]))"
    r"[A-Za-z](?=[A-Za-z_./@-]*[0-9])[A-Za-z0-9]*(?:[-_/.@]+[A-Za-z0-9]+)*",
    # Names with their version apart: `Med-PaLM 2`, `GPT 3.5`, `CASP 14`.
    rf"(?<![A-Za-z0-9])(?:{_SERIES})[ -][0-9]{{1,3}}(?:\.[0-9])?(?![0-9.,]*[0-9%A-Za-z])"
    rf"(?!\s*(?:{_SIZE_WORDS}|[万亿千百十个种项层倍]))",
    rf"(?<![A-Za-z0-9])[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{{2}}|[A-Za-z]-[A-Z])[A-Za-z-]*[ ][1-9](?:\.[0-9])?"
    rf"(?![0-9.,]*[0-9%A-Za-z-])(?!\s*(?:{_SIZE_WORDS}|[万亿千百十个种项名位张条份层倍年月%]"
    rf"|(?:{_COUNTED})\b))",
    # A name's second half: `ImageNet-1K and -21K`.
    r"(?<=\s)-[0-9]+[KMB](?![A-Za-z0-9])",
    # List marks at the start, and numbers alone in parentheses.
    r"^\s*[0-9]{1,2}(?:\.(?=\s)|、)",
    r"\([0-9]{1,2}\)",
)
_HIDE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_LIST_MARK = re.compile(r"(?<![A-Za-z0-9.,%])[0-9]{1,2}\)")


def hide_non_quantities(folded: str) -> str:
    """`folded` with everything that is no quantity hidden; positions stay."""
    hidden = _HIDE.sub(lambda match: HIDDEN * len(match.group()), folded)
    if ")" not in hidden:
        return hidden

    def hide_mark(match: re.Match[str]) -> str:
        before = folded[: match.start()]
        # In `(n = 12)` the parenthesis closes one that was opened: no list mark.
        closes = before.count("(") > before.count(")")
        return match.group() if closes else HIDDEN * len(match.group())

    return _LIST_MARK.sub(hide_mark, hidden)
