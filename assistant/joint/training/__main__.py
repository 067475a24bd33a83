"""From the encoder and what was written to the shipped reader, in one command.

    python -m assistant.joint.training --data DIR [--work FOLDER] [--out FOLDER] [--seed N]

DIR holds entailment/*.jsonl.gz and parallel/*.jsonl.gz. What is found for the questions comes from the index
of the surveys, which is built where there is none. Run it again after an interruption: it goes on from its
last checkpoint.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.joint.reader import MODEL_FOLDER
from assistant.joint.training.making import make
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
    add("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    settings = dataclasses.replace(Settings(), seed=options.seed)
    try:
        path = make(options.data, options.questions, options.work, options.out, settings, _say)
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0


def _say(step: str) -> None:
    sys.stderr.write(f"{step}\n")


if __name__ == "__main__":
    sys.exit(main())
