"""A tiny corpus in both languages, and questions with gold in it."""

from collections.abc import Sequence

from contracts.samples import document_of

from corpus import Span
from eval.questions import EvalQuestion, GoldQuote
from indexing.blocks import BlockKind, Language
from indexing.passages import Hit, Passage

ENGLISH = document_of(
    "english",
    "MedPaLM-2 reached 86.5% on MedQA.\n\nRobots can assist surgeons in the operating theatre.\n\n"
    "GatorTron was trained on clinical notes of one hospital.\n",
)
CHINESE = document_of(
    "chinese",
    "联邦学习可以保护患者隐私。\n\n多模态模型同时处理影像和文本。\n\n大模型的训练消耗大量电力。\n",
    languages=("zh",),
)
THIRD = document_of("third", "Protein structures can be predicted from sequences alone.\n")
DOCUMENTS = (ENGLISH, CHINESE, THIRD)
_TEXTS = {document.id: document.text for document in DOCUMENTS}


def gold(document: str, quote: str) -> GoldQuote:
    """A quote where it stands first."""
    start = _TEXTS[document].index(quote)
    return GoldQuote(document, quote, Span(start, start + len(quote)))


def question(
    id: str,
    text: str,
    language: Language = "en",
    facts: Sequence[tuple[str, ...]] = (),
    groups: Sequence[tuple[GoldQuote, ...]] = (),
) -> EvalQuestion:
    """A development question; answerable if it has gold."""
    return EvalQuestion(
        id=id,
        split="dev",
        language=language,
        kind="factoid" if groups else "unanswerable",
        question=text,
        answerable=bool(groups),
        reason=None if groups else "not-in-texts",
        answer="",
        facts=tuple(facts),
        gold=tuple(groups),
    )


def hit(document: str, *spans: tuple[int, int]) -> Hit:
    """A passage with these spans."""
    places = tuple(Span(*span) for span in spans)
    text = "".join(_TEXTS[document][slice(*span)] for span in places)
    passage = Passage(
        id=f"{document}:{places[0].start}",
        document=document,
        section=(),
        kind=BlockKind.PARAGRAPH,
        language="en",
        spans=places,
        text=text,
        reading=text,
        context="",
        blocks=(),
        windows=(),
    )
    return Hit(passage, 1.0)


ROBOTS = question(
    "tiny-en",
    "What can robots assist with?",
    facts=[("surgeons",)],
    groups=[(gold("english", "Robots can assist surgeons"),)],
)
PRIVACY = question(
    "tiny-zh",
    "联邦学习保护什么隐私？",
    "zh",
    facts=[("患者隐私",)],
    groups=[(gold("chinese", "保护患者隐私"),)],
)
UNANSWERABLE = question("tiny-none", "Who won the match?")
