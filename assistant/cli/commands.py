"""From what was typed to the module that does it."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from assistant.cli.console import Console
from assistant.cli.parser import COMMANDS, make_parser
from assistant.settings import Settings, load_settings

_FLAGS = (
    "home",
    "embedder",
    "llm",
    "judge",
    "reranker",
    "k",
    "fallback",
    "keep_unsupported",
    "max_tokens",
    "context",
    "temperature",
    "seed",
    "device",
    "dtype",
    "timeout",
)
_MODULES = {name: f"assistant.cli.{name}" for name in COMMANDS}


def run(arguments: Sequence[str]) -> int:
    """Parse `arguments`, run the command and give its exit code. Raises MedfmError."""
    parser = make_parser()
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as leaving:  # after --help and --version
        return int(leaving.code or 0)
    if parsed.command is None:
        parser.print_help(sys.stderr)
        return 2
    code: int = import_module(_MODULES[parsed.command]).run(parsed, Console())
    return code


def settings_of(parsed: Namespace) -> Settings:
    """The settings of this run, with the flags that were typed. Raises BadSettings."""
    return load_settings({name: getattr(parsed, name, None) for name in _FLAGS})
