"""`medfm` and `python -m assistant`: every way a command can end becomes an exit code and one line."""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from assistant.cli.console import prepare_streams
from corpus.errors import MedfmError

DONE, NOT_ANSWERED, PROBLEM = 0, 1, 2
INTERRUPTED = 130
CLOSED_PIPE = 141
"""What shells report of a program whose reader went away."""
BLAS_THREADS = "OPENBLAS_NUM_THREADS"
"""Read when numpy is first imported. The products of matrices here are small: more threads than one end them
no sooner, and wait for each other by spinning, which took half the processor time of an answer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Nothing here prints a traceback, unless MEDFM_DEBUG is set."""
    os.environ.setdefault(BLAS_THREADS, "1")
    prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except MedfmError as error:
        code = _fail(str(error))
    except KeyboardInterrupt as error:
        code = _fail(" ".join(["Interrupted.", *map(str, error.args)]), INTERRUPTED)
    except BrokenPipeError:
        code = CLOSED_PIPE
    except ModuleNotFoundError as error:
        code = _fail(f"The package {error.name} is missing. Run `medfm doctor` to see how to get it.")
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        code = _fail(f"{error.strerror or error}{where}.")
    except Exception as error:
        code = _fail(f"{_summary(error)} This is a bug; set MEDFM_DEBUG=1 to see where.")
    _let_go_of_stdout()
    return code


def _run(arguments: Sequence[str]) -> int:
    from assistant.cli.commands import run

    return run(arguments)


def _fail(message: str, code: int = PROBLEM) -> int:
    if os.environ.get("MEDFM_DEBUG"):
        traceback.print_exc()
    line = " ".join(message.split())
    # Nobody may be there to read it, and a file name may hold bytes that are no characters.
    with suppress(OSError, ValueError):
        sys.stderr.write(f"medfm: {line}\n")
        sys.stderr.flush()
    return code


def _summary(error: Exception) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}." if text else f"{type(error).__name__}."


def _let_go_of_stdout() -> None:
    """Flush what is left; if it can't be written, drop it, or Python would complain at its exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
