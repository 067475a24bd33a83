"""A language model alone: what it says without any passage. Whatever it says is uncited."""

from collections.abc import Mapping

from assistant.generators.protocol import ChatModel, Message, complete
from assistant.messages import NOT_IN_TEXTS, REFUSALS, refusal
from assistant.settings import Settings
from corpus import Document, load_corpus
from eval.judging.chat import load_language_model
from eval.questions import EvalQuestion
from eval.replies import Json
from eval.robustness.world import UNCHANGED, World
from eval.texts import sentences
from indexing.analysis import normalise

NAME = "closed-book"
_SYSTEM = """\
You answer questions about medical foundation models from what you know, in {language}, in at most three \
sentences and without any preamble. If you don't know the answer, if the question rests on something untrue, \
or if it asks for personal medical advice, reply exactly: {refusal}"""
_LANGUAGES = {"en": "English", "zh": "Chinese"}


class ClosedBook:
    """The model with a prompt and the questions before a follow-up; no world changes what it knows."""

    name = NAME

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._documents = {document.id: document for document in load_corpus()}

    @classmethod
    def open(cls, settings: Settings) -> "ClosedBook":
        """With the model of `--llm`. Raises BadSettings when none is named."""
        return cls(load_language_model(settings, "The system closed-book"))

    @property
    def identity(self) -> Mapping[str, str]:
        return {"generator": self._model.name, "prompt": _SYSTEM}

    @property
    def sources(self) -> Mapping[str, Document]:
        return self._documents

    def answer(self, question: EvalQuestion, world: World = UNCHANGED) -> Json:
        message = refusal(NOT_IN_TEXTS, question.language)
        system = _SYSTEM.format(language=_LANGUAGES[question.language], refusal=message)
        asked = "\n".join([*question.history, question.question])
        reply = complete(self._model, [Message("system", system), Message("user", asked)])
        said = reply.text.strip()
        abstained = not said or _is_refusal(said)
        return {
            "id": question.id,
            "question": question.question,
            "language": question.language,
            "answer": message if abstained else said,
            "abstained": abstained,
            "reason": NOT_IN_TEXTS if abstained else None,
            "sentences": [] if abstained else [_sentence(text) for text in sentences(said)],
            "citations": [],
            "passages": [],
            "conflicts": [],
            "generator": self._model.name,
            "forced": said,
        }


def _is_refusal(text: str) -> bool:
    refusals = [wording for by_language in REFUSALS.values() for wording in by_language.values()]
    return any(normalise(text).startswith(normalise(wording).rstrip(".。")) for wording in refusals)


def _sentence(text: str) -> Json:
    return {"text": text, "citations": [], "support": None, "supported": None}
