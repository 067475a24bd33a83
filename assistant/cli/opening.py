"""Opening the assistant, its store or the modules behind it, only when a command needs them.

`--help` and wrong use must answer at once, so nothing that imports numpy or FAISS is imported before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli.console import Console
from assistant.cli.progress import Progress
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from indexing.store.protocol import Store

FIRST_USE = "Building the index of the surveys, as there is none yet …"


def open_assistant(settings: Settings, console: Console) -> Assistant:
    """Open the pipeline; the index is built with a progress bar when there is none, and so is a language
    model loaded.

    Raises MedfmError.
    """
    from assistant.pipeline import Assistant

    with Progress(console, FIRST_USE) as progress, Progress(console) as loading:
        return Assistant.open(settings, progress, loading)


def open_texts(settings: Settings, console: Console) -> Store:
    """Open the store alone, for commands that ask no model; it is built when there is none.

    Raises MedfmError.
    """
    from assistant import library
    from indexing.errors import IndexMissing

    try:
        return library.open_store_for(settings)
    except IndexMissing:
        with Progress(console, FIRST_USE) as progress:
            library.build(settings, progress)
        return library.open_store_for(settings)
