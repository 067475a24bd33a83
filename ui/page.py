"""The page as it is handed to Gradio: its skeleton, its program and its style, all from files beside this."""

import json
from pathlib import Path

from ui.words import EXAMPLES, TEXT

_FOLDER = Path(__file__).parent / "static"
_SCRIPTS = ("core", "ask", "source", "library", "tables", "evaluation", "start")
_STYLES = ("page", "ask", "tables", "evaluation")


def skeleton() -> str:
    """The page without its words, which the browser puts in by the reader's language."""
    return _read("page.html")


def script() -> str:
    """The page's program, with its words before it."""
    config = json.dumps({"words": TEXT, "examples": EXAMPLES}, ensure_ascii=False)
    return "\n".join([f"const CONFIG = {config};", *(_read(f"{name}.js") for name in _SCRIPTS)])


def style() -> str:
    """The page's style."""
    return "\n".join(_read(f"{name}.css") for name in _STYLES)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
