"""How rare the tokens of the encoder's vocabulary are."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus import load_corpus
from indexing.embedders.encoder import MODEL_FOLDER as ENCODER_FOLDER
from indexing.embedders.encoder import Matrix
from indexing.training.data import read_rows


def token_rarity(data: Path) -> Matrix:
    """For each token of the encoder's vocabulary how rare it is in the translations under `data` and the
    surveys: the logarithm of the inverse share of texts that have it, 1 for the rarest."""
    tokenizer = Tokenizer.from_file(str(ENCODER_FOLDER / "tokenizer.json"))
    counts = np.zeros(max(tokenizer.get_vocab().values()) + 1)
    texts = 0
    for batch in _texts(data):
        for encoding in tokenizer.encode_batch(batch):
            counts[np.unique(encoding.ids)] += 1
        texts += len(batch)
    rarity = np.log((texts + 1) / (counts + 1))
    share: Matrix = (rarity / rarity.max()).astype(np.float32)
    return share


def _texts(data: Path) -> Iterator[list[str]]:
    for path in sorted((data / "parallel").glob("*.jsonl.gz")):
        yield [text for row in read_rows(path) for text in (row["en"], row["zh"])]
    for document in load_corpus():
        yield [line for line in document.text.split("\n") if line.strip()]
