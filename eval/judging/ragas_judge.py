"""ragas' Faithfulness (Es et al. 2024) as a judge, by the optional extra `ragas`."""

import asyncio
from importlib.util import find_spec
from math import isnan
from typing import Any

from assistant.errors import BadSettings, JudgeError
from assistant.settings import Settings
from eval.errors import EvalError

EXTRA = "medfm-assistant[ragas]"


class RagasJudge:
    """The share of a claim's statements that ragas finds in the source. A NaN is no verdict."""

    name = "ragas faithfulness"

    def __init__(self, llm: Any) -> None:  # noqa: ANN401  # a LangChain model, whichever it is
        """`llm` is a LangChain chat model. Raises EvalError when ragas is not installed."""
        if find_spec("ragas") is None:
            raise EvalError("The judge ragas needs the package ragas.", f"Install it: pip install '{EXTRA}'.")
        from ragas.llms import LangchainLLMWrapper
        from ragas.metrics import Faithfulness

        self._metric = Faithfulness(llm=LangchainLLMWrapper(llm))

    @classmethod
    def open(cls, settings: Settings) -> "RagasJudge":
        """With the model of `--llm`, which has to be one that LangChain's init_chat_model knows."""
        if find_spec("ragas") is None:
            raise EvalError("The judge ragas needs the package ragas.", f"Install it: pip install '{EXTRA}'.")
        if settings.llm == Settings.llm:
            raise BadSettings("The judge ragas needs a language model.", "Name one with --llm.")
        from langchain.chat_models import init_chat_model

        return cls(init_chat_model(settings.llm))

    def support(self, claim: str, source: str) -> float:
        from ragas.dataset_schema import SingleTurnSample

        sample = SingleTurnSample(user_input=claim, response=claim, retrieved_contexts=[source])
        try:
            score = float(asyncio.run(self._metric.single_turn_ascore(sample)))
        except Exception as error:  # ragas raises whatever its libraries do
            raise JudgeError(f"ragas failed: {type(error).__name__}: {error}") from error
        if isnan(score):
            raise JudgeError("ragas gave no score (NaN).", "Try another judge.")
        return score
