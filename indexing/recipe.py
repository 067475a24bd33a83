"""How texts become passages: the code that does it, as it stands. An index made by other code doesn't fit."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from indexing.chunking import TARGET_CHARACTERS, WINDOW_CHARACTERS
from indexing.passages import MAX_CHARACTERS

SOURCES = (
    "structure/*.py",
    "glossary/*.py",
    "chunking.py",
    "reading.py",
    "markup.py",
    "sentences.py",
    "vocabulary.py",
    "tokens.py",
    "embedders/builtin.py",
    "embedders/encoder.py",
    "embedders/meaning.py",
    "embedders/names.py",
    "embedders/sounds.py",
    "embedders/unit.py",
)
"""The modules that decide what stands in an index, but for terms and weights: of these it keeps a probe and
the models' names."""


def recipe_hash(package: Path = Path(__file__).parent) -> str:
    """Differs when the modules of `package` that take texts apart do, or the lengths that passages have."""
    lengths = (TARGET_CHARACTERS, WINDOW_CHARACTERS, MAX_CHARACTERS)
    digest = hashlib.sha256(json.dumps(lengths).encode())
    for module in _modules(package):
        source = module.read_bytes()
        digest.update(f"\n{module.relative_to(package).as_posix()} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


def _modules(package: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(package.glob(pattern))
