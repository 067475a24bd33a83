"""Questions: checked once, at every door, before anything is looked for."""

import re
import unicodedata

from assistant.answer import DEFAULT_COUNT, Question
from assistant.errors import BadQuestion
from indexing.analysis import is_chinese
from indexing.blocks import Language
from indexing.passages import Filter

MOST_CHARACTERS = 4000
"""A question is at most this long."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Soft hyphens, zero-width marks and changes of direction: pasted along, never meant."""
_SURROGATE = re.compile("[\ud800-\udfff]")

_EMPTY = "empty"
_LONG = "long"
_NO_WORDS = "no words"
_CONTROL = "control"
_PROBLEMS: dict[str, dict[Language, tuple[str, str]]] = {
    _EMPTY: {"en": ("The question is empty.", "Ask something, in English or Chinese.")},
    _LONG: {
        "en": ("The question has {found:,} characters, more than {most:,}.", "Ask a shorter one."),
        "zh": ("问题有 {found:,} 个字符，超过了 {most:,} 个。", "请把问题缩短。"),
    },
    _NO_WORDS: {"en": ("The question has no words.", "Ask something, in English or Chinese.")},
    _CONTROL: {
        "en": ("The question has a control character ({name}) in it.", "Ask in plain text."),
        "zh": ("问题里有控制字符（{name}）。", "请使用纯文本。"),
    },
}


def make_question(
    text: str,
    language: Language | None = None,
    count: int = DEFAULT_COUNT,
    only: Filter | None = None,
    id: str | int | None = None,
) -> Question:
    """A question ready to be asked; `language`, that of the answer, is by default its own.

    Raises BadQuestion.
    """
    checked = check_question(text)
    return Question(checked, language or language_of(checked), count, only or Filter(), id)


def check_question(text: str) -> str:
    """`text` with white space collapsed and invisible characters left out.

    Raises BadQuestion when it is empty, too long or not plain text.
    """
    if _SURROGATE.search(text):
        raise BadQuestion("The question is not valid UTF-8.", "Ask in UTF-8 text.")
    cleaned = " ".join(_INVISIBLE.sub("", text).split())
    if not cleaned:
        raise _problem(_EMPTY, cleaned)
    if len(cleaned) > MOST_CHARACTERS:
        raise _problem(_LONG, cleaned, found=len(cleaned), most=MOST_CHARACTERS)
    for character in cleaned:
        if unicodedata.category(character) == "Cc":
            raise _problem(_CONTROL, cleaned, name=_name(character))
    if not any(character.isalnum() for character in cleaned):
        raise _problem(_NO_WORDS, cleaned)
    return cleaned


def decode_question(data: bytes) -> str:
    """Text of bytes that were piped in. Raises BadQuestion when they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuestion("The question is not valid UTF-8.", "Ask in UTF-8 text.") from error


def language_of(text: str) -> Language:
    """The language that `text` is asked in."""
    return "zh" if is_chinese(text) else "en"


def _problem(problem: str, text: str, **details: object) -> BadQuestion:
    wordings = _PROBLEMS[problem]
    message, remedy = wordings.get(language_of(text[:MOST_CHARACTERS]), wordings["en"])
    return BadQuestion(message.format(**details), remedy)


def _name(character: str) -> str:
    return "NUL" if character == "\0" else f"U+{ord(character):04X}"
