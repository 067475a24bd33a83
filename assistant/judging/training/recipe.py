"""All steps of the recipe, each kept in the work folder so that an interrupted run goes on where it was."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.judging.features import FEATURES, features
from assistant.judging.reader import TokenReader
from assistant.judging.training.fitting import Examples, TreeSettings, fit, left_out_scores
from assistant.judging.training.labelled import groups, part, read_labelled
from assistant.judging.training.made import (
    Made,
    Maker,
    kept_apart,
    survey_statements,
    translated_statements,
)
from corpus import load_corpus
from indexing.embedders import load_words
from indexing.embedders.encoder import MODEL_FOLDER as ENCODER_FOLDER
from indexing.embedders.encoder import Encoder, Matrix
from indexing.training.data import read_rows

_BATCH = 500
"""Pairs whose features are kept at a time."""
Report = Callable[[str], None]


@dataclass(frozen=True)
class RecipeSettings:
    """How much is made of what; seeds."""

    survey_pairs: int = 2300
    translated: int = 2600
    """Statements of the translations that pairs are made of."""
    translated_pairs: int = 1500
    crossing_pairs: int = 2000
    """Pairs of translations whose claim is in the other language than the source: the hardest."""
    made_weight: float = 0.5
    """Of a made pair, beside 1 for one that people labelled."""
    seed: int = 0


@dataclass(frozen=True)
class Pair:
    """A claim and its source, as any part of the recipe gives them."""

    claim: str
    source: str
    supported: bool
    weight: float
    group: str
    by_people: bool
    crossing: bool
    """Whether claim and source are of different languages."""


def run(
    data: Path, work: Path, out: Path, recipe: RecipeSettings, trees: TreeSettings, report: Report
) -> Path:
    """Make the model's files in `out`; returns it. Raises JudgeError if the labelled claims are missing."""
    work.mkdir(parents=True, exist_ok=True)
    pairs = training_pairs(data, recipe)
    report(f"{len(pairs)} pairs")
    rarity = _kept(work / "rarity.npy", lambda: token_rarity(data))
    rows = _rows(pairs, TokenReader(Encoder(), rarity, load_words()), work, report)
    examples = examples_of(pairs, rows)
    name = f"scores-{_named(trees)}-{digest(pairs)[:16]}.npy"
    scores = _kept(work / name, lambda: left_out_scores(examples, trees))
    report("scores of pairs by trees that had not seen them")
    made = fit(examples, scores, trees)
    out.mkdir(parents=True, exist_ok=True)
    made.save(out / "trees.npz")
    np.save(out / "rarity.npy", np.round(rarity * 255).astype(np.uint8))
    card = {"features": len(FEATURES), "pairs": len(pairs), "digest": digest(pairs)}
    settings = {"recipe": asdict(recipe), "trees": asdict(trees)}
    (out / "config.json").write_text(json.dumps(card | settings, indent=2) + "\n", encoding="utf-8")
    return out


def training_pairs(data: Path, recipe: RecipeSettings) -> list[Pair]:
    """All that is trained on, nothing of what is kept apart for testing."""
    labelled = part(read_labelled(data)).train
    pairs = [
        Pair(one.claim, one.source, one.supported, 1.0, name, by_people=True, crossing=False)
        for one, name in zip(labelled, groups(labelled), strict=True)
    ]
    seed = recipe.seed
    surveys = kept_apart(survey_statements(), False)
    translated = kept_apart(translated_statements(data, recipe.translated, seed), False)
    between = list(Maker(translated, seed + 2).pairs())
    made = [
        *_drawn(list(Maker(surveys, seed + 1).pairs()), recipe.survey_pairs, seed),
        *_drawn(between, recipe.translated_pairs, seed),
        *_drawn([pair for pair in between if _crosses(pair)], recipe.crossing_pairs, seed + 1),
    ]
    weight = recipe.made_weight
    return pairs + [
        Pair(
            one.claim, one.source, one.supported, weight, one.source, by_people=False, crossing=_crosses(one)
        )
        for one in dict.fromkeys(made)
    ]


def examples_of(pairs: Sequence[Pair], rows: NDArray[np.float32]) -> Examples:
    """What the trees learn from: `rows` are the features of `pairs`."""
    return Examples(
        rows=rows,
        labels=np.array([pair.supported for pair in pairs]),
        weights=np.array([pair.weight for pair in pairs], np.float32),
        groups=np.array([hashlib.sha256(pair.group.encode()).hexdigest() for pair in pairs]),
        by_people=np.array([pair.by_people for pair in pairs]),
        crossing=np.array([pair.crossing for pair in pairs]),
    )


def _crosses(pair: Made) -> bool:
    ours, theirs = pair.pairing.split("-")
    return ours != theirs


def _drawn(pairs: Sequence[Made], count: int, seed: int) -> list[Made]:
    places = np.random.default_rng(seed).permutation(len(pairs))[:count]
    return [pairs[place] for place in sorted(places)]


def token_rarity(data: Path) -> Matrix:
    """For each token of the encoder's vocabulary how rare it is in the translations and the surveys: the
    logarithm of the inverse share of texts that have it, 1 for the rarest."""
    tokenizer = Tokenizer.from_file(str(ENCODER_FOLDER / "tokenizer.json"))
    counts = np.zeros(max(tokenizer.get_vocab().values()) + 1)
    texts = 0
    for batch in _texts(data):
        for encoding in tokenizer.encode_batch(batch):
            counts[np.unique(encoding.ids)] += 1
        texts += len(batch)
    rarity = np.log((texts + 1) / (counts + 1))
    share: Matrix = (rarity / rarity.max()).astype(np.float32)
    return share


def _texts(data: Path) -> Iterator[list[str]]:
    for path in sorted((data / "parallel").glob("*.jsonl.gz")):
        yield [text for row in read_rows(path) for text in (row["en"], row["zh"])]
    for document in load_corpus():
        yield [line for line in document.text.split("\n") if line.strip()]


def _rows(pairs: Sequence[Pair], reader: TokenReader, work: Path, report: Report) -> NDArray[np.float32]:
    """The features of all pairs, taken from the work folder where they are there."""
    found = []
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        found.append(_kept(work / f"features-{digest(batch)[:16]}.npy", lambda: _batch_rows(batch, reader)))  # noqa: B023 (called at once)
        report(f"features of {start + len(batch)} of {len(pairs)} pairs")
    return np.concatenate(found)


def _batch_rows(pairs: Sequence[Pair], reader: TokenReader) -> NDArray[np.float32]:
    return np.array([features(pair.claim, pair.source, reader) for pair in pairs], np.float32)


def _named(trees: TreeSettings) -> str:
    """Names what makes scores; how they are calibrated afterwards does not."""
    made = dataclasses.replace(trees, crossing_prior=0.0)
    return hashlib.sha256(repr(made).encode()).hexdigest()[:8]


def _kept(path: Path, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """What lies at `path`, made and put there if nothing does; whole or not at all."""
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.save(file, make())
        unfinished.replace(path)
    loaded: NDArray[Any] = np.load(path, allow_pickle=False)
    return loaded


def digest(pairs: Sequence[Pair]) -> str:
    """Names pairs and what is known of each."""
    content = json.dumps([FEATURES, [(pair.claim, pair.source, pair.supported) for pair in pairs]])
    return hashlib.sha256(content.encode()).hexdigest()
