"""What the built-in judge knows of a claim and its source."""

import numpy as np
from numpy.typing import NDArray

from assistant.judging.alignment import ALIGNMENT_FEATURES, alignment_features
from assistant.judging.reader import TokenReader
from assistant.judging.wording import WORDING_FEATURES, read_wording, wording_features
from indexing.analysis import is_chinese

FEATURES = (*WORDING_FEATURES, *ALIGNMENT_FEATURES, "claim is Chinese", "source is Chinese")


def features(claim: str, source: str, reader: TokenReader) -> NDArray[np.float32]:
    """The values of FEATURES; of a long source the best part is read. Raises EmbedderError if the encoder's
    files are missing."""
    values = [
        *wording_features(read_wording(claim), read_wording(source)),
        *alignment_features(reader.read(claim), reader.read_best(source, claim)),
        float(is_chinese(claim)),
        float(is_chinese(source)),
    ]
    return np.array(values, np.float32)
