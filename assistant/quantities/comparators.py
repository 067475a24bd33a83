"""Whether a number is meant as a bound: `over 72M`, `超过 7200 万`, `200 多篇`, `82B+`."""

import re

from assistant.quantities.nouns import Comparator

_MAY = "(?:要|能|会|得|应|可|宜|应该|可以|允许)?"
NO_MORE = f"不{_MAY}(?:超过|多于|高于|大于)"
NO_LESS = f"不{_MAY}(?:少于|低于|小于)"

_BEFORE = re.compile(
    r"(?:(?P<ge>≥|>=|\bat least|\bnot? (?:fewer|less) than|\bminimum of|至少"
    rf"|{NO_LESS})"
    r"|(?P<le>≤|<=|\bat most|\bnot? (?:more|greater|higher|larger) than|\bnot (?:to )?exceed(?:ing)?|\bup to"
    r"|\bmaximum of|\bas (?:many|much|high) as"
    rf"|至多|最多|{NO_MORE}|高达|多达)"
    r"|(?P<gt>>|\b(?:over|more than|greater than|larger than|(?<!the )(?<!these )above|beyond|exceed(?:s"
    r"|ed|ing)?|upwards of"
    r"|surpass(?:es|ed|ing)?|higher than)|超过|超出|超越|大于|高于|多于|超|逾)"
    r"|(?P<lt><|\b(?:under|below|less than|fewer than|smaller than|lower than)|少于|低于|小于|不到|不足|未满)"
    r"|(?P<about>~|≈|\b(?:about|around|approximately|roughly|nearly|almost|some|circa|close to"
    r"|an estimated|estimated)"
    r"|大约|约为|约|近|将近|接近|大概))"
    r"\s*(?:a |an |the |了|有|为|达)?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:(?P<gt>\+(?![0-9A-Za-z])|\s?多(?![模任个标步域])|\s?余)|(?P<ge>\s?or (?:more|above|higher)\b"
    r"|\s?[^\s0-9，。,]{0,3}?以上)"
    r"|(?P<le>\s?or (?:less|fewer|below)\b|\s?[^\s0-9，。,]{0,3}?以[下内])"
    r"|(?P<about>\s?[^\s0-9，。,]{0,3}?左右))",
    re.IGNORECASE,
)
_MEANS: dict[str, Comparator] = {"gt": ">", "lt": "<", "ge": "≥", "le": "≤", "about": "~"}
_REACH = 24


def read_comparator(text: str, start: int, end: int) -> Comparator:
    """How the number at `text[start:end]` is bounded by the words around it; `=` if it isn't."""
    match = _BEFORE.search(text[max(0, start - _REACH) : start]) or _AFTER.match(text, end)
    return _MEANS[match.lastgroup or ""] if match else "="
