"""The stages of the recipe in order, from `Recipe` to the exported model."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from indexing.embedders.names import NameSettings
from indexing.training.axes import fit_axes, sample
from indexing.training.contextual import ContextualSettings, Material, train
from indexing.training.data import Bitext, load_bitext
from indexing.training.export import Model, export
from indexing.training.pieces import chinese_pieces, english_pieces
from indexing.training.questions import made_questions
from indexing.training.static import StaticSettings, Targets, train_static
from indexing.training.student import new_student
from indexing.training.teacher import teacher_vectors
from indexing.training.vocabulary import Vocabulary, build_vocabulary, character_parts
from indexing.training.words import export_words

MODEL_NAME = "bilingual-2"


@dataclass(frozen=True)
class Recipe:
    """Where everything lies, and every number that shapes the model."""

    data: Path
    corpus: Path
    base: Path
    work: Path
    out: Path
    words: Path
    static: StaticSettings = field(default_factory=StaticSettings)
    contextual: ContextualSettings = field(default_factory=ContextualSettings)
    static_pieces: int = 27_000
    learned_pieces: int = 18_000
    table_share: float = 0.5
    strange_weight: float = 0.6
    axes: int = 272
    names: NameSettings = field(default_factory=NameSettings)


def run(recipe: Recipe) -> Path:
    """Train and export; returns the folder of the model. Raises TrainingDataError if there is no text."""
    recipe.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.contextual.seed)
    bitext = read_bitext(recipe)
    base = Tokenizer.from_file(str(recipe.base / "tokenizer.json"))
    pieces = english_pieces(base.get_vocab())
    targets = _targets(recipe, bitext, pieces)
    chinese = [pair.zh for pair in bitext.pairs] + list(bitext.paragraphs)
    static = train_static(
        bitext, pieces + chinese_pieces(chinese, recipe.static_pieces), targets, recipe.static, recipe.work
    )
    vocabulary = build_vocabulary(base, chinese, recipe.learned_pieces)
    names = [base.id_to_token(row) or "" for row in vocabulary.english]
    student = new_student(recipe.base, vocabulary, (static.exactly(names), static.of(vocabulary.chinese)))
    materials = _materials(recipe, bitext, vocabulary, targets)
    checkpoint = recipe.work / "student.safetensors"
    train(student, materials, character_parts(vocabulary), recipe.contextual, checkpoint)
    model = Model(student, vocabulary, static, recipe.table_share, recipe.strange_weight)
    export_words(static, recipe.words)
    export(model, recipe.out, _card(recipe, bitext))
    return refit(recipe, bitext)


def refit(recipe: Recipe, bitext: Bitext) -> Path:
    """Fit the axes of the exported model and set how names share its vectors; returns its folder."""
    texts = sample(bitext, recipe.contextual.seed)
    return fit_axes(recipe.out, texts, recipe.axes, recipe.names)


def read_bitext(recipe: Recipe) -> Bitext:
    """All text that the recipe trains on. Raises TrainingDataError if there is none."""
    return load_bitext(recipe.data, recipe.corpus, recipe.contextual.seed)


def _targets(recipe: Recipe, bitext: Bitext, pieces: Sequence[str]) -> Targets:
    cache = recipe.work / "teacher"
    passages = [bitext.window(i).en for i in range(len(bitext.windows))]
    return Targets(
        pieces=teacher_vectors(recipe.base, [piece.removeprefix("##") for piece in pieces], cache),
        sentences=teacher_vectors(recipe.base, [pair.en for pair in bitext.pairs], cache),
        passages=teacher_vectors(recipe.base, passages, cache),
    )


def _materials(recipe: Recipe, bitext: Bitext, vocabulary: Vocabulary, targets: Targets) -> list[Material]:
    tokenizer, settings = vocabulary.tokenizer(), recipe.contextual
    questions = made_questions(bitext.pairs, settings.seed)
    asked = teacher_vectors(recipe.base, [question.en for question in questions], recipe.work / "teacher")
    sentences = [*bitext.pairs, *questions]
    points = np.concatenate([targets.sentences, asked])
    windows = [bitext.window(i) for i in range(len(bitext.windows))]

    def rows(texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in tokenizer.encode_batch(texts)]

    return [
        Material(rows([pair.zh for pair in sentences]), points),
        Material(rows([window.zh for window in windows]), targets.passages, settings.passage_share),
        Material(rows([pair.en for pair in sentences]), points, settings.english_share),
        Material(rows([window.en for window in windows]), targets.passages, settings.english_share),
    ]


def _card(recipe: Recipe, bitext: Bitext) -> dict[str, object]:
    settings = {"static": asdict(recipe.static), "contextual": asdict(recipe.contextual)}
    text = "\x00".join(f"{pair.en}\x01{pair.zh}" for pair in bitext.pairs)
    return {
        "name": MODEL_NAME,
        "base": recipe.base.name,
        "pairs": len(bitext.pairs),
        "passages": len(bitext.windows),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "settings": json.loads(json.dumps(settings)),
    }
