"""Child processes, timed, with their peak memory."""

import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

from assistant.__main__ import BLAS_THREADS
from eval.benchmarks.results import Cost
from eval.errors import EvalError

_ROOT = Path(__file__).resolve().parents[2]


def run(arguments: Sequence[str], home: Path, accepted: Collection[int] = (0,)) -> Cost:
    """Run Python with `arguments` offline, in the folder `home`, which is also medfm's.

    Raises EvalError with the last line it wrote to stderr when it ends with another code than `accepted`, or
    with one of them but 0 and nothing on stdout: Python's own code for an exception is 1, too.

    The peak that the system reports of a child is at least that of the process that started it, so that
    process must stay small: it imports no system, no model and no numpy.
    """
    with TemporaryFile() as output, TemporaryFile() as errors:
        started = perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=home,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        )
        peak, processor = _wait(process)
        seconds = perf_counter() - started
        code = process.returncode
        if code not in accepted or (code and not output.seek(0, os.SEEK_END)):
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            last = lines[-1] if lines else "without a message"
            raise EvalError(f"python {' '.join(arguments[:3])}: {last} (exit code {code})")
    return Cost(seconds, peak, processor)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int | None, float | None]:
    """Wait for the end; the peak resident memory in bytes, and the processors' seconds."""
    if not hasattr(os, "wait4"):  # Windows
        process.wait()
        return None, None
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit, usage.ru_utime + usage.ru_stime


def _environment(home: Path) -> dict[str, str]:
    """The caller's, without its settings of medfm, and offline; one BLAS thread for every system, as medfm's
    own commands have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEDFM_")}
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    fixed = {
        BLAS_THREADS: "1",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    return {**kept, **fixed, "PYTHONPATH": path, "MEDFM_HOME": str(home)}
