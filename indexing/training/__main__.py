"""From the data folder to the shipped model, in one command.

    python -m indexing.training --data DIR [--work FOLDER] [--passes N] [--seed N]

Run it again after an interruption: finished stages are taken from the work folder, and the student
goes on from its last checkpoint.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path

from indexing.training.base import base_folder
from indexing.training.contextual import ContextualSettings
from indexing.training.data import TrainingDataError
from indexing.training.recipe import Recipe, read_bitext, refit, run
from indexing.training.static import StaticSettings

_PACKAGE = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export; 2 if something is missing."""
    options = _parser().parse_args(arguments)
    contextual = ContextualSettings(passes=options.passes, seed=options.seed, compiled=options.compile)
    try:
        recipe = Recipe(
            data=options.data,
            corpus=options.corpus,
            base=base_folder(options.base),
            work=options.work,
            out=options.out,
            words=options.words,
            static=dataclasses.replace(StaticSettings(), seed=options.seed),
            contextual=contextual,
        )
        path = run(recipe) if not options.only_axes else refit(recipe, read_bitext(recipe))
    except TrainingDataError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indexing.training", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with parallel/*.jsonl.gz and chinese/*.jsonl.gz")
    add("--corpus", type=Path, default=_PACKAGE.parent / "corpus", help="folder of the survey texts")
    add("--base", type=Path, help="folder of all-MiniLM-L6-v2 (default: the extra's package)")
    add("--work", type=Path, default=Path(".work/encoder"), help="folder for vectors and checkpoints")
    add("--out", type=Path, default=_PACKAGE / "models" / "bilingual", help="folder of the finished model")
    add(
        "--words",
        type=Path,
        default=_PACKAGE / "models" / "words",
        help="folder of the table of single words",
    )
    add("--passes", type=float, default=ContextualSettings.passes, help="over the training text")
    add("--seed", type=int, default=0)
    add("--compile", action="store_true", help="compile the body first: faster where there is a C++ compiler")
    add(
        "--only-axes",
        action="store_true",
        help="fit only the axes, and set how names take part, of the model in --out",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
