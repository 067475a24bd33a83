"""What a claim negates must be negated in its source, and the reverse.

Within one language the word that a negation bears on is looked up in the other text: it must stand near a
negation there too. Across languages, a sentence with more plain negations than the other has negations of
any kind departs from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.quantities.chinese import CHARACTERS as CHINESE_DIGITS
from assistant.quantities.comparators import NO_LESS, NO_MORE
from assistant.quantities.folding import fold_in_place
from assistant.rules.nouns import Violation
from indexing.analysis import STOP_WORDS, is_chinese, stem
from indexing.sentences import split_sentences

_NO_CUE = (
    r"\bnot (?:only|just|merely|simply|to mention|limited to)\b|\bnot surprising\w*|\bno\.\s*[0-9]"
    r"|\bno (?:doubt|matter|later than"
    r"|more than|less than|fewer than|wonder)\b|\bif not\b(?!,? (?:\w+ly )*(?!indeed|hundred)\w{3,}ed\b)"
    r"|\bwhether or not\b|\bgoes without saying\b|\bnot (?:more|less"
    r"|fewer) than\b"
    r"|不仅|不断|不同|不少|不过|不但|不论|不管|不光|不只|不止|不局限|不限于|不得不|不免|不乏"
    # Bounds of a number, which the rule of numbers compares.
    rf"|(?:{NO_MORE}|{NO_LESS})(?=\s?约?(?:[0-9]|[{CHINESE_DIGITS}](?!维|线|流)))"
    r"|\bnot (?:to )?exceed(?:ing)?\b(?= (?:about )?\$?[0-9])"
    r"|\bnot (?:greater|higher|larger) than\b(?= \$?[0-9])|不等(?!于)|不一而足"
    r"|不停地|闪烁不停|不禁(?!止|用|食)|无缝|无意(?:间|中)"
    r"|无处不在|缺一不可|无穷|非常|非凡|非洲|无论|无疑|未来|未必不|除非|没收|不可否认|莫非|毫无疑问|不言而喻|不可或缺|必不可少"
    # "准不准" asks whether, it denies nothing.
    r"|(?P<either>[\u4e00-\u9fff])不(?P=either)"
)
_STRONG = (
    r"\b(?:not|never|cannot|without|neither|nor|none|nothing|no)\b|n['’]t\b|\bfail(?:s|ed|ing)? to\b"
    r"|\black(?:s|ed|ing)?\b"
    r"|\bunable\b"
    r"|并非|并不|并未|并没有|没有|没能|从未|尚未|无法|无需|无须|不能|不会|不是|不再|不需要?|缺乏|缺少"
    r"|几乎(?:无法|不能?|没有?|无)"
    # An imperative, at the start of a clause.
    r"|(?<![^议请万劝，。；：、！\s])别(?![的人名墅处样致具])|切勿|请勿"
    r"|未能|绝不|不可(?!避免|思议)|不|没|未|无|非(?!编码|冗余|线性|专业|侵入)"
)
_WEAK = (
    r"\b(?:hardly|rarely|seldom|barely|scarcely|limited|absence|absent|inability|incapable"
    r"|insufficient\w*|far from"
    r"|yet to|falls? short|fell short"
    r"|impossible|inevitabl[ey]|independent\w*|instead of|rather than|except|avoid\w*|prevent\w*"
    r"|exclud\w+|difficult\w*|refus\w+|missing|scarc\w+|inadequate\w*|inefficient|inaccura\w+|incomplete"
    r"|incorrect\w*|invisible|imbalance\w*|imperfect\w*|indistinguish\w*|infrequent\w*|instabilit\w+"
    r"|dissimilar\w*|sub-?optimal\w*|misunderst\w+|[a-z]+-agnostic"
    r"|mismatch\w*|inactiv\w+|inappropriate\w*|inconsisten\w+|irrelevant|irresponsib\w+"
    r"|ill(?:egal|egitimate|icit)\w*|immature"
    r"|eliminat\w+"
    r"|only|few(?!-)|little|fail(?:ures?|(?:s|ed|ing)?(?! to))|short of|shortage|regardless|disadvantage\w*"
    r"|less|worse|underperform\w*"
    r"|unlike|non-?\w+|un(?!der|til|it|ion|if|iq|iv|lock|leash)[a-z]{4,}|[a-z]+-free)\b"
    r"|未标[记注]|未知|未见|无监督|无标[签注]|非[编冗线专侵]|不足|不良|不公|不道德|不幸|不确定|不一致"
    r"|不可避免|不可思议|难以|很少|有限|缺失|以免|免得"
    r"|避免|防止|拒绝|困难|罕见|失败|远未|不等|消除|排除|禁止|匮乏|短缺|稀缺|稀少|非法|而非|仅|毫无意义"
    r"|不及|不如|不太|参差不齐|吃不消|独立|难"
)
_CUE = re.compile(rf"(?P<none>{_NO_CUE})|(?P<weak>{_WEAK})|(?P<strong>{_STRONG})", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non-?|dis|mis|无|未|非)")
_TOKEN = re.compile(
    r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*|(?=[\u3400-\u9fff]{2})[\u3400-\u9fff]|[,，;；.。:：!?！？]"
)
_BREAK = frozenset(",，;；.。:：!?！？")
_REACH_BEFORE, _REACH_AFTER = 6, 3
_HEADS = 3
_NEAR = 12
_CHINESE_PER_ENGLISH = 0.4
_SAME_EXTENT = 0.55
_MODALS = frozenset("能够 可以 需要 应该 进行 的是 能被 会被".split())


@dataclass(frozen=True)
class _Token:
    term: str
    start: int
    end: int


@dataclass(frozen=True)
class _Cue:
    text: str
    start: int
    end: int
    strong: bool


def wrong_negations(claim: str, source: str) -> Iterator[Violation]:
    """The negations of the claim that the source lacks, and those of the source that the claim has
    dropped."""
    if is_chinese(claim) != is_chinese(source):
        yield from _across(claim, source)
        return
    for cue in _cues(claim):
        if cue.strong and _is_missing(cue, claim, source, dropped=False):
            yield Violation("negation", claim[cue.start : cue.end], cue.start, cue.end)
    for cue in _cues(source):
        if cue.strong and _is_missing(cue, source, claim, dropped=True):
            yield Violation("negation", cue.text, 0, 0)


@lru_cache(maxsize=2048)
def _cues(text: str) -> tuple[_Cue, ...]:
    return tuple(
        _Cue(match.group(), match.start(), match.end(), match["strong"] is not None)
        for match in _CUE.finditer(fold_in_place(text))
        if match["none"] is None
    )


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[_Token, ...]:
    """Content words and Chinese bigrams, with punctuation as it stands; function words are left out."""
    folded = fold_in_place(text)
    tokens = []
    cues = [(cue.start, cue.end) for cue in _cues(text)]
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if any(low < end and start < high for low, high in cues):
            continue
        if "\u3400" <= match.group() <= "\u9fff":
            end = start + 2
            term = folded[start:end]
            if term in _MODALS or any(low < end and start < high for low, high in cues):
                continue
        else:
            term = match.group().casefold()
            if term in STOP_WORDS:
                continue
            term = term if term in _BREAK else stem(term)
        tokens.append(_Token(term, start, end))
    return tuple(tokens)


def _is_missing(cue: _Cue, text: str, other: str, dropped: bool) -> bool:
    """Whether what `cue` bears on in `text` is said in `other`, in much the same words, with fewer negations:
    near it, in its clause, and in the word itself.

    Where the words differ more, the negation may be worded differently as well: no case for a rule.
    """
    around = _around(cue, text)
    for head in _heads(cue, text):
        places = [index for index, token in enumerate(_tokens(other)) if token.term == head.term]
        if not places:
            if any(_denies_in_a_word(denied, head) for denied in _cues(other)):
                return False  # `leaves … unindexed`, `is not indexed`
            continue
        said = [index for index in places if _holds(other, index, around)]
        ours = _cues_near(text, _tokens(text).index(head))
        if not said or max(_cues_near(other, index) for index in places) >= ours:
            return False
        whole = _denials_in_clause(text, head.start)
        if max(_denials_in_clause(other, _tokens(other)[index].start) for index in said) >= whole:
            return False  # farther off, but in the same clause
        return not (dropped and _stands_free(head, text))
    return False


def _heads(cue: _Cue, text: str) -> list[_Token]:
    heads: list[_Token] = []
    for token in _tokens(text):
        if token.start < cue.end:
            continue
        if token.term in _BREAK or len(heads) == _HEADS:
            break
        heads.append(token)
    return heads


def _cues_near(text: str, index: int) -> int:
    """How many negations bear on the token at `index`: in its clause, shortly before or after it."""
    tokens = _tokens(text)
    low = high = index
    while low > 0 and index - low < _REACH_BEFORE and tokens[low - 1].term not in _BREAK:
        low -= 1
    while high + 1 < len(tokens) and high - index < _REACH_AFTER and tokens[high + 1].term not in _BREAK:
        high += 1
    start = tokens[low - 1].end if low and index - low < _REACH_BEFORE else tokens[low].start
    end = tokens[high].end
    if index - low < _REACH_BEFORE and low == 0:
        start = 0
    return sum(start <= cue.start and cue.end <= end for cue in _cues(text))


def _denies_in_a_word(cue: _Cue, head: _Token) -> bool:
    """Whether `cue` is the word `head` with a prefix that denies it."""
    word = _PREFIX.sub("", cue.text.casefold())
    return not cue.strong and word != cue.text.casefold() and word.startswith(head.term)


def _denials_in_clause(text: str, place: int) -> int:
    """How many plain negations the clause has that stands at the character `place`."""
    marks = [token.start for token in _tokens(text) if token.term in _BREAK]
    start = max((mark for mark in marks if mark < place), default=-1)
    end = min((mark for mark in marks if mark > place), default=len(text))
    return sum(cue.strong and start < cue.start < end for cue in _cues(text))


def _around(cue: _Cue, text: str) -> list[str]:
    """The words before and after a negation."""
    tokens = [token for token in _tokens(text) if token.term not in _BREAK]
    before = [token.term for token in tokens if token.end <= cue.start][-_HEADS:]
    return [*before, *(token.term for token in tokens if token.start >= cue.end)][: 2 * _HEADS]


def _holds(other: str, index: int, around: list[str]) -> bool:
    """Whether most of the words `around` a negation stand near the token of `other` at `index`."""
    near = {token.term for token in _tokens(other)[max(0, index - _NEAR) : index + _NEAR]}
    return 3 * sum(term in near for term in around) >= 2 * len(around)


def _stands_free(head: _Token, text: str) -> bool:
    """Whether the text has the word without a negation as well: the claim may be about that place."""
    places = [index for index, token in enumerate(_tokens(text)) if token.term == head.term]
    return any(not _cues_near(text, index) for index in places)


def _across(claim: str, source: str) -> Iterator[Violation]:
    part = _matching_part(claim, source)
    ours, theirs = _cues(claim), _cues(part)
    if put_in := _unmatched(ours, theirs):
        yield Violation("negation", claim[put_in.start : put_in.end], put_in.start, put_in.end)
    dropped = _unmatched(theirs, ours)
    if dropped and _extent(claim) >= _SAME_EXTENT * _extent(part):
        yield Violation("negation", dropped.text, 0, 0)


def _unmatched(cues: tuple[_Cue, ...], others: tuple[_Cue, ...]) -> _Cue | None:
    """A plain negation of `cues` that none of the `others` can translate. `unlabeled` and `未标注` translate
    each other; what is left of such words may translate a plain one (`unable`, `无法`)."""
    strong = [cue for cue in cues if cue.strong]
    weak_left = max(0, sum(not cue.strong for cue in others) - (len(cues) - len(strong)))
    return strong[0] if len(strong) > sum(cue.strong for cue in others) + weak_left else None


def _extent(text: str) -> float:
    """How much a text says, in Chinese characters."""
    return len(text) if is_chinese(text) else _CHINESE_PER_ENGLISH * len(text)


def _matching_part(claim: str, source: str) -> str:
    """The sentence of `source` that shares the most names and numbers with `claim`; all of it if none
    does."""
    sentences = [source[start:end] for start, end in split_sentences(source)]
    if len(sentences) < 2:
        return source
    wanted = _anchors(claim)
    shared = [len(wanted & _anchors(sentence)) for sentence in sentences]
    best = max(shared)
    return sentences[shared.index(best)] if best and shared.count(best) == 1 else source


def _anchors(text: str) -> frozenset[str]:
    return frozenset(
        word.lower().removesuffix("s") for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9.-]*", text)
    )
