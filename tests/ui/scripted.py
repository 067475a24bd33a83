"""An assistant that does what a question tells it to, over a real one: its model fails, dawdles, attacks."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Question
from assistant.errors import GeneratorError
from assistant.events import Event, Piece, Retrieved, Settled, Thought
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.turns import Turn

EVIL = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
MODEL = "scripted:model"
PIECES = 60


@dataclass
class Scripted:
    """Stands where the assistant stands; `slow`, `fail` and `evil` in a question are taken at their word."""

    real: Assistant
    settings: Settings

    @property
    def store(self):
        return self.real.store

    def search(self, question: Question):
        return self.real.search(question)

    def ask(self, question: Question, turns: Sequence[Turn] = ()) -> Answer:
        *_, last = self.stream(question, turns)
        return last.answer

    def stream(self, question: Question, turns: Sequence[Turn] = ()) -> Iterator[Event]:
        if self.settings.llm != MODEL:
            yield from self.real.stream(question, turns)
            return
        answer = self.real.ask(replace(question, text="What is Psy-LLM?"), turns)
        yield Retrieved(answer.hits, question)
        if "fail" in question.text:
            raise GeneratorError("The server answers 500: out of memory.", "Ask again; see the server's log.")
        for number in range(PIECES if "slow" in question.text else 1):
            yield Thought(f"thought {number} {EVIL} ")
            yield Piece(f"piece {number} {EVIL} ")
            time.sleep(0.05)
        [sentence, *_] = answer.sentences
        doubtful = replace(sentence, text=f"Doubtful. {EVIL}", support=0.1, supported=False)
        yield Settled(
            replace(
                answer,
                question=question,
                sentences=(replace(sentence, text=f"Said by the model. {EVIL}"),),
                dropped=(doubtful,),
                thinking=f"hm {EVIL}",
                generator=MODEL,
            )
        )
