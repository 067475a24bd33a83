"""Retrieval across languages and within one, beside its baselines, in one table.

    python -m eval.crosslanguage --data DIR [--split dev|test] [--base FOLDER] [--only xquad|own]

`DIR` holds xquad/xquad.{en,zh}.json.gz, which nothing was trained on; what the encoder's settings were
chosen on is its questions' development half. The weights of
all-MiniLM-L6-v2 come from the extra `train` or from --base; without them its rows are left out, and a note
says so. Development questions (`dev`) are for tuning; figures are reported on `test`.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.library import Library, open_library
from assistant.settings import load_settings
from corpus.errors import MedfmError
from eval.crosslanguage.own import measure_own, own_table
from eval.crosslanguage.scorers import MINILM, baselines
from eval.crosslanguage.xquad import PARTS, measure_xquad, xquad_table
from eval.errors import EvalError
from eval.questions import load_questions
from indexing.training.evaluate import Embeds, load_side


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 2 if something is missing."""
    options = _parser().parse_args(arguments)
    try:
        others = baselines(options.base)
        library = open_library(load_settings({}))
        if MINILM not in others:
            sys.stderr.write(f"{MINILM} isn't here: install the extra `train`, or give --base.\n")
        if options.only != "own":
            sys.stdout.write(_xquad(options.data, library, others) + "\n\n")
        if options.only != "xquad":
            questions = load_questions(options.split)
            found = measure_own(questions, library, others)
            sys.stdout.write(own_table(found, questions, options.split) + "\n")
    except MedfmError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _xquad(data: Path, library: Library, others: Mapping[str, Embeds]) -> str:
    try:
        sides = {"en": load_side(data / "xquad" / "xquad.en.json.gz")}
        sides["zh"] = load_side(data / "xquad" / "xquad.zh.json.gz")
    except OSError as error:
        raise EvalError(f"XQuAD can't be read: {error}.", "Give its parent folder with --data.") from error
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        found = measure_xquad(sides["en"], sides["zh"], library, others, index)
    return "\n\n".join(xquad_table(found[part], part) for part in PARTS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.crosslanguage", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with xquad/xquad.{en,zh}.json.gz")
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--base", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--only", choices=("xquad", "own"), help="one of the two tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
