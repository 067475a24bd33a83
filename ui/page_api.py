"""What the page calls, as endpoints of Gradio: each gives HTML, ready and escaped, or plain values."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import wraps
from typing import Any

from assistant.answer import Answer
from assistant.cli.jsonout import answer_json
from assistant.cli.words import WORDS
from assistant.errors import AssistantError
from corpus.errors import MedfmError
from indexing.blocks import BlockKind
from ui.asking import Asker, Message
from ui.conversations import Conversations
from ui.engine import Engine
from ui.evaluation_html import MOST_LIMIT, RunView, controls_html
from ui.exporting import TYPES, export
from ui.feedback import Feedback
from ui.places import read_spans
from ui.reader import library_html, reader_html, source_html
from ui.running import Runner
from ui.runs import all_runs, find_run
from ui.tables_html import table_csv, tables_html
from ui.texts import Texts
from ui.toolkit import api, gr
from ui.words import LANGUAGE_NAMES, language_named

Json = dict[str, Any]
_KINDS = tuple(map(BlockKind, ("paragraph", "list item", "table row", "caption", "reference")))
"""Kinds that a reader would choose."""
AT_ONCE = 4
"""How many questions are answered at the same time; the others wait in line."""


class PageApi:
    """The endpoints of the page. Every one takes what it is given as text that nobody has checked."""

    def __init__(self, engine: Engine, conversations: Conversations, texts: Callable[[], Texts]) -> None:
        self.engine = engine
        self.texts = texts
        self.conversations = conversations
        self.kept = Feedback(engine.settings.home)
        self.runner = Runner(engine.settings)
        self.asker = Asker(engine, conversations)

    def register(self) -> None:
        """Make the endpoints known to the Blocks that are being made."""
        names = (
            "status options source library reader tables_page csv export feedback"
            " runs run start_run run_progress cancel_run"
        ).split()
        for endpoint in (getattr(self, name) for name in names):
            api(told(endpoint), api_name=endpoint.__name__, queue=False, api_visibility="undocumented")
        api(self.chat, api_name="chat", concurrency_limit=AT_ONCE, api_visibility="undocumented")

    def status(self) -> Json:
        """How far the opening of the index is."""
        status = self.engine.status
        return {"ready": status.ready, "step": status.step, "done": status.done, "total": status.total,
                "problem": status.problem}  # fmt: skip

    def options(self, language: str) -> Json:
        """What can be chosen beside a question, worded in a language."""
        texts, chosen = self.texts(), language_named(language)
        kinds = WORDS[chosen].kinds
        settings = self.engine.settings
        return {
            "filters": {
                "documents": [[id, texts.sources.short(id)] for id in texts.documents],
                "languages": [[code, name] for code, name in LANGUAGE_NAMES.items()],
                "kinds": [[kind.value, kinds[kind]] for kind in _KINDS],
            },
            "generators": [[name, name] for name in self.engine.generators()],
            "generator": settings.llm,
            "missing": self.engine.missing(),
            "passages": settings.k,
        }

    def chat(self, given: dict[str, Any]) -> Iterator[Message]:
        """Answer one turn of a conversation, piece by piece."""
        yield from self.asker.stream(given, self.texts())

    def source(self, document: str, spans: str, language: str) -> str:
        """A quote in its place."""
        return source_html(self.texts(), document, read_spans(spans), language_named(language))

    def library(self, language: str) -> str:
        """The documents."""
        return library_html(self.texts(), language_named(language))

    def reader(self, document: str, spans: str, language: str) -> str:
        """A document, with `spans` marked."""
        return reader_html(self.texts(), document, read_spans(spans), language_named(language))

    def tables_page(self, language: str) -> str:
        """All tables and the models merged from them."""
        return tables_html(self.texts(), language_named(language))

    def csv(self, table: str, language: str) -> str:
        """A table, or the models, as CSV."""
        return table_csv(self.texts(), table, language_named(language))

    def export(self, conversation: str, turn: int, kind: str) -> Json:
        """An answer as a file: its name, type and text."""
        text = export(self._answer(conversation, turn), kind, self.texts().sources)
        suffix, type = TYPES[kind]
        return {"name": f"answer-{turn + 1}.{suffix}", "type": type, "text": text}

    def feedback(self, conversation: str, turn: int, thumb: str, note: str) -> bool:
        """Keep what somebody thinks of an answer."""
        answer = answer_json(self._answer(conversation, turn), self.texts().sources)
        # The conversation's name is a key to it, so that only a hash of it is kept.
        name = hashlib.sha256(f"{conversation}/{turn}".encode()).hexdigest()[:24]
        self.kept.keep(name, str(thumb), str(note), answer)
        return True

    def runs(self, language: str) -> str:
        """What chooses, compares and starts runs."""
        found = all_runs(self.engine.settings.home)
        return controls_html(found, self.runner.progress.running, language_named(language))

    def run(self, name: str, against: str, language: str) -> str:
        """A stored run, beside another one if it is named."""
        home = self.engine.settings.home
        other = find_run(home, against) if against else None
        return RunView(find_run(home, name), other, language_named(language)).html()

    def start_run(self, limit: int) -> Json:
        """Start a small run."""
        if not isinstance(limit, int):
            raise AssistantError("The number of questions must be a whole number.")
        return asdict(self.runner.start(limit, MOST_LIMIT))

    def run_progress(self) -> Json:
        """How far the run is that was started last."""
        return asdict(self.runner.progress)

    def cancel_run(self) -> Json:
        """Stop the run that goes on."""
        return asdict(self.runner.cancel())

    def _answer(self, conversation: str, turn: int) -> Answer:
        found = self.conversations.answer(str(conversation), turn) if isinstance(turn, int) else None
        if found is None:
            raise AssistantError("The app no longer knows this answer.", "Ask again.")
        return found


def told(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """`endpoint`, whose errors that a user can mend reach the caller as their message."""

    @wraps(endpoint)
    def telling(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the endpoint takes and gives
        try:
            return endpoint(*given, **named)
        except MedfmError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return telling
