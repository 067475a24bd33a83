"""English follow-ups, by rules: pronouns, ordinals, fragments and bare words become a whole question.

A question that names what it is about, or that has what its pronoun stands for in itself, is left alone.
"""

import re
from collections.abc import Sequence

from assistant.turns.names import names_in
from assistant.turns.ordinals import pick
from assistant.turns.topic import Topic
from indexing.analysis import stem, terms

_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|but|or|then|also|well|now|hm+|great|thanks|thank you|sorry)\b[,.!]?\s+)+",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:what|how) about\s+", re.IGNORECASE)
_AUX = r"(?:do|does|did|is|are|was|were|can|could|will|would|should|has|have|had|may|might|must)(?:n't| not)?"
_ONE = r"(?:it|they|them|this|that|these|those)"
_KIND = (
    r"(?:model|method|dataset|data ?set|system|approach|technique|paper|database|algorithm|LLM|term|idea"
    r"|concept|benchmark|task)"
)
_WHICH = (
    r"the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|last|other|latter|former|next|previous)"
)
_BACK = re.compile(
    rf"\bthe (?:former|latter)\b|\b{_WHICH} (?P<noun>[a-z]+)\b|\bnumber (?:one|two|three|four|five|six"
    rf"|[1-9])\b(?!\s*of)"
    r"|\bthe two\b(?=\s+(?:differ|compare|are|do|have|of them)\b|\s*[?.!]*$)"
    rf"|\b{_WHICH}(?=\s*[?.!]*$)"
    rf"|\b(?:this|that|these|those|the same) {_KIND}s?\b|\b(?:its|their)\b|\bboth(?: of them)?(?=\s*[?.!]*$)"
    rf"|\b(?:it|they|them)\b|\b(?:this|that|these|those)\b(?=\s*[?.!,]*$|\s+(?:work|use|mean|help"
    rf"|compare)\b)",
    re.IGNORECASE,
)
"""Words that may point back to what was said before."""
_POINTING = re.compile(rf"\b(?:{_WHICH}|number (?:one|two|three|[1-9])|the (?:former|latter))\b", re.I)
_BEFORE = (
    # `does it …`, `what are its …`, `why is this model …`
    re.compile(
        rf"^(?:[\w'’\-]+ ){{0,6}}?(?:{_AUX}|what's|who's|how's)\s+(?:all of |both of )?$",
        re.IGNORECASE,
    ),
    # `the size of it`, `more about it`, `compare it with …`, `compared with it`
    re.compile(r"^(?:[\w'’\-]+ ){0,5}(?:of|about|with|to|than|as|from|like|between|in|on|for|by)\s+$", re.I),
    # `who proposed it`, `which paper introduced them`
    re.compile(r"^(?:who|what|which|whose)(?: [\w\-]+){0,2} $", re.IGNORECASE),
    re.compile(
        r"^(?:please )?(?:compare|explain|describe|define|summari[sz]e|list|show|name|contrast|give me"
        r"|tell me)\s+$",
        re.IGNORECASE,
    ),
    re.compile(r"^$"),
)
"""What may stand before such a word where it does; anything else may hold what it stands for."""
_NOTHING_MEANT = re.compile(
    r"\bit\b(?= (?:mean to|take to|cost to|rain|snow|is (?:true|possible|likely|known)|true|possible|safe"
    r"|better"
    r"|necessary|worth|legal|important)\b)|\b(?:its|their)\b(?= (?:time|kind|own|day|type)\b)",
    re.IGNORECASE,
)
_FRONTED = re.compile(r"^(?:for|in|on|with|after|before|by|despite|to)\s+$", re.IGNORECASE)
_NAMED_LATER = (
    # `which data did they use when building PLIP`, `why did its makers call their model Zhongjing`
    re.compile(r"\b(?:when|while|in|for|by) (?:building|making|creating|training|developing|designing) (.+)"),
    re.compile(rf"\b(?:its|their) {_KIND}s? (?=[A-Z])(.+)"),
)
_CLAUSE = re.compile(r"[.?!;:,]\s+\w|\b(?:when|if|because|since|after|before|while|although) ", re.IGNORECASE)
_A_NOUN = re.compile(r"\b(?:an?|every|each|some|any) [a-z]", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:why|how|why (?:is|was) (?:that|this|it)(?: so)?|why not|how so|how come|since when|when|where|who"
    r"|by whom|for example|such as|for instance|like what"
    r"|really|and then|what else|anything else|how many|how much|which ones?|more|in what way"
    r"|says who)\s*[?.!]*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:tell me more|go on|more(?: details?)?|elaborate|continue|say more)\s*[?.!]*$",
    re.IGNORECASE,
)
_WHICH_OF = re.compile(
    r"^which (?:one |of them |of (?:the|these|those) (?:two |\w+ )?)?(?:is|are|has|have|does|was|were"
    r"|performs?|uses?|scores?|works?)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:in|on|for|with|at|during|under|among|across) ", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    rf"^(?:who|whose|what|which|when|where|why|how|{_AUX}|name|list|compare|explain|describe|give|tell|show"
    rf"|define|please)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:compare|contrast|differ)\w*\b", re.IGNORECASE)
_LIST_OF = re.compile(r"^what (?:are|were) (?:the |some )?(?P<kind>[^?]+?)\s*\?*$", re.IGNORECASE)
_SO = re.compile(r"\b(?:do|doing|done) (?:that|so|this)\b|\bthat way\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:what|which|who|whose|how|why|when|where)\b", re.IGNORECASE)
_MOST_WORDS = 6
_ASKED_OF = {
    r"(?:(?:pre-?)?training )?(?:data(?: ?sets?| sources?)?|corpus|corpora)": (
        "What data was {thing} trained on?"
    ),
    r"(?:number of |model )?param\w*(?: count)?": "How many parameters does {thing} have?",
    r"(?:model )?size|scale": "How big is {thing}?",
    r"authors?|developers?|creators?|makers?": "Who proposed {thing}?",
    r"year|release(?: date)?|date": "In which year did {thing} come out?",
    r"paper": "Which paper introduced {thing}?",
}
"""Sides of a thing by a bare noun, and how one asks for them."""


def rewrite_english(text: str, topic: Topic) -> str | None:
    """The follow-up as a question that stands alone; None where it does so as it is."""
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    if _BARE.match(body) or _MORE.match(body):
        # The last question with the bare word behind it: together they ask the same.
        return f"{topic.question} {_capital(body)}"
    about = _ABOUT.match(body)
    fragment = not _QUESTION_WORD.match(body) and not _ASKS.search(body) and _is_short(body)
    if about or (fragment and (lead or _stands_for_nothing(body))):
        return _capital(_asked_about(_bare_text(body[about.end() :] if about else body), topic))
    which = _WHICH_OF.match(body)
    if which and not names_in(body) and len(topic.choices) > 1 and _is_short(body):
        return f"{_capital(_bare_text(body))}: {' or '.join(topic.choices)}?"
    if _SO.search(body) and not names_in(body):
        return f"{topic.question} {_capital(text)}"
    pointed = _pointed(body, topic)
    return None if pointed is None else _capital(pointed)


def _capital(text: str) -> str:
    return text if names_in(text)[:1] == (text.split()[0],) else text[0].upper() + text[1:]


def _bare_text(text: str) -> str:
    return text.strip().rstrip("?.! ")


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS


def _stands_for_nothing(body: str) -> bool:
    """Whether a fragment is a name and a question mark, or what can only be said of something."""
    stem = _bare_text(body)
    bare_name = body.rstrip().endswith("?") and names_in(body) == (stem,)
    said_of = re.match(r"(?:its|their)\b", stem, re.IGNORECASE) is not None
    return bare_name or said_of or _PREPOSITION.match(body) is not None or _attribute(stem) is not None


def _attribute(stem: str) -> str | None:
    noun = re.sub(r"^(?:its|their|the|his|her)\s+", "", stem, flags=re.IGNORECASE)
    return next((form for nouns, form in _ASKED_OF.items() if re.fullmatch(nouns, noun, re.IGNORECASE)), None)


def _asked_about(phrase: str, topic: Topic) -> str:
    """`what about PHRASE`: another thing in the last question's place, or another side of the same thing."""
    own = re.match(r"^(?:its|their)\s+(.+)$", phrase, re.IGNORECASE)
    form = _attribute(phrase)
    named = re.match(r"^(?P<name>.+?)['’]s (?P<side>.+)$", phrase)
    if named and _names_only(named["name"]):
        asked = _attribute(named["side"]) or f"What is {{thing}}'s {named['side']}?"
        return asked.format(thing=named["name"])
    if topic.thing and form:
        return form.format(thing=topic.thing)
    if topic.thing and own:
        return f"What is the {own[1]} of {topic.thing}?"
    meant = _pointed(phrase, topic) or phrase
    preposition = _PREPOSITION.match(meant)
    if preposition and not _names_only(meant[preposition.end() :]):
        return _moved(topic.question, meant)
    return _asked_of(meant[preposition.end() :] if preposition else meant, topic)


def _asked_of(phrase: str, topic: Topic) -> str:
    """The last question asked of another thing; or what that thing is."""
    if _names_only(phrase) and topic.former and topic.asks_the_same_of(phrase):
        return topic.question.replace(topic.former, phrase)
    if _names_only(phrase) or phrase in topic.items:
        return f"What is {phrase}?"
    return f"What is {phrase}?" if names_in(phrase) else f"{topic.question} What about {phrase}?"


def _names_only(phrase: str) -> bool:
    return names_in(phrase) == (phrase,)


def _moved(question: str, phrase: str) -> str:
    """The last question with another place, time or purpose."""
    preposition = phrase.split()[0].casefold()
    stem = _bare_text(question)
    last = list(re.finditer(rf"\b{preposition} (?!which|what)", stem, re.IGNORECASE))
    kept = stem[: last[-1].start()].rstrip() if last and last[-1].start() > 0 else stem
    return f"{kept} {phrase}?"


def _pointed(text: str, topic: Topic) -> str | None:
    """`text` with the things that its words point back to; None if none does, or they can't be told."""
    found = [match for match in _BACK.finditer(text) if _points_back(text, match, topic)]
    if not found:
        return None
    pieces, end = [], 0
    for match in found:
        meant = _meant(match.group(), topic)
        if meant is None:
            return None
        pieces += [text[end : match.start()], meant]
        end = match.end()
    return "".join(pieces) + text[end:]


def _points_back(text: str, match: re.Match[str], topic: Topic) -> bool:
    before = text[: match.start()]
    noun = match["noun"]
    if noun is not None:
        asked = frozenset(terms(topic.question))
        return noun in ("one", "ones", "two") or stem(noun.casefold()) in asked
    if _POINTING.match(match.group()):
        return not re.match(r"\s+of\b", text[match.end() :])
    if _NOTHING_MEANT.match(text, match.start()) or _CLAUSE.search(before) or _A_NOUN.search(before):
        return False
    if names_in(before) and not _COMPARED.search(before):
        return False
    if _is_named_later(before, text[match.start() :]):
        return False
    return any(pattern.search(before) for pattern in _BEFORE)


def _is_named_later(before: str, after: str) -> bool:
    """Whether what a pronoun stands for is named behind it: after a comma, where the pronoun is fronted (`for
    their survey, how did Zhou et al. …`), as what was made or as what it is called."""
    if _FRONTED.match(before) and names_in(f"of {after.partition(', ')[2]}"):
        return True
    later = (pattern.search(after) for pattern in _NAMED_LATER)
    # A capital that opens a text is no sign of a name.
    return any(found and names_in(f"of {found[1]}") for found in later)


def _meant(words: str, topic: Topic) -> str | None:
    """What the words point back to."""
    said = words.casefold()
    if "other" in said.split() and not said.endswith("two"):
        return topic.other()
    if said == "the two":
        return _joined(topic.pair if len(topic.pair) > 1 else topic.things[:2]) or None
    picked = pick(said, topic.pair if said in ("the former", "the latter") else topic.items or topic.pair)
    if picked is not None:
        return picked
    if _POINTING.match(words):
        return None
    several = said.split()[0] in {"they", "them", "their", "these", "those", "both"}
    things = topic.several if several else topic.things[:1]
    if several and topic.is_list and (asked := _LIST_OF.match(topic.question)):
        things = (f"the {asked['kind']}",)
    if not things:
        return None
    return _joined(things) + ("'s" if said in {"its", "their"} else "")


def _joined(things: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))
