"""Which of the two languages a piece of text is written in."""

import re

from indexing.blocks import Language

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")

# Chinese of this field is full of English names; two characters say about as much as one English word.
_CHARACTERS_PER_WORD = 2
_CHINESE_SHARE = 0.25


def language_of(text: str) -> Language:
    """`zh` when a good part of what `text` says is Chinese, else `en`."""
    chinese = len(_CJK.findall(text)) / _CHARACTERS_PER_WORD
    latin = len(_LATIN_WORD.findall(text))
    return "zh" if chinese and chinese >= _CHINESE_SHARE * (chinese + latin) else "en"
