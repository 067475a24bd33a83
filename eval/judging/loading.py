"""Judges of answers, by name: those of the assistant, a model that has to quote, and ragas' own."""

from dataclasses import dataclass

from assistant.judging import LLM, Judge, load_judge
from assistant.settings import Settings
from eval.judging.claims import SentenceSplitter, Splitter

RAGAS = "ragas"


@dataclass(frozen=True)
class Bench:
    """A judge, and what takes sentences apart into the claims that it judges."""

    judge: Judge
    splitter: Splitter


def load_bench(settings: Settings) -> Bench:
    """The judge that `settings` name: `built-in`, `overlap`, `llm` (the model of `--llm` splits sentences
    into claims, and says of each with a quote whether it is supported), `ragas` (its Faithfulness, by the
    model of `--llm`), or a cross-encoder by its id or path.

    Raises BadSettings for `llm` or `ragas` without a model, EvalError when ragas isn't installed, JudgeError
    when a model isn't there.
    """
    if settings.judge == LLM:
        from eval.judging.chat import load_chat
        from eval.judging.quoting import LlmSplitter, QuotingJudge

        chat = load_chat(settings)
        return Bench(QuotingJudge(chat, settings.llm), LlmSplitter(chat))
    if settings.judge == RAGAS:
        from eval.judging.ragas_judge import RagasJudge

        return Bench(RagasJudge.open(settings), SentenceSplitter())
    return Bench(load_judge(settings), SentenceSplitter())
