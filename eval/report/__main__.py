"""`python -m eval.report`: write the figures of the committed runs into README."""

import sys
from pathlib import Path

from eval.report.markdown import COMMITTED_RUNS, included, systems_table
from eval.running.folder import COMMITTED, RunFolder

README = Path(__file__).parents[2] / "README.md"


def main() -> int:
    """Put the table between README's marks."""
    table = systems_table([RunFolder(COMMITTED / name) for name in COMMITTED_RUNS])
    README.write_text(included(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
