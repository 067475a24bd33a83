"""A base model of a few thousand weights and a parallel text of made-up sentences."""

import gzip
import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

_SUBJECTS = {"the cat": "猫", "the doctor": "医生", "the model": "模型", "the patient": "患者"}
_VERBS = {"reads": "阅读", "sees": "看见", "helps": "帮助"}
_OBJECTS = {"an image": "图像", "a book": "书", "the report": "报告", "a child": "孩子"}
SENTENCES = [
    (f"{se} {ve} {oe}.", f"{sz}{vz}{oz}。")
    for se, sz in _SUBJECTS.items()
    for ve, vz in _VERBS.items()
    for oe, oz in _OBJECTS.items()
]


@pytest.fixture(scope="session")
def toy_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random two-layer BERT and its word-piece tokenizer."""
    folder = tmp_path_factory.mktemp("base")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *",.:;?!()\"'[]"]
    pieces += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    pieces += sorted({word for english, _ in SENTENCES for word in english.rstrip(".").split()} - set(pieces))
    tokenizer = Tokenizer(models.WordPiece({p: row for row, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def toy_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one parallel file, one Chinese file and two survey texts under corpus/."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("parallel", "chinese", "corpus"):
        (folder / name).mkdir()
    rows = [{"en": english, "zh": chinese} for english, chinese in SENTENCES]
    _write(folder / "parallel" / "toy.jsonl.gz", rows)
    text = "".join(chinese for _, chinese in SENTENCES[:12])
    _write(folder / "chinese" / "toy.jsonl.gz", [{"heading": "医生", "text": text}])
    (folder / "corpus" / "paired.txt").write_text(
        "Deep learning helps.\n深度学习有帮助。\n采用了微调 (Fine-tuning, FT) 的模型。\n", encoding="utf-8"
    )
    return folder


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
