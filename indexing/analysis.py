"""Terms: what full text is matched by, in both languages.

English words are lower-cased and stemmed (Porter2), Chinese runs become single characters' bigrams, and
names are joined however people write them: `MedPaLM-2`, `Med-PaLM 2` and `Med PaLM2` share `medpalm2`.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

_TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+[a-z]*)*|[\u3400-\u9fff]+", re.IGNORECASE)
_CJK = re.compile(r"[\u3400-\u9fff]")
_NAME_GAP = re.compile(r"[\s\-_+./]?")
_NAME_PARTS = 3
_PART = re.compile(r"[A-Z][a-z]{2,}")
_RUN_TOGETHER = re.compile(rf"(?:{_PART.pattern}){{3,}}")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = Lock()
"""The stemmer keeps the word that it is at in itself: two threads in it would mix up theirs."""

STOP_WORDS = frozenset(
    "a an and are as at be been being but by can could did do does for from had has have how if in into is it"
    " its may might of on or our shall should so such than that the their them then there these they this"
    " those to was we were what when where which while who whom whose why will with would you your i me my"
    " about tell give please any some also just like many much s t vs versus".split()
)
_CHINESE_STOPS = (
    "的 了 是 吗 呢 吧 与 和 及 或 被 把 哪些 哪个 哪一 哪种 哪几 什么 怎么 怎样 如何 为何"
    " 为什么 多少 几个 几种 几类 请问 一下 这个 那个 这些 那些 可以 是否 分别 一个"
    " 一种 它们 他们 有没有 有何 有哪些 有哪 是不是 能不能 以及"
).split()
CHINESE_STOP_PATTERN = re.compile("|".join(sorted(map(re.escape, _CHINESE_STOPS), key=len, reverse=True)))


def normalise(text: str) -> str:
    """Compatibility forms folded (full width, ligatures), dashes unified, lower case."""
    return fold(text).casefold()


def fold(text: str) -> str:
    """Compatibility forms folded and dashes unified; letters keep their case."""
    return re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Porter2 stem of a lower-case English word."""
    with _STEMMING:
        return str(_STEMMER.stemWord(word))


def terms(text: str) -> list[str]:
    """The terms of `text` in order, with repeats: stems, joined names, numbers, Chinese bigrams."""
    folded = fold(text)
    found: list[str] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(folded):
        word = token.group().casefold()
        if _CJK.match(word):
            found += _bigrams(word)
            run = []
            continue
        found.append(stem(word))
        found += [stem(part.casefold()) for part in _run_together(token.group())]
        run = [*run[1 - _NAME_PARTS :], token] if run and _joins(folded, run[-1], token) else [token]
        found += _joined_names(folded, run)
    return found


def words(text: str) -> list[str]:
    """The stems, numbers and Chinese bigrams of `text` in order, without joined names and function words."""
    found: list[str] = []
    for token in _TOKEN.findall(normalise(text)):
        if _CJK.match(token):
            found += _bigrams(token)
        elif token not in STOP_WORDS:
            found.append(stem(token))
    return found


def _joins(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    return (
        before.group().casefold() not in STOP_WORDS
        and after.group().casefold() not in STOP_WORDS
        and _NAME_GAP.fullmatch(text, before.end(), after.start()) is not None
    )


def _joined_names(text: str, run: list[re.Match[str]]) -> list[str]:
    """Names that end with the last word of `run`: its last two or three words written together, if one of
    them has a digit or an inner capital or they are hyphenated, as names have and running words haven't."""
    names = []
    for start in range(len(run) - 1):
        written = text[run[start].start() : run[-1].end()]
        if re.search(r"[0-9]|[a-z][A-Z]|[A-Z]{2}|-", written):
            names.append("".join(token.group() for token in run[start:]).casefold())
    return names


def _run_together(word: str) -> list[str]:
    """The words, three or more, of a name whose spaces got lost (`ObservedAntibodySpace`)."""
    return _PART.findall(word) if _RUN_TOGETHER.fullmatch(word) else []


def _bigrams(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def query_terms(question: str) -> list[str]:
    """The terms of a question that carry meaning: without function words, each once, in order.

    A question of function words alone keeps them all.
    """
    without = CHINESE_STOP_PATTERN.sub(" ", fold(question))
    kept = [term for term in dict.fromkeys(terms(without)) if term not in _STOP_TERMS]
    return kept or list(dict.fromkeys(terms(question)))


def is_chinese(text: str) -> bool:
    """Whether `text` is Chinese rather than English: at least a fifth of its letters are CJK."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and len(_CJK.findall(text)) >= 0.2 * len(letters)


_STOP_TERMS = frozenset(map(stem, STOP_WORDS))
