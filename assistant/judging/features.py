"""What the built-in judge knows of a claim and its source."""

import numpy as np
from numpy.typing import NDArray

from assistant.judging.alignment import ALIGNMENT_FEATURES, Reading, alignment_features
from assistant.judging.wording import WORDING_FEATURES, read_wording, wording_features
from indexing.analysis import is_chinese

FEATURES = (*WORDING_FEATURES, *ALIGNMENT_FEATURES, "claim is Chinese", "source is Chinese")


def features(claim: str, source: str, claim_read: Reading, source_read: Reading) -> NDArray[np.float32]:
    """The values of FEATURES. The readings are of the two texts, or of the best part of a long source."""
    values = [
        *wording_features(read_wording(claim), read_wording(source)),
        *alignment_features(claim_read, source_read),
        float(is_chinese(claim)),
        float(is_chinese(source)),
    ]
    return np.array(values, np.float32)
