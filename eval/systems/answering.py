"""The door that every system goes through whose answers are measured."""

from collections.abc import Mapping
from typing import Protocol

from corpus import Document
from eval.questions import EvalQuestion
from eval.replies import Json
from eval.robustness.world import UNCHANGED, World


class Answering(Protocol):
    """Answers questions, with citations, or refuses."""

    @property
    def name(self) -> str:
        """What it is called in tables and on the command line."""

    @property
    def identity(self) -> Mapping[str, str]:
        """All that its answers hang on besides the question: hashes and names. The same identity gives the
        same answers, if the system is deterministic."""

    @property
    def sources(self) -> Mapping[str, Document]:
        """The texts that it cites, by id."""

    def answer(self, question: EvalQuestion, world: World = UNCHANGED) -> Json:
        """What it answers, as `ask --json` gives it, with `confidence` and `forced` (see eval.replies.Reply).

        Raises MedfmError when it fails.
        """
