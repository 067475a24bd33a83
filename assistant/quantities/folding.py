"""Forms folded one character to one, so that positions stay those of the text."""

import re
import unicodedata

_KEPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉")
"""Raised and lowered digits are powers, formulas or citation marks: folded, they would be plain digits."""


def _table() -> dict[int, str]:
    table = {ord(dash): "-" for dash in "‐‑−﹣"}
    table |= {ord(wave): "~" for wave in "～〜∼˜"}
    table |= {ord(space): " " for space in "\u00a0\u2002\u2003\u2009\u202f\t\n\r"}
    for code in [*range(0x3000, 0x3001), *range(0xFE50, 0xFE6C), *range(0xFF01, 0xFFE7)]:
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and chr(code) not in _KEPT:
            table.setdefault(code, folded)
    # Unlike full-width ones, these keep a decimal comma apart from a Chinese clause's.
    return table | {ord("，"): "，", ord("。"): "。", ord("　"): " "}


_FOLDS = _table()
_FORMULA = re.compile(r"\$([^\s$]*[0-9][^\s$]*(?<=[0-9%}]))\$(?![0-9])")
"""A number between the signs of a formula, `$86%$`, is no sum of money."""


def fold_in_place(text: str) -> str:
    """`text` with full-width forms, dashes and spaces folded and the signs of formulas blank; as long as
    before."""
    return _FORMULA.sub(r" \1 ", text.translate(_FOLDS))
