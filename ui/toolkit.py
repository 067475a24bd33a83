"""Gradio, imported once for all parts of the app.

At each import it writes type stubs of its components beside their sources, for editors of code; that takes
half of the import's time. It leaves out classes without a source file, so meanwhile none of its own has one.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["api", "gr"]


@contextmanager
def _without_stubs() -> Iterator[None]:
    file_of = inspect.getfile

    def file_of_others(object: Any) -> str:  # noqa: ANN401  whatever inspect is asked about
        if isinstance(object, type) and object.__module__.startswith("gradio."):
            raise OSError("No stub is wanted.")
        return file_of(object)

    inspect.getfile = file_of_others
    try:
        yield
    finally:
        inspect.getfile = file_of


with _without_stubs():
    import gradio as gr
    from gradio.events import api
