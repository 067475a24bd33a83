"""What the assistant says in its own words, in both languages. Everything else is quoted."""

from indexing.blocks import Language

NOT_IN_TEXTS = "not-in-texts"
MEDICAL_ADVICE = "medical-advice"
OUT_OF_SCOPE = "out-of-scope"
UNCHECKED = "unchecked"

REFUSALS: dict[str, dict[Language, str]] = {
    NOT_IN_TEXTS: {
        "en": "The surveys don't say.",
        "zh": "这些综述里没有说到。",
    },
    MEDICAL_ADVICE: {
        "en": (
            "I can't give personal medical advice; please ask a doctor or pharmacist. "
            "I only answer questions about medical foundation models from the surveys."
        ),
        "zh": "我不能给出个人诊疗或用药建议，请咨询医生或药师。这里只回答综述里关于医学基础模型的问题。",
    },
    OUT_OF_SCOPE: {
        "en": "I only answer questions about medical foundation models from the surveys.",
        "zh": "这里只回答综述里关于医学基础模型的问题。",
    },
    UNCHECKED: {
        "en": "There is an answer, but it could not be checked against the surveys, so it is not shown.",
        "zh": "写出的回答没能与综述核对，因此不予显示。",
    },
}


def refusal(reason: str, language: Language) -> str:
    """The message of a refusal, in the question's language."""
    return REFUSALS[reason][language]
