"""The door every embedder goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Running:
    """How a model that the user names is run: where (`auto` chooses), how many texts at once, and for a
    server how many seconds it may be silent and how often it is asked again."""

    device: str = "auto"
    batch_size: int = 32
    timeout: float = 60.0
    retries: int = 3


class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product says how near their meanings are."""

    @property
    def name(self) -> str:
        """Names the model and its version; an index remembers it."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Vectors of `texts`, shape `(len(texts), dimension)`, unit rows.

        `query` tells models that treat questions otherwise than passages which of the two these are.
        Raises indexing.errors.EmbedderError when the model can't answer.
        """
