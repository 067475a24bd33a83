"""From the encoder and what was written to the shipped reader, in one command.

    python -m assistant.joint.training --data DIR [--known FOLDER] [--set NAME=VALUE ...] [--out FOLDER]

DIR holds entailment/*.jsonl.gz and parallel/*.jsonl.gz. What is found for the questions comes from the index
of the surveys, which is built where there is none. With --known a reader that is there learns on, instead of
the encoder's layers. --set sets a field of `recipe.Settings`. Run it again after an interruption: it goes on
from its last checkpoint.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.joint.reader import MODEL_FOLDER
from assistant.joint.training.making import Folders, make
from assistant.joint.training.recipe import Settings
from assistant.joint.training.written import QUESTIONS
from corpus.errors import MedfmError


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export; 2 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m assistant.joint.training", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with entailment/ and parallel/")
    add("--questions", type=Path, default=QUESTIONS, help="questions whose test evidence is not learned from")
    add("--work", type=Path, default=Path(".work/joint"), help="folder for what is found and checkpoints")
    add("--out", type=Path, default=MODEL_FOLDER, help="folder of the finished model")
    add("--known", type=Path, help="folder of a reader to learn on from")
    add("--set", type=_setting, action="append", default=[], metavar="NAME=VALUE", help="one of the settings")
    options = parser.parse_args(arguments)
    settings = dataclasses.replace(Settings(), **dict(options.set))
    folders = Folders(options.data, options.questions, options.work, options.out, options.known)
    try:
        path = make(folders, settings, _say)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0


def _setting(text: str) -> tuple[str, Any]:
    """A setting and its value, as JSON has it. Raises what argparse tells the user if there is none such."""
    name, _, written = text.partition("=")
    known = dataclasses.asdict(Settings())
    if name not in known:
        raise argparse.ArgumentTypeError(f"there is no setting {name!r}, only {', '.join(known)}")
    kind = type(known[name])
    try:
        value = json.loads(written)
    except ValueError:
        value = None
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind or (kind is not bool and value < 0):
        raise argparse.ArgumentTypeError(f"{name} takes a {kind.__name__}, as {known[name]!r}".lower())
    return name, value


def _say(step: str) -> None:
    sys.stderr.write(f"{step}\n")


if __name__ == "__main__":
    sys.exit(main())
