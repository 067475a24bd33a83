"""Reading files of others: JSON and JSON Lines, packed or not."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.errors import EvalError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, unpacked where it ends in .gz. Raises EvalError when it can't be read."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvalError(f"{path} can't be read: {error}.", "Is the name right?") from error


def read_json(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds
    """The value of a JSON file. Raises EvalError."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise EvalError(f"{path} is not JSON ({error.msg}, line {error.lineno}).") from error


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers, without empty lines. Raises EvalError."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise EvalError(f"{path}:{number} is not JSON ({error.msg}).") from error
            if not isinstance(record, dict):
                raise EvalError(f"{path}:{number} is no JSON object.")
            yield number, record
