"""Turns made by hand: what was asked, and the sentences of the answer."""

from assistant.answer import Answer, Question, Sentence
from assistant.questions import language_of
from assistant.turns import Turn


def turn(question: str, *sentences: str, bullets: bool = False) -> Turn:
    """A turn whose answer has these sentences; none of them means that the texts don't say."""
    asked = Question(question, language_of(question))
    told = tuple(Sentence(text, (1,), 1.0, True, bullets) for text in sentences)
    return Turn(asked, Answer(asked, told, (), (), not told, None, "", "", "", "", "", ""))


SIZE = turn("How big is SciFive?", "SciFive: # Params 220M/770M (Table 2)")
SIZE_ZH = turn("SciFive 有多大？", "SciFive：# Params 220M/770M（表 2）")
RISKS = turn(
    "What are the main risks of LLMs?",
    "Hallucination: Models invent facts.",
    "Bias: Models repeat prejudice.",
    "Privacy: Models leak records.",
    bullets=True,
)
MODELS = turn("Which models are based on ChatGLM?", "DoctorGLM", "BianQue", "OphGLM", bullets=True)
MODELS_ZH = turn("哪些模型基于 ChatGLM？", "DoctorGLM", "BianQue", "OphGLM", bullets=True)
COMPARED = turn(
    "How does SciFive compare with GatorTron?",
    "SciFive: # Params 220M",
    "GatorTron: # Params 8.9B",
    bullets=True,
)
FIELD = turn("What are the applications of LLMs in radiology?", "They draft reports.")
FIELD_ZH = turn("大模型在放射科里有什么应用？", "可以写报告。")
BEST = turn("Which model scores best on MedQA?", "Med-PaLM 2 reached an accuracy of 86.5% on MedQA.")
REFUSED = turn("How many GPUs did BioGPT need?")
