"""From the data folder to the shipped judge, in one command.

    python -m assistant.judging.training --data DIR [--work FOLDER] [--out FOLDER] [--seed N]

DIR holds entailment/*.jsonl.gz and parallel/*.jsonl.gz. Run it again after an interruption: features that
were computed are taken from the work folder.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.judging.built_in import MODEL_FOLDER
from assistant.judging.training.fitting import TreeSettings
from assistant.judging.training.recipe import RecipeSettings, run
from corpus.errors import MedfmError


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export; 2 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m assistant.judging.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with entailment/ and parallel/")
    parser.add_argument("--work", type=Path, default=Path(".work/judge"), help="folder for features")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder of the finished model")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    recipe = dataclasses.replace(RecipeSettings(), seed=options.seed)
    trees = dataclasses.replace(TreeSettings(), seed=options.seed)
    try:
        path = run(options.data, options.work, options.out, recipe, trees, lambda step: _say(step))
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0


def _say(step: str) -> None:
    sys.stderr.write(f"{step}\n")


if __name__ == "__main__":
    sys.exit(main())
