"""The folder of a built-in model: its settings and its other files."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from indexing.errors import EmbedderError


class ModelFiles:
    """Each file is looked for at its first use."""

    def __init__(self, folder: Path, what: str) -> None:
        """`what` names the model to the user when a file is missing."""
        self._folder = folder
        self._what = what

    @cached_property
    def config(self) -> dict[str, Any]:
        """The model's settings. Raises EmbedderError if they are missing."""
        loaded: dict[str, Any] = json.loads(self.path("config.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def name(self) -> str:
        """Names the model, its version and its weights."""
        return f"builtin:{self.config['name']}-{self.config['sha256'][:12]}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.config["dimension"])

    def pieces(self) -> list[str]:
        """The pieces of the model's table, one a row. Raises EmbedderError if they are missing."""
        return self.path("pieces.txt").read_text(encoding="utf-8").split("\n")

    def path(self, name: str) -> Path:
        """Where the file `name` is. Raises EmbedderError if it is missing."""
        path = self._folder / name
        if not path.exists():
            raise EmbedderError(f"The built-in {self._what} lacks {path}.", "Reinstall the package.")
        return path
