"""`medfm feedback export`: what people thought of the web app's answers, one line of JSON each."""

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.errors import AssistantError

# Named as text: imports go one way, and the app stands above the assistant.
_FEEDBACK = "ui.feedback"


def run(parsed: Namespace, console: Console) -> int:
    """Print everything that was said, oldest first."""
    settings = settings_of(parsed)
    if find_spec(_FEEDBACK) is None:
        raise AssistantError("The web app is not part of this version.", "Use: medfm ask")
    told = 0
    for entry in import_module(_FEEDBACK).Feedback(settings.home).all():
        console.json(entry)
        told += 1
    console.note(f"{told} told what they think of an answer." if told else "There is no feedback yet.")
    return 0
