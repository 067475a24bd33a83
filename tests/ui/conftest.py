"""The app served from this process, and Debian's Chromium to look at it."""

import asyncio
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of Gradio's own imports
    from ui.app import make_app, serve
    from ui.engine import Engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
Serve = Callable[[Engine], str]


@pytest.fixture(scope="module", autouse=True)
def event_loops() -> Iterator[None]:
    """Close those that Gradio leaves open; in a test that comes later they would be an error."""
    made: list[asyncio.AbstractEventLoop] = []
    make = asyncio.new_event_loop

    def make_and_remember() -> asyncio.AbstractEventLoop:
        made.append(make())
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "new_event_loop", make_and_remember)
        yield
    asyncio.set_event_loop(None)
    for loop in made:
        if not loop.is_running():
            loop.close()


@pytest.fixture(scope="module")
def serving() -> Iterator[Serve]:
    """Serves an engine at a free port until the module's tests are done."""
    apps = []

    def start(engine: Engine, **more: object) -> str:
        app = make_app(engine)
        apps.append(app)
        return serve(app, "127.0.0.1", 0, **more)

    yield start
    for app in apps:
        app.close(verbose=False)


@pytest.fixture(scope="module")
def engine(built_home: Path) -> Engine:
    engine = Engine(Settings(home=built_home))
    engine.open()
    return engine


@pytest.fixture(scope="module")
def assistant(engine: Engine) -> Assistant:
    return engine.assistant


@pytest.fixture(scope="module")
def url(engine: Engine, serving: Serve) -> str:
    return serving(engine)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("TMPDIR", str(tmp_path_factory.getbasetemp()))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages, and remembers every address that they ask for and everything that goes wrong in them."""

    def __init__(self, browser: "Browser", url: str) -> None:
        self.browser = browser
        self.url = url
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.pages: list[Page] = []

    def open(self, path: str = "", *, locale: str = "en-US", width: int = 1280, **more: object) -> "Page":
        """A page of the app in a browser session of its own, ready for use."""
        context = self.browser.new_context(locale=locale, viewport={"width": width, "height": 800}, **more)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.url + path)
        page.wait_for_selector(".mf-app[data-ready=true]")
        self.pages.append(page)
        return page

    def close(self) -> None:
        for page in self.pages:
            page.context.close()


@pytest.fixture
def visitor(browser: "Browser", url: str) -> Iterator[Visitor]:
    """Looks at the app; nothing may go wrong in a page, and none may ask another machine for anything."""
    visitor = Visitor(browser, url)
    yield visitor
    visitor.close()
    assert not visitor.problems
    elsewhere = [a for a in visitor.asked if not a.startswith((visitor.url, "data:", "blob:"))]
    assert not elsewhere


def ask(page: "Page", question: str) -> None:
    """Ask as people do, and wait for the answer."""
    before = page.locator(".mf-turn").count()
    page.fill("#mf-question", question)
    page.keyboard.press("Enter")
    page.locator(".mf-turn").nth(before).locator(".mf-actions").wait_for()


def marked(page: "Page", inside: str = ".mf-pane") -> str:
    """The text that is highlighted, all of it."""
    page.locator(f"{inside} mark").first.wait_for()
    return "".join(page.locator(f"{inside} mark").all_text_contents())
