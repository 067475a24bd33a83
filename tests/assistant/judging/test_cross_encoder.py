"""Cross-encoders as judges, on models made here."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from assistant.errors import JudgeError
from assistant.judging.cross_encoder import CrossEncoderJudge, parts

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] med ##ical image query passage 医 学 影 像 a b 2 .".split()


def make_model(folder: Path, labels: tuple[str, ...]) -> Path:
    """A tiny classifier with random weights, as transformers saves it; one label is a single score."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries that this test is not about
        import torch
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizer
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        id2label=dict(enumerate(labels)),
        initializer_range=1.0,  # or all texts get nearly the same score
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=512).save_pretrained(folder)
    return folder


PAIRS = [("medical image.", "医 学 影 像"), ("影 像", "a b 2."), ("a b.", "query passage 2.")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return make_model(tmp_path_factory.mktemp("judges") / "single", ("LABEL_0",))


def logits(folder: Path, claim: str, source: str) -> list[float]:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        return model(**tokenizer(source, claim, return_tensors="pt")).logits[0].double().tolist()


@pytest.mark.parametrize(("claim", "source"), PAIRS)
def test_one_score_goes_through_a_sigmoid(folder, claim, source):
    import math

    [logit] = logits(folder, claim, source)
    judge = CrossEncoderJudge(str(folder), device="cpu")
    assert judge.support(claim, source) == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-5)
    assert judge.name.startswith("single@")


@pytest.mark.parametrize(
    "labels", [("contradiction", "ENTAILMENT", "neutral"), ("not_entailment", "entailment")]
)
def test_of_several_labels_entailment_counts(tmp_path, labels):
    import math

    judge = CrossEncoderJudge(str(make_model(tmp_path / "nli", labels)), device="cpu")
    for claim, source in PAIRS:
        found = [math.exp(logit) for logit in logits(tmp_path / "nli", claim, source)]
        assert judge.support(claim, source) == pytest.approx(found[1] / sum(found), abs=1e-5)


def test_a_model_without_such_a_label_is_refused(tmp_path):
    judge = CrossEncoderJudge(str(make_model(tmp_path / "moods", ("joy", "anger"))), device="cpu")
    with pytest.raises(JudgeError, match=r"\(joy, anger\) none says entailment"):
        judge.support("a", "b")


def test_nothing_is_not_supported(folder):
    judge = CrossEncoderJudge(str(folder), device="cpu")
    assert judge.support("a", " ") == judge.support("", "a") == 0.0


def test_a_damaged_model_is_one_clear_line(tmp_path):
    copy = make_model(tmp_path / "damaged", ("LABEL_0",))
    next(copy.glob("*.safetensors")).write_bytes(b"nothing")
    with pytest.raises(JudgeError, match="can't be loaded") as caught:
        CrossEncoderJudge(str(copy), device="cpu").support("a", "b")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("sentence", ["The medical image is a query.", "医学影像是一个问题。"])
def test_a_long_source_is_read_in_parts_and_the_best_counts(folder, sentence):
    source = " ".join([sentence] * 150)
    found = list(parts(source))
    assert len(found) > 2
    # Neighbours share a sentence, and together the parts are all of the source.
    assert all(part.startswith(sentence) and part.endswith(sentence) for part in found)
    assert sum(part.count(sentence) for part in found) == 150 + len(found) - 1
    judge = CrossEncoderJudge(str(folder), device="cpu")
    mixed = source + " a b 2 a b 2."
    best = max(judge.support("a b 2", part) for part in parts(mixed))
    assert judge.support("a b 2", mixed) == pytest.approx(best, abs=1e-5)


def test_a_sentence_longer_than_a_part_is_one_part():
    assert list(parts("字" * 5000 + "。短句。")) == ["字" * 5000 + "。", "短句。"]
    assert list(parts("")) == []


def test_torch_is_not_imported_before_it_is_used(folder):
    program = (
        f"import sys; from assistant.judging.cross_encoder import CrossEncoderJudge as C; C({str(folder)!r});"
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"
