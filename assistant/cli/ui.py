"""`medfm ui`: the web app, if it is there."""

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.errors import AssistantError

# Named as text: imports go one way, and the app stands above the assistant.
_APP = "ui.app"


def run(parsed: Namespace, console: Console) -> int:
    """Open the app and serve it until it is stopped."""
    settings = settings_of(parsed)
    if find_spec(_APP) is None:
        raise AssistantError("The web app is not part of this version.", "Use: medfm ask")
    import_module(_APP).launch(settings, host=parsed.host, port=parsed.port, auth=parsed.auth)
    return 0
