"""What the page calls, as endpoints of Gradio: each gives HTML, ready and escaped, or plain values."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.cli.words import WORDS
from assistant.settings import Settings
from corpus.errors import MedfmError
from indexing.blocks import BlockKind
from ui.asking import Asker, Message
from ui.conversations import Conversations
from ui.engine import Engine
from ui.places import read_spans
from ui.reader import library_html, reader_html, source_html
from ui.texts import Texts
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
        self.asker = Asker(engine, conversations)

    def register(self) -> None:
        """Make the endpoints known to the Blocks that are being made."""
        for endpoint in (self.status, self.options, self.source, self.library, self.reader):
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
            "generators": [[name, name] for name in dict.fromkeys((Settings.llm, settings.llm))],
            "generator": settings.llm,
            "missing": [],
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


def told(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """`endpoint`, whose errors that a user can mend reach the caller as their message."""
    @wraps(endpoint)
    def telling(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the endpoint takes and gives
        try:
            return endpoint(*given, **named)
        except MedfmError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return telling
