"""What the answers of a run hang on, as hashes, so that a run goes on only where nothing has changed."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from eval.questions import EvalQuestion

_LENGTH = 12
_PACKAGES = ("medfm-assistant", "numpy", "onnxruntime", "faiss-cpu", "ir-measures", "transformers", "torch")


def answer_key(question: EvalQuestion, identity: Mapping[str, str]) -> str:
    """Names one answer: the question as a whole, and all that the system's answers hang on."""
    told = {"question": asdict(question), "identity": dict(identity)}
    return _hash(json.dumps(told, sort_keys=True, ensure_ascii=False).encode())


@cache
def code_hash(*packages: ModuleType) -> str:
    """Names code, models and texts: every file of these packages."""
    digest = hashlib.sha256()
    for package in packages:
        root = Path(package.__path__[0])
        for file in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{file.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:_LENGTH]


def versions() -> dict[str, str]:
    """What is installed that answers and scores may hang on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_LENGTH]
