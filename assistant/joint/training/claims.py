"""The claims that judging is learned from, and those that are held out."""

import hashlib
import random
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.joint.training.examples import (
    ClaimExample,
    claim_examples,
    general_claims,
    translation_claims,
    web_claims,
)
from assistant.joint.training.written import read_claims, read_general, read_translations, read_web
from assistant.judging.parts import best_part, unmarked
from assistant.judging.training.labelled import groups, part, read_labelled
from assistant.judging.training.made import (
    Made,
    Maker,
    kept_apart,
    survey_statements,
    translated_statements,
)
from assistant.rules import violations
from corpus import load_corpus
from indexing.analysis import is_chinese
from indexing.structure.parse import parse_corpus

if TYPE_CHECKING:  # It loads torch, which measuring doesn't need.
    from assistant.joint.training.recipe import Settings

_HELD_OUT = 8
"""Of the labelled claims that may be learned from, one group of so many only calibrates."""


def written_claims(seed: int, *, held_out: bool) -> list[ClaimExample]:
    """The claims that were written about places and made-up sources that are held out, or about the
    others, translations among them."""
    documents = load_corpus()
    structures = parse_corpus(documents)
    written = [one for one in read_claims() if one.held_out == held_out]
    translations = [one for one in read_translations() if one.held_out == held_out]
    return [
        *claim_examples(written, documents, structures, seed),
        *general_claims([one for one in read_general() if one.held_out == held_out]),
        *translation_claims(translations, documents, structures),
    ]


def claims_about_pages(data: Path, *, held_out: bool) -> list[ClaimExample]:
    """The claims about the web pages that people judged by, those that are held out or the others; none about
    pages that measure the judge."""
    sources = [one for one in read_web() if one.held_out == held_out]
    return list(web_claims(sources, part(read_labelled(data)).train))


def labelled_claims(data: Path) -> tuple[list[ClaimExample], list[ClaimExample]]:
    """What people judged of what may be learned from, and the part of it that only calibrates."""
    known = part(read_labelled(data)).train
    parts: tuple[list[ClaimExample], list[ClaimExample]] = ([], [])
    for one, group in zip(known, groups(known), strict=True):
        if not violations(one.claim, one.source):
            held = int(hashlib.sha256(group.encode()).hexdigest(), 16) % _HELD_OUT == 0
            claim = unmarked(one.claim)
            source = best_part(unmarked(one.source), claim)
            parts[held].append(ClaimExample(claim, source, one.supported))
    return parts


def made_claims(data: Path, settings: "Settings") -> list[ClaimExample]:
    """Pairs made from translations and the surveys' sentences, drawn by the seed."""
    translated = translated_statements(data, settings.translated, settings.seed)
    kept = (kept_apart(survey_statements(), False), kept_apart(translated, False))
    made = [one for number, some in enumerate(kept, 1) for one in Maker(some, settings.seed + number).pairs()]
    drawn = random.Random(settings.seed).sample(made, min(settings.made, len(made)))
    return [ClaimExample(one.claim, one.source, one.supported) for one in drawn]


def translated_claims(data: Path, settings: "Settings") -> list[ClaimExample]:
    """Pairs across languages, of statements that nothing was learned from."""
    apart = kept_apart(translated_statements(data, settings.translated, settings.seed), True)
    made = Maker(apart[: settings.calibrating], settings.seed).pairs()
    return [ClaimExample(one.claim, one.source, one.supported) for one in made if crosses(one)]


def crosses(pair: ClaimExample | Made) -> bool:
    """Whether a claim is in another language than its source."""
    return is_chinese(pair.claim) != is_chinese(pair.source)
