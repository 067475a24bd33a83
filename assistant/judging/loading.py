"""Judges by name."""

from assistant.errors import BadSettings
from assistant.judging.llm import Chat, LlmJudge
from assistant.judging.overlap import OverlapJudge
from assistant.judging.protocol import Judge
from assistant.judging.remembering import RememberingJudge
from assistant.judging.ruled import RuledJudge
from assistant.settings import Settings

BUILT_IN = "built-in"
OVERLAP = "overlap"
LLM = "llm"


def load_judge(settings: Settings, chat: Chat | None = None) -> Judge:
    """The judge that `settings` name: `built-in`, `overlap` (bare words, to compare with), `llm` (the model
    of `--llm`, asked through `chat`), or a cross-encoder by its id or path.

    The hard rules lie on top of each, and what it said is remembered. Imports only what that judge needs.
    Raises BadSettings for `llm` without a model to ask, JudgeError when a model isn't there.
    """
    return RememberingJudge(RuledJudge(_judge(settings, chat)))


def _judge(settings: Settings, chat: Chat | None) -> Judge:
    if settings.judge == BUILT_IN:
        from assistant.judging.built_in import BuiltinJudge

        return BuiltinJudge()
    if settings.judge == OVERLAP:
        return OverlapJudge()
    if settings.judge == LLM:
        if chat is None:
            raise BadSettings(
                "The judge llm needs a language model.", "Name one with --llm, or another judge."
            )
        return LlmJudge(chat, settings.llm)
    from assistant.judging.cross_encoder import CrossEncoderJudge

    return CrossEncoderJudge(settings.judge)
