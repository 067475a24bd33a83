"""The web app on the one pipeline: the page, its endpoints, and those for programs."""

import os
import socket
import sys
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from threading import Event

from starlette.middleware import Middleware

from assistant.cli.console import Console
from assistant.cli.opening import FIRST_USE
from assistant.cli.progress import Progress
from assistant.errors import AssistantError
from assistant.library import index_path
from assistant.settings import Settings
from indexing.errors import IndexMissing
from indexing.store.directory import current_generation
from ui.agents import speak_json
from ui.api import ProgramApi
from ui.conversations import Conversations
from ui.engine import Engine
from ui.page import script, skeleton, style
from ui.page_api import AT_ONCE, PageApi
from ui.security import Accounts, Guard, read_accounts
from ui.texts import Texts
from ui.toolkit import gr
from ui.turnstile import Turnstile

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_WAITING = 100
"""How many questions may wait in line; further ones are told to come back."""


def launch(settings: Settings, host: str, port: int, auth: Path | None = None) -> None:
    """Serve the app until Ctrl-C. Where there is no index it is built behind the page, which shows how far
    it is; an index that is there is opened first, so that what is wrong with it is said at once.

    Raises MedfmError.
    """
    console = Console()
    accounts = read_accounts(auth, os.environ)
    engine = Engine(settings)
    if index_is_there(settings):
        engine.open()
    url = serve(app := make_app(engine), host, port, accounts)
    console.note(f"The app is open at {url} (Ctrl-C stops it), its MCP server at {url}gradio_api/mcp/")
    if host not in LOOPBACK and accounts is None:
        console.note("Everyone who reaches this machine over the network can use it; --auth asks who comes.")
    if not engine.status.ready:
        progress = Progress(console, FIRST_USE)
        engine.open_in_background(progress, lambda: _tell_end(engine, progress, console))
    try:
        Event().wait()
    except KeyboardInterrupt:
        app.close(verbose=False)
        console.note("The app is closed.")


def index_is_there(settings: Settings) -> bool:
    """Whether there is an index, in whatever state."""
    try:
        current_generation(index_path(settings))
    except IndexMissing:
        return False
    return True


def make_app(engine: Engine) -> gr.Blocks:
    """The app, not served yet."""

    @cache
    def texts() -> Texts:
        return Texts(engine.assistant.store)

    app: gr.Blocks = gr.Blocks(title="MedFM Assistant", analytics_enabled=False, fill_width=True)
    with app:
        gr.HTML(
            value="",
            html_template=skeleton(),
            js_on_load=script(),
            apply_default_css=False,
            elem_classes="mf-app",
        )
        PageApi(engine, Conversations(), texts).register()
        ProgramApi(engine, texts, Turnstile(AT_ONCE, MOST_WAITING)).register()
    app.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE)
    return app


def serve(app: gr.Blocks, host: str, port: int, accounts: Accounts | None = None) -> str:
    """Start the app in the background and give its address; port 0 takes a free one. With `accounts` it asks
    who comes.

    Raises AssistantError when it can't listen there.
    """
    _reach_this_machine_directly()
    try:
        # Gradio prints where its MCP server is; on stdout are results alone.
        with redirect_stdout(StringIO()):
            _, url, _ = app.launch(
                server_name=host,
                server_port=_open_port(host, port),
                prevent_thread_lock=True,
                quiet=True,
                share=False,
                ssr_mode=False,
                run_history=False,
                enable_monitoring=False,
                footer_links=["api"],
                mcp_server=True,
                theme=gr.themes.Base(font=["system-ui"], font_mono=["ui-monospace"]),
                css=style(),
                auth=accounts.check if accounts else None,
                allowed_paths=[],
                max_threads=MOST_WAITING,
                app_kwargs={"middleware": [Middleware(Guard, accounts=accounts)]},
            )
        speak_json(app)
    except OSError as error:
        message = f"The app can't listen at {host}, port {port}."
        raise AssistantError(message, "Choose another port with --port; 0 takes a free one.") from error
    return str(url)


def _tell_end(engine: Engine, progress: Progress, console: Console) -> None:
    progress.close()
    console.note(engine.status.problem or "The index is built; the app is ready.")


def _reach_this_machine_directly() -> None:
    """Gradio asks itself whether it is up, and would send even that to a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        given = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, [given, "127.0.0.1", "localhost"]))


def _open_port(host: str, port: int) -> int:
    """`port`, or a free one for 0. Raises OSError, which the server would print before it is told."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # there it would take a port that is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return int(probe.getsockname()[1])
