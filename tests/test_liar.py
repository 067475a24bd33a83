"""A scripted model that lies in one sentence of three: how many lies and truths reach the reader unmarked.

Truths are sentences of the passages that a development question finds, lies are spoilt copies of them.
"""

import random
import re
from dataclasses import dataclass, field

import pytest

from assistant.generators.protocol import Message
from assistant.generators.writing import LlmGenerator
from assistant.judging.training.spoiling import (
    find_names,
    name_spoiler,
    spoil_negation,
    spoil_number,
    spoil_unit,
)
from assistant.pipeline import Assistant
from assistant.questions import make_question
from eval.questions import load_questions
from indexing.sentences import split_sentences
from tests.assistant.generators.scripted_chat import EXCERPT

QUESTIONS = 60
LENGTH = (25, 400)


@dataclass
class Liar:
    """Copies three sentences of its evidence, and spoils one of them. Asked to repair, it knows nothing."""

    draw: random.Random
    names: list[str]
    name: str = "liar"
    context: int = 32_768
    truths: set[str] = field(default_factory=set)
    lies: set[str] = field(default_factory=set)

    def count(self, text: str) -> int:
        return len(text)

    def stream(self, messages: list[Message]):
        if "<question>" not in messages[-1].text:
            yield "1. NONE"
            return
        found = [
            (text[start:end].replace("\n", " "), number)
            for number, text in EXCERPT.findall(messages[-1].text)
            for start, end in split_sentences(text)
            if LENGTH[0] <= end - start <= LENGTH[1] and ":" not in text[start:end]
        ]
        self.draw.shuffle(found)
        spoilt = next(((lie, n) for text, n in found if (lie := self._spoilt(text))), None)
        if spoilt is None:
            yield "The surveys don't say."
            return
        said = [(text, n) for text, n in found if _bare(text) != _bare(spoilt[0])][:2]
        self.truths |= {_bare(text) for text, _ in said}
        self.lies.add(_bare(spoilt[0]))
        said.insert(self.draw.randrange(3), spoilt)
        yield "\n".join(f"{text} [{number}]" for text, number in said)

    def _spoilt(self, text: str) -> str | None:
        spoilers = [spoil_number, spoil_unit, name_spoiler(self.names), spoil_negation]
        self.draw.shuffle(spoilers)
        return next((lie for spoiler in spoilers if (lie := spoiler(text, self.draw))), None)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lies_are_dropped_and_truths_are_not(real_assistant: Assistant, language: str) -> None:
    names = sorted({n for d in real_assistant.store.documents() for n in find_names(d.text)})
    liar = Liar(random.Random(0), names)
    assistant = Assistant(
        real_assistant.store,
        real_assistant.retriever,
        LlmGenerator(liar, real_assistant.reader, 512),
        real_assistant.judge,
        real_assistant.settings,
        real_assistant.reader,
    )
    questions = [q for q in load_questions("dev") if q.language == language and not q.history]
    told, dropped = set(), set()
    for question in questions[:QUESTIONS]:
        answer = assistant.ask(make_question(question.question))
        told |= {_bare(sentence.text) for sentence in answer.sentences if sentence.supported}
        dropped |= {_bare(sentence.text) for sentence in answer.dropped}
    lies = liar.lies - liar.truths
    truths = liar.truths - liar.lies
    assert len(lies) >= 40
    caught = len(lies - told) / len(lies)
    lost = len(truths & dropped - told) / len(truths)
    print(f"{language}: of {len(lies)} lies {caught:.3f} dropped, of {len(truths)} truths {lost:.3f}")  # noqa: T201  (the measure)
    for lie in sorted(lies & told):
        print("  told:", lie)  # noqa: T201  (as above)
    assert caught >= 0.95
    assert lost <= 0.05
