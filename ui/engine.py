"""The assistants behind the app: one for each generator, opened in the background where an index is built."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread
from time import monotonic

from assistant.errors import AssistantError
from assistant.generators.catalog import Option, generator_options
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import Settings
from corpus.errors import MedfmError
from indexing.build import Progress
from ui.words import EXAMPLES

Opener = Callable[[Settings, Progress | None], Assistant]
STALE = 30.0
"""Seconds after which it is looked again which generators there are."""
MOST_GENERATORS = 4
"""How many generators are kept open beside the first; a model takes memory."""


class NotReady(AssistantError):
    """The index is still being built, or can't be."""

    retriable = True


@dataclass(frozen=True)
class Status:
    """How far the opening is; `total` is 0 while nobody knows how much there is."""

    ready: bool = False
    step: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""


class Engine:
    """Opens assistants and says how far it is. Safe to share between threads."""

    def __init__(self, settings: Settings, opener: Opener = Assistant.open) -> None:
        self.settings = settings
        self.status = Status()
        self._open = opener
        self._lock = Lock()
        self._assistants: dict[str, Assistant] = {}
        self._found: tuple[Option, ...] = ()
        self._looked = -STALE

    def open(self, progress: Progress | None = None) -> Assistant:
        """Open the assistant of the settings. Raises MedfmError, which the status then tells too."""

        def told(step: str, done: int, total: int) -> None:
            self.status = Status(step=step, done=done, total=total)
            if progress:
                progress(step, done, total)

        try:
            assistant = self._open(self.settings, told)
        except MedfmError as error:
            self.status = Status(problem=str(error))
            raise
        self._assistants[self.settings.llm] = assistant
        if _is_built_in(self.settings):
            # What the first question in each language loads is loaded before anybody waits for it.
            for [question, *_] in EXAMPLES.values():
                assistant.ask(make_question(question))
        self.status = Status(ready=True)
        return assistant

    def open_in_background(self, progress: Progress | None, done: Callable[[], None]) -> None:
        """Open it in a thread of its own; `done` is called in the end, well or not."""

        def run() -> None:
            try:
                self.open(progress)
            except MedfmError:
                pass  # the status tells it, on the page and to whoever asks
            finally:
                done()

        Thread(target=run, name="medfm-open", daemon=True).start()

    @property
    def assistant(self) -> Assistant:
        """That of the settings. Raises NotReady while there is none."""
        return self.with_generator("")

    def with_generator(self, llm: str) -> Assistant:
        """The assistant that writes with `llm` ("" for that of the settings).

        Raises NotReady before the index is there, and MedfmError when the generator can't be had.
        """
        if not self.status.ready:
            why = self.status.problem or "The index is still being built."
            raise NotReady(why, "" if self.status.problem else "Wait a moment, then ask again.")
        name = llm or self.settings.llm
        if name not in self._assistants and name not in self.generators():
            remedy = f"Choose one of: {', '.join(self.generators())}."
            raise AssistantError(f"The generator {name[:60]!r} can't be chosen here.", remedy)
        with self._lock:
            found = self._assistants.get(name)
            if found is None:
                found = self._open(replace(self.settings, llm=name), None)
                self._assistants[name] = found
                self._forget_oldest()
        return found

    def generators(self) -> tuple[str, ...]:
        """Those that can be chosen: that of the settings, and what `doctor` finds here."""
        usable = (option.name for option in self._options() if option.available and not _is_pattern(option))
        return tuple(dict.fromkeys((self.settings.llm, *usable)))

    def missing(self) -> list[str]:
        """The other ones, with what they need. A server or a key is named where the app is started: one who
        only reaches the page must not make this machine call an address."""
        found = []
        for option in self._options():
            if _is_pattern(option) or not option.available:
                how = option.remedy or f"Start with: medfm ui --llm {option.name}"
                found.append(f"{option.name}: {option.text} {how}")
        return found

    def _options(self) -> tuple[Option, ...]:
        if monotonic() - self._looked > STALE:
            self._found, self._looked = generator_options(self.settings), monotonic()
        return self._found

    def _forget_oldest(self) -> None:
        others = [name for name in self._assistants if name != self.settings.llm]
        for name in others[:-MOST_GENERATORS]:
            del self._assistants[name]


def _is_built_in(settings: Settings) -> bool:
    """Whether everything that answers is built in: a question asks no server and loads no large model."""
    names = ("embedder", "reranker", "llm", "judge")
    return all(getattr(settings, name) == getattr(Settings, name) for name in names)


def _is_pattern(option: Option) -> bool:
    """Whether an option is a form to fill in, such as openai:MODEL@URL."""
    return any(part in option.name for part in ("MODEL", "ID-or-path"))
