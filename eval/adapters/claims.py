"""Claims that people labelled against a source."""

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from eval.adapters.files import read_lines
from eval.errors import EvalError
from indexing.analysis import is_chinese
from indexing.blocks import Language


@dataclass(frozen=True)
class Claim:
    """A claim, its source, and whether people found it supported."""

    text: str
    source: str
    supported: bool
    language: Language
    set: str


def load_claims(path: Path) -> tuple[Claim, ...]:
    """The claims of a file of `{"claim", "source", "supported": 0 or 1}` lines; `lang` is by default the
    claim's own. Raises EvalError naming the line that is malformed."""
    claims = []
    for number, record in read_lines(path):
        text, source, label = (record.get(key) for key in ("claim", "source", "supported"))
        if not isinstance(text, str) or not isinstance(source, str) or label not in (0, 1):
            raise EvalError(f"{path}:{number} lacks claim, source, or supported as 0 or 1.")
        language = record.get("lang", "zh" if is_chinese(text) else "en")
        if language not in get_args(Language):
            raise EvalError(f"{path}:{number}: lang is {language!r}, not en or zh.")
        claims.append(Claim(text, source, bool(label), language, path.name.split(".")[0]))
    if not claims:
        raise EvalError(f"{path} holds no claim.")
    return tuple(claims)
