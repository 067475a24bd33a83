"""A cross-encoder of the user's choice as judge: an NLI model, or one that detects hallucinations."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import JudgeError
from indexing.errors import EmbedderError
from indexing.hub import first_line, load, locate
from indexing.sentences import split_sentences

_MAKERS = "cross-encoder"
_ENTAILS = frozenset({"entailment", "entailed", "entails", "supported", "support", "supports", "consistent"})
"""What models call the label that says yes. Of one without label names nothing can be told."""
_LONGEST = 1200
"""Characters read at a time: such models cut texts at 512 tokens, and Chinese has up to one a character."""
_CHINESE_WIDTH = 3
"""What a character outside Latin-1 counts for in that: it has about three times the tokens."""


class CrossEncoderJudge:
    """Any sequence classifier, by its hub id or the path of its folder: the source is its first text, the
    claim its second, as NLI models are trained.

    A model with one output gives support through a sigmoid; of several labels, the one that says "entailment"
    does through a softmax. A long source is read in parts, and the part that supports best counts.

    Looks for the model at once, so that a wrong name is told before anything is asked; loads it, and torch
    with it, at the first pair. Threads may share it.
    """

    def __init__(self, id_or_path: str, device: str | None = None) -> None:
        self._id = id_or_path
        self._device = device
        self._lock = Lock()
        self._loaded: Any = None
        self._label: int | None = None
        try:
            self._place = locate(id_or_path, _MAKERS)
        except EmbedderError as error:
            raise JudgeError(error.message, error.remedy) from error

    @property
    def name(self) -> str:
        """The model's id or folder, and its commit or a hash of its files."""
        id = Path(self._id).resolve().name if Path(self._id).is_dir() else self._id
        return f"{id}@{self._place.version[:12]}"

    def support(self, claim: str, source: str) -> float:
        if not claim.strip() or not source.strip():
            return 0.0
        with self._lock:
            if self._loaded is None:
                self._loaded, self._label = self._load()
            pairs = [(part, claim) for part in parts(source)]
            return float(self._scores(pairs).max())

    def _scores(self, pairs: list[tuple[str, str]]) -> NDArray[np.float64]:
        try:
            found = self._loaded.predict(
                pairs, activation_fn=import_module("torch").nn.Identity(), show_progress_bar=False
            )
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            message = f"The judge {self._id} failed: {first_line(error)}"
            raise JudgeError(message, "If memory ran out, choose a smaller model.") from error
        logits = np.asarray(found, dtype=np.float64)
        if len(logits) != len(pairs) or not np.all(np.isfinite(logits)):
            raise JudgeError(f"The judge {self._id} gave something that is no score.", "Choose another.")
        if self._label is None:
            scores: NDArray[np.float64] = 1 / (1 + np.exp(-logits.reshape(len(pairs))))
            return scores
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        scores = shares[:, self._label] / shares.sum(axis=1)
        return scores

    def _load(self) -> tuple[Any, int | None]:
        try:
            model = load("CrossEncoder", self._id, self._place, self._device, "a cross-encoder")
        except EmbedderError as error:
            raise JudgeError(error.message, error.remedy) from error
        if model.num_labels == 1:
            return model, None
        return model, self._entailment(model.model.config.id2label)

    def _entailment(self, labels: Mapping[int, str]) -> int:
        for place, label in labels.items():
            if label.casefold().replace("-", "_") in _ENTAILS:
                return int(place)
        written = ", ".join(labels.values())
        raise JudgeError(
            f"Of the labels of {self._id} ({written}) none says entailment.",
            "Name an NLI model, or one with a single score.",
        )


def parts(source: str) -> Iterator[str]:
    """The source in runs of sentences that a model can read at once; neighbours share a sentence, as a claim
    may rest on two."""
    run: list[tuple[int, int]] = []
    for start, end in split_sentences(source):
        if run and _width(source[run[0][0] : end]) > _LONGEST:
            yield source[run[0][0] : run[-1][1]]
            run = run[-1:] if _width(source[run[-1][0] : end]) <= _LONGEST else []
        run.append((start, end))
    if run:
        yield source[run[0][0] : run[-1][1]]


def _width(text: str) -> int:
    return sum(_CHINESE_WIDTH if character > "\u00ff" else 1 for character in text)
