"""The assistants behind the app: one for each generator, opened in the background where an index is built."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread

from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.errors import MedfmError
from indexing.build import Progress

Opener = Callable[[Settings, Progress | None], Assistant]
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
        with self._lock:
            found = self._assistants.get(name)
            if found is None:
                found = self._open(replace(self.settings, llm=name), None)
                self._assistants[name] = found
                self._forget_oldest()
        return found

    def _forget_oldest(self) -> None:
        others = [name for name in self._assistants if name != self.settings.llm]
        for name in others[:-MOST_GENERATORS]:
            del self._assistants[name]
