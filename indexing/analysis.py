"""Terms: what full text is matched by, in both languages.

English words are lower-cased and stemmed (Porter2), Chinese runs become single characters' bigrams, and
names are joined as people write them in many ways: `MedPaLM-2`, `Med-PaLM 2` and `Med PaLM2` share `medpalm2`.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*|[\u3400-\u9fff]+", re.IGNORECASE)
_CJK = re.compile(r"[\u3400-\u9fff]")
_NAME_GAP = re.compile(r"[\s\-_‐‑–+./]{0,1}")
_NAME_PARTS = 3
_STEMMER = snowballstemmer.stemmer("english")

STOP_WORDS = frozenset(
    "a an and are as at be been being but by can could did do does for from had has have how if in into is it"
    " its may might of on or our shall should so such than that the their them then there these they this"
    " those to was we were what when where which while who whom whose why will with would you your i me my"
    " about tell give please any some also just like".split()
)
_CHINESE_STOPS = (
    "的 了 是 在 和 与 或 及 有 哪些 哪个 哪一 哪种 什么 怎么 怎样 如何 为何 为什么 多少 几个 几种 吗 呢 吧 请问 请 一下 介绍 "
    "这个 那个 这些 那些 能 可以 是否 主要 分别 一个 一种 我 你 它 它们 他们 里 中 上 下 对 被 把 由 从 到 以 之 其 都 也 就 还"
).split()
CHINESE_STOP_PATTERN = re.compile("|".join(sorted(map(re.escape, _CHINESE_STOPS), key=len, reverse=True)))


def normalise(text: str) -> str:
    """Compatibility forms folded (full width, ligatures), dashes and quotes unified, lower case."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[‐‑‒–—−]", "-", folded).casefold()


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def terms(text: str) -> list[str]:
    """The terms of `text` in order, with repeats: stems, joined names, numbers, Chinese bigrams."""
    folded = normalise(text)
    found: list[str] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(folded):
        if _CJK.match(token.group()):
            found += _bigrams(token.group())
            run = []
            continue
        found.append(_stem(token.group()))
        run = [*run, token] if run and _joins(folded, run[-1], token) else [token]
        found += _joined_names(run)
    return found


def _joins(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    return _NAME_GAP.fullmatch(text, before.end(), after.start()) is not None


def _joined_names(run: list[re.Match[str]]) -> list[str]:
    """Names that end with the last word of `run`: its last two or three words written together."""
    words = [token.group() for token in run[-_NAME_PARTS:]]
    return ["".join(words[start:]) for start in range(len(words) - 1)]


def _bigrams(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def query_terms(question: str) -> list[str]:
    """The terms of a question that carry meaning: without function words, each once, in order.

    A question of function words alone keeps them all.
    """
    without = CHINESE_STOP_PATTERN.sub(" ", normalise(question))
    without = " ".join("" if word in STOP_WORDS else word for word in re.split(r"([a-z0-9]+)", without))
    kept = list(dict.fromkeys(terms(without)))
    return kept or list(dict.fromkeys(terms(question)))


def is_chinese(text: str) -> bool:
    """Whether `text` is Chinese rather than English: at least a fifth of its letters are CJK."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and len(_CJK.findall(text)) >= 0.2 * len(letters)
