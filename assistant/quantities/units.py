"""What a number counts: the noun that follows it, in either language."""

import re

from assistant.quantities.lexicon import CHINESE, MEASURE_WORDS, PLURAL, SINGULAR, alternation

_WORD = re.compile(r"[ ]?[-/(]?(?P<word>[A-Za-z][A-Za-z]*(?:[-'.][A-Za-z]+)*)|[ ]?\x00+")
_STOP_WORDS = frozenset(
    "of in on at for with from by to into than and or but as that which who whose where when while is are"
    " was were"
    " be been being has have had do does did can could may might will would should must per each every across"
    " over under between among through during via using such including is our its their the this"
    " these".split()
)
_REACH = 6
"""Words of a noun phrase that are looked at, `unlabeled non-coding RNA sequences`."""

_AFTER_NUMBER = re.compile(rf"\s?(?:多|余)?\s?(?P<measure>[{MEASURE_WORDS}])?\s?")
_ENGLISH_IN_CHINESE = {form: unit for form, unit in {**SINGULAR, **PLURAL}.items() if len(form) > 2}
_PIECE = re.compile(
    rf"(?P<zh>(?<![未已无非])(?!组[成合织])(?:{alternation(list(CHINESE))}))"
    rf"|(?P<en>(?<![A-Za-z])(?i:{alternation(list(_ENGLISH_IN_CHINESE))})(?![A-Za-z]))"
    r"|(?P<stop>[，。；：、,;:.()!?|\n]|[0-9]|用于|以及|以|和|与|及|或|在|由|是|为|被|将|能|可|有|来自|上"
    r"|下|里|中|进行|等|到|至)|(?P<of>的)"
)
_CJK = re.compile(r"[\u3400-\u9fff]")
_LOOKAHEAD = 24
_PAIR_ENDS = re.compile(r"[\s，。；：、,;:.()的和]|$")
_ADJACENT = 2
"""Characters that may stand between two nouns of one Chinese compound, as in `图像分割数据集`."""

_ALONE = {
    "名": "people",
    "例": "patients",
    "位": "people",
    "条": "",
    "篇": "papers",
    "张": "images",
    "帧": "frames",
    "家": "",
    "人": "people",
    "层": "layers",
    "步": "stages",
}


def counts_something(text: str, end: int) -> bool:
    """Whether a noun follows the number ending at `end` that it counts for sure: a plural, or one in"
    " Chinese."""
    tail = text[end : end + _LOOKAHEAD]
    if _CJK.match(tail.lstrip()):
        return _chinese(tail) != ""
    word = _WORD.match(text, end)
    right_after = word is not None and (word["word"] or "").lower() in SINGULAR
    return not right_after and _english(text, end) != ""


def read_noun(text: str, end: int, after_of: bool = False) -> str:
    """The normalised noun that the number ending at `end` counts, `""` if it is none that is known.

    `after_of` looks behind an `of` (`billions of tokens`).
    """
    if after_of and text.startswith(" of ", end):
        end += len(" of")
    tail = text[end : end + _LOOKAHEAD]
    if not _CJK.search(tail):
        return _english(text, end)
    return _chinese(tail) or _english(text, end)


def _english(text: str, position: int) -> str:
    """The first plural noun of the phrase; or the word right after the number (`65B-parameter model`)."""
    first = ""
    for index in range(_REACH):
        word = _WORD.match(text, position)
        if word is None:
            break
        written = (word["word"] or "").lower().removesuffix("'s")
        if written in _STOP_WORDS:
            break
        if unit := PLURAL.get(written) or PLURAL.get(re.split("[-']", written)[-1]):
            return unit
        if written == "data" and not first:
            first = "samples"
        if index == 0 and not first:
            first = SINGULAR.get(written) or SINGULAR.get(re.split("[-']", written)[0], "")
        position = word.end()
    return first


def _gap(between: str) -> int:
    """Chinese characters between two nouns; Latin names (`RNA 序列`) part no compound."""
    return len(_CJK.findall(between))


def _chinese(tail: str) -> str:
    """The last noun of the compound that follows: the head stands last in Chinese."""
    start = _AFTER_NUMBER.match(tail)
    measure = start["measure"] if start else None
    found, found_end = "", start.end() if start else 0
    if measure == "对" and _PAIR_ENDS.match(tail, found_end):
        return "pairs"
    if (
        measure is None
        and (direct := _PIECE.match(tail, found_end))
        and direct["en"] is None
        and direct["zh"] is None
    ):
        return ""
    for piece in _PIECE.finditer(tail, found_end):
        if (
            piece["stop"]
            or (piece["of"] and found)
            or (found and _gap(tail[found_end : piece.start()]) > _ADJACENT)
        ):
            break
        if piece["of"] or (piece["zh"] == "对" and not _PAIR_ENDS.match(tail, piece.end())):
            continue
        if measure is None and not found and piece.start() > found_end:
            # Without a measure word the noun stands right behind its number.
            break
        if measure is None and found:
            break
        found = CHINESE[piece["zh"]] if piece["zh"] else _ENGLISH_IN_CHINESE[piece["en"].lower()]
        found_end = piece.end()
    return found or _ALONE.get(measure or "", "")
