"""What the app says around questions, in both languages; of answers it says what the command line says."""

from dataclasses import dataclass

from indexing.blocks import Language


@dataclass(frozen=True)
class Interface:
    """The wordings of one language."""

    title: str
    introduction: str
    question: str
    placeholder: str
    ask: str
    documents: str
    sources: str
    in_the_text: str


INTERFACE: dict[Language, Interface] = {
    "en": Interface(
        title="Medical foundation models: ask the surveys",
        introduction=(
            "Every sentence of an answer cites the exact characters of its source. "
            "Open a source to read the quote where it stands. No medical advice."
        ),
        question="Question",
        placeholder="Ask in English or Chinese, then press Enter",
        ask="Ask",
        documents="Only these texts (none chosen: all)",
        sources="Sources",
        in_the_text="In the text",
    ),
    "zh": Interface(
        title="医学基础模型：向综述提问",
        introduction="回答的每一句都引用来源的原文。点开来源，可在上下文中核对原文。本应用不提供诊疗建议。",
        question="问题",
        placeholder="用中文或英文提问，按回车键",
        ask="提问",
        documents="只查这些文献（不选则查全部）",
        sources="来源",
        in_the_text="原文上下文",
    ),
}

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}

EXAMPLES_LABEL = "Examples · 示例"
EXAMPLES = (
    "How big is SciFive?",
    "What is Psy-LLM?",
    "Which datasets hold chest X-rays?",
    "哪些模型用于心理健康咨询？",
    "医疗大模型面临哪些挑战？",
)
