"""The web app on the one pipeline: a question, an answer with its sources, and the API endpoint `ask`."""

import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.answer import Question
from assistant.cli.console import Console
from assistant.cli.jsonout import answer_json
from assistant.cli.opening import open_assistant
from assistant.cli.selection import make_filter
from assistant.cli.sources import PART, Sources, main_title, number_of
from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.questions import MOST_CHARACTERS, make_question
from assistant.settings import Settings
from corpus.errors import MedfmError
from indexing.blocks import Language
from ui.cards import answer_html, error_html
from ui.words import EXAMPLES, EXAMPLES_LABEL, INTERFACE, LANGUAGE_NAMES

LOOPBACK = ("127.0.0.1", "localhost", "::1")
AT_ONCE = 4
"""How many questions are answered at the same time; the others wait in line."""
_STYLE = Path(__file__).parent / "style.css"
# Fonts of the reader's own machine: none is fetched, and Chinese looks as it does elsewhere there.
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC")


def launch(settings: Settings, host: str, port: int) -> None:
    """Serve the app until Ctrl-C; the index is built first where there is none.

    Raises MedfmError.
    """
    console = Console()
    app = make_app(open_assistant(settings, console))
    url = serve(app, host, port)
    console.note(f"The app is open at {url} (Ctrl-C stops it).")
    if host not in LOOPBACK:
        console.note("Everyone who reaches this machine over the network can use it.")
    try:
        Event().wait()
    except KeyboardInterrupt:
        app.close(verbose=False)


def serve(app: gr.Blocks, host: str, port: int) -> str:
    """Start the app in the background and give its address; port 0 takes a free one.

    Raises AssistantError when it can't listen there.
    """
    _reach_this_machine_directly()
    fonts = [gr.themes.Font(name) for name in (*_FONTS, "sans-serif")]
    mono = [gr.themes.Font(name) for name in ("ui-monospace", "Consolas", "monospace")]
    try:
        _, url, _ = app.launch(
            server_name=host,
            server_port=port or _free_port(host),
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            ssr_mode=False,
            run_history=False,
            footer_links=["api", "settings"],
            theme=gr.themes.Soft(font=fonts, font_mono=mono),
            css=_STYLE.read_text(encoding="utf-8"),
        )
    except OSError as error:
        message = f"The app can't listen at {host}, port {port}."
        raise AssistantError(message, "Choose another port with --port; 0 takes a free one.") from error
    return url


def make_app(assistant: Assistant) -> gr.Blocks:
    """The app, not served yet."""
    sources = Sources(assistant.store)
    choices = [(_name(document, sources), document) for document in sources.documents]

    def show(question: str, documents: list[str] | None) -> str:
        try:
            return answer_html(assistant.ask(_question(assistant, question, documents)), sources)
        except MedfmError as error:
            return error_html(error)

    def ask(question: str, documents: list[str] | None = None, language: str | None = None) -> dict[str, Any]:
        """Answer a question; gives what `medfm ask --json` gives."""
        try:
            answer = assistant.ask(_question(assistant, question, documents, language))
        except MedfmError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer_json(answer, sources)

    app: gr.Blocks = gr.Blocks(title="MedFM Assistant", analytics_enabled=False)
    with app:
        _lay_out(app, show, choices)
        api(ask, api_name="ask")
    app.queue(default_concurrency_limit=AT_ONCE)
    return app


def _lay_out(app: gr.Blocks, show: Callable[..., str], choices: Sequence[tuple[str, str]]) -> None:
    words = INTERFACE["en"]
    with gr.Row(elem_classes="medfm-top"):
        head = gr.Markdown(_head("en"))
        names = [(name, code) for code, name in LANGUAGE_NAMES.items()]
        language = gr.Radio(names, value="en", show_label=False, container=False, scale=0, min_width=190)
    with gr.Row(equal_height=True):
        question = gr.Textbox(
            label=words.question,
            placeholder=words.placeholder,
            max_length=MOST_CHARACTERS,
            autofocus=True,
            scale=6,
        )
        button = gr.Button(words.ask, variant="primary", scale=1, min_width=100)
    documents = gr.Dropdown(list(choices), value=[], multiselect=True, label=words.documents)
    examples = _examples(question)
    asking: dict[str, Any] = {"inputs": [question, documents], "outputs": gr.HTML(min_height=60)}
    question.submit(show, **asking, api_name="show", api_visibility="undocumented")
    for number, event in enumerate((button.click, examples.load_input_event.then)):
        event(show, **asking, api_name=f"show_{number}", api_visibility="private")
    labels: dict[str, Any] = {"outputs": [head, question, documents, button], "api_visibility": "private"}
    language.change(_labels, language, **labels)
    app.load(_preferred, None, language, api_visibility="private")


def _examples(question: gr.Textbox) -> Any:  # noqa: ANN401 (Gradio makes them by an untyped function)
    return gr.Examples(
        [[example] for example in EXAMPLES],
        [question],
        label=EXAMPLES_LABEL,
        cache_examples=False,
        api_visibility="private",
    )


def _head(language: Language) -> str:
    return f"# {INTERFACE[language].title}\n{INTERFACE[language].introduction}"


def _preferred(request: gr.Request) -> Language:
    """The interface language that the browser asks for."""
    return "zh" if request.headers.get("accept-language", "").casefold().startswith("zh") else "en"


def _labels(language: Language) -> list[Any]:
    words = INTERFACE[language]
    return [
        gr.update(value=_head(language)),
        gr.update(label=words.question, placeholder=words.placeholder),
        gr.update(label=words.documents),
        gr.update(value=words.ask),
    ]


def _question(
    assistant: Assistant, text: str, documents: Sequence[str] | None, language: str | None = None
) -> Question:
    if language not in (None, "en", "zh"):
        raise AssistantError(f"language must be en or zh, not {language!r}.")
    only = make_filter(assistant.store.documents(), documents or ())
    return make_question(text, language, assistant.settings.k, only)  # type: ignore[arg-type]  # checked above


def _name(document: str, sources: Sources) -> str:
    found = sources.documents[document]
    return PART.join([number_of(found), found.short_citation, main_title(found)])


def _reach_this_machine_directly() -> None:
    """Gradio asks itself whether it is up, and would send even that to a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        given = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, [given, "127.0.0.1", "localhost"]))


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
