"""What a conversation is about: the things that a follow-up may point back to."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Sentence
from assistant.turns.names import is_weak, names_in
from assistant.turns.turn import Turn
from indexing.analysis import fold
from indexing.glossary import Occurrence

Terms = Callable[[str], Sequence[Occurrence]]
"""Finds the terms of the glossary in a text."""

_ASKS_FOR_A_THING = re.compile(
    r"^\W*(?:which|what)(?: [\w\-]+){0,3}? (?:models?|datasets?|methods?|systems?|LLMs?|databases?|tools?)\b"
    r"|哪[一个种些]*[\u3400-\u9fff]{0,6}(?:模型|数据集|方法|系统|数据库)|哪个",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^([^:：.。;；]{1,60}?)\s*[:：]\s")
_LONGEST_ITEM = 80
_MOST_TOLD = 4
"""More things than this are not told one by one in a question."""


@dataclass(frozen=True)
class Topic:
    """What was talked of last.

    `question` stands alone. `things` are names and terms, the likeliest meant by `it` first; `pair` those of
    the last question alone, in its order; `items` the entries of the last list that was told, which
    `is_list` says the last answer was.
    """

    question: str
    things: tuple[str, ...]
    pair: tuple[str, ...]
    items: tuple[str, ...]
    is_list: bool

    @property
    def thing(self) -> str | None:
        return self.things[0] if self.things else None

    @property
    def former(self) -> str | None:
        """The name in the last question that another thing would take the place of."""
        strong = [name for name in self.pair if not is_weak(name)] or list(self.pair)
        return next((name for name in reversed(strong) if name in self.question), None)

    @property
    def several(self) -> tuple[str, ...]:
        """What `they` are: the entries of the list just told, the things that were compared, or the one."""
        if self.is_list and len(self.items) <= _MOST_TOLD:
            return self.items
        return self.pair if len(self.pair) > 1 else self.things[:1]

    @property
    def choices(self) -> tuple[str, ...]:
        """What `which one` chooses from."""
        return self.items if 1 < len(self.items) <= _MOST_TOLD else self.pair

    def asks_the_same_of(self, name: str) -> bool:
        """Whether the last question can be asked of `name`: not if its answer was the list with `name`."""
        return self.former not in (None, name) and not (self.is_list and name in self.items)

    def other(self) -> str | None:
        """The one of two that was talked of last but isn't now."""
        among = self.items if len(self.items) > 1 else self.things
        return next((name for name in among if name != self.thing), None)


def read_topic(turns: Sequence[Turn], terms: Terms) -> Topic:
    """The topic after `turns`, which are not none."""
    last = turns[-1]
    question = last.question.text
    asked = names_in(question) or _terms_in(question, terms)
    told = _names_told(last.answer)
    if _ASKS_FOR_A_THING.search(question):
        things = [name for name in told if name not in asked] + list(asked)
    else:
        things = [*asked, *told]
    earlier = [name for turn in reversed(turns[:-1]) for name in names_in(turn.question.text)]
    ordered = tuple(dict.fromkeys(filter(None, [*things, *earlier])))
    is_list = sum(sentence.bullet for sentence in last.answer.sentences) > 1
    return Topic(question, tuple(sorted(ordered, key=is_weak)), asked, _items(turns), is_list)


def _names_told(answer: Answer) -> list[str]:
    """The names that the answer's first sentences are about."""
    heads = [head for sentence in answer.sentences if (head := _head(sentence))]
    return heads or [name for s in answer.sentences[:1] for name in names_in(s.text) if not is_weak(name)]


def _terms_in(question: str, terms: Terms) -> tuple[str, ...]:
    """The glossary's terms in a question, the longest first."""
    folded = fold(question)
    found = [folded[occurrence.start : occurrence.end] for occurrence in terms(folded)]
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def _items(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The bullets of the latest answer that has several, else the last one's sentences."""
    for turn in reversed(turns):
        bullets = [sentence for sentence in turn.answer.sentences if sentence.bullet]
        if len(bullets) > 1:
            return tuple(map(_short, bullets))
    return tuple(map(_short, turns[-1].answer.sentences))


def _short(sentence: Sentence) -> str:
    """What an item is called: what stands before its colon, else its words."""
    return _head(sentence) or sentence.text[:_LONGEST_ITEM].rstrip(" .。;；,，")


def _head(sentence: Sentence) -> str:
    found = _HEAD.match(sentence.text)
    if found:
        return found[1]
    return sentence.text if sentence.bullet and len(sentence.text) <= _LONGEST_ITEM // 2 else ""
