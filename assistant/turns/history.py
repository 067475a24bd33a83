"""Former turns from a file: what `/save` of `medfm chat` and `medfm ask --json` write.

The file is JSON: an array of turns, or one turn a line (JSON Lines), the oldest first. A turn is an object
with `question`, what was typed. All else may be missing: `standalone`, what it was understood as; `language`
(`en` or `zh`); `sentences`, each with `text` and perhaps `bullet`; or else `answer`, the answer as one text.
Other keys, and what only a fresh answer has (citations, passages), are left alone.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Question, Sentence
from assistant.errors import BadHistory, BadQuestion
from assistant.questions import make_question
from assistant.turns.turn import Turn
from indexing.blocks import Language

_REMEDY = 'Give the JSON that /save or ask --json wrote: turns with a "question" each.'
_MARKS = re.compile(r"\s*\[[0-9]+\]")
_BULLET = "- "
_LANGUAGES: tuple[Language, ...] = ("en", "zh")


def read_history(file: Path) -> tuple[Turn, ...]:
    """The turns of `file`. Raises BadHistory when it can't be read or has something else in it."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadHistory(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadHistory(f"{file} is not UTF-8 text.", _REMEDY) from error
    values = _values(text, file)
    return tuple(_turn(value, f"{file}, turn {number}") for number, value in enumerate(values, 1))


def _values(text: str, file: Path) -> list[Any]:
    """The elements of an array, or the values of the lines."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if whole is not None:
        return whole if isinstance(whole, list) else [whole]
    values = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            values += [json.loads(line)] if line.strip() else []
        except (ValueError, RecursionError) as error:
            raise BadHistory(f"{file}, line {number} is not JSON.", _REMEDY) from error
    return values


def _turn(value: object, where: str) -> Turn:
    if not isinstance(value, Mapping):
        raise BadHistory(f"{where} is not an object.", _REMEDY)
    typed, standalone = _text(value, "question", where), _text(value, "standalone", where)
    language = value.get("language")
    if not typed:
        raise BadHistory(f"{where} has no question.", _REMEDY)
    if language is not None and language not in _LANGUAGES:
        raise BadHistory(f"{where}: language must be en or zh, not {language!r}.")
    try:
        asked = make_question(standalone or typed, language)
    except BadQuestion as error:
        raise BadHistory(f"{where}: {error.message}") from error
    question = Question(asked.text, asked.language, original=typed if standalone else "")
    return Turn(question, _answer(question, _sentences(value, where), value))


def _text(value: Mapping[Any, Any], key: str, where: str) -> str:
    text = value.get(key)
    if text is not None and not isinstance(text, str):
        raise BadHistory(f"{where}: {key} must be text.")
    return text or ""


def _sentences(value: Mapping[Any, Any], where: str) -> tuple[Sentence, ...]:
    listed = value.get("sentences")
    if listed is None:
        lines = filter(None, map(str.strip, _MARKS.sub("", _text(value, "answer", where)).splitlines()))
        return tuple(_sentence(line.removeprefix(_BULLET), line.startswith(_BULLET)) for line in lines)
    if not isinstance(listed, list) or not all(isinstance(entry, Mapping) for entry in listed):
        raise BadHistory(f"{where}: sentences must be a list of objects.", _REMEDY)
    return tuple(_sentence(_text(entry, "text", where), entry.get("bullet") is True) for entry in listed)


def _sentence(text: str, bullet: bool) -> Sentence:
    return Sentence(text, (), 0.0, supported=False, bullet=bullet)


def _answer(question: Question, sentences: tuple[Sentence, ...], value: Mapping[Any, Any]) -> Answer:
    """What is known of a former answer: its words. Nothing of it is checked, and nothing is cited again."""
    abstained = value.get("abstained") is True
    told = () if abstained else sentences
    message = " ".join(sentence.text for sentence in sentences) if abstained else ""
    return Answer(question, told, (), (), abstained, None, message, "", "", "", "", "")
