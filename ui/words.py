"""What the app says around answers, in both languages; of answers it says what the command line says."""

from collections.abc import Mapping

from indexing.blocks import Language
from ui.wordings import EVALUATION, METRICS, PAGE, READING, SLICES

TEXT: Mapping[str, tuple[str, str]] = {**PAGE, **READING, **EVALUATION}
"""English and Chinese by key."""
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}
EXAMPLES: dict[Language, tuple[str, ...]] = {
    "en": (
        "How big is SciFive?",
        "What sets recent large language models apart?",
        "Which datasets hold chest X-rays?",
        "What is Psy-LLM?",
    ),
    "zh": (
        "医疗基础模型面临哪些挑战？",
        "Psy-LLM 是做什么的？",
        "哪些模型用于心理健康咨询？",
        "SciFive 有多大？",
    ),
}


def say(key: str, language: Language, **values: object) -> str:
    """The wording of `key`, with `values` in it. Raises KeyError for a key that there is none of."""
    return TEXT[key][language == "zh"].format(**values)


def metric_title(name: str, language: Language) -> str:
    """What a metric is called; one that there are no words for keeps its name."""
    return METRICS.get(name, (name, name))[language == "zh"]


def slice_title(name: str, language: Language) -> str:
    """What a part of the questions is called, likewise."""
    return SLICES.get(name, (name, name))[language == "zh"]


def language_named(name: object) -> Language:
    """The interface language that a browser names; English for one that there are no words in."""
    return "zh" if str(name).casefold().startswith("zh") else "en"
