"""`medfm eval`: the evaluation, if it is there."""

from argparse import Namespace
from importlib import import_module
from importlib.util import find_spec

from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.errors import AssistantError

# Named as text: imports go one way, and the evaluation stands above the assistant.
_COMMANDS = "eval.commands"


def run(parsed: Namespace, console: Console) -> int:
    """Run, compare, report or judge."""
    if find_spec("eval") is None:
        raise AssistantError("The evaluation is not part of this version.", "Use: medfm ask")
    code: int = import_module(_COMMANDS).run(parsed, settings_of(parsed), console)
    return code
