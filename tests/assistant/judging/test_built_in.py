"""The judge that ships: sentences and rows of the surveys keep their support, lies lose it."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import JudgeError
from assistant.joint import JointReader
from assistant.joint.reader import MODEL_FOLDER
from assistant.judging import THRESHOLD
from assistant.judging.built_in import BuiltinJudge
from assistant.judging.training.made import row_pairs, survey_statements
from assistant.judging.training.twisting import turn_round, widen
from assistant.rules import violations

LARGEST = 7_500_000
"""Bytes that its files may take."""


@pytest.fixture(scope="module")
def judge() -> BuiltinJudge:
    return BuiltinJudge()


@pytest.fixture(scope="module")
def statements():
    return survey_statements()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_of_the_surveys_are_supported_by_themselves_and_twisted_ones_less(
    judge, statements, language
):
    draw = random.Random(7)
    found = [one.said[language] for one in statements if language in one.said]
    true, lower = [], []
    for said in draw.sample(found, 60):
        source = said.context if draw.random() < 0.5 else said.text
        if violations(said.text, source):
            continue
        support = judge.support(said.text, source)
        true.append(support >= THRESHOLD)
        for twist in (turn_round, widen):
            lie = twist(said.text, draw)
            if lie is not None and not violations(lie, source):
                lower.append(judge.support(lie, source) < support)
    assert len(true) > 40 and sum(true) >= 0.95 * len(true)
    # Lies that bare words can't tell: few lose all support, but nearly all some.
    assert len(lower) > 10 and sum(lower) >= 0.8 * len(lower)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_support_what_is_said_of_them(judge, language):
    rows = [pair for pair in row_pairs(5) if pair.supported and pair.pairing.startswith(language)]
    chosen = random.Random(3).sample(rows, 40)
    kept = [pair for pair in chosen if judge.support(pair.claim, pair.source) >= THRESHOLD]
    assert len(kept) >= 0.9 * len(chosen), [pair.claim for pair in chosen if pair not in kept][:5]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Whales sing at night.", "Foundation models are trained on clinical notes and images."),
        ("鲸鱼在夜里唱歌。", "基础模型在临床病历和图像上训练。"),
        ("鲸鱼在夜里唱歌。", "Foundation models are trained on clinical notes and images."),
        ("Whales sing at night.", "基础模型在临床病历和图像上训练。"),
        ("", "Models invent facts."),
        ("…", "Models invent facts."),
        ("Models invent facts.", ""),
    ],
)
def test_what_is_not_said_is_not_supported(judge, claim, source):
    assert judge.support(claim, source) < THRESHOLD


def test_translations_have_more_support_than_other_sentences(judge):
    lines = (Path(__file__).parents[1] / "parallel_sentences.jsonl").read_text("utf-8").splitlines()
    pairs = [json.loads(line) for line in lines[:40]]
    for ours, theirs in (("en", "zh"), ("zh", "en")):
        better = [
            judge.support(pair[ours], pair[theirs]) > judge.support(pair[ours], other[theirs])
            for pair, other in zip(pairs, pairs[1:], strict=False)
        ]
        assert sum(better) >= 0.9 * len(better)


def test_missing_files_are_one_line(tmp_path):
    with pytest.raises(JudgeError, match="lacks") as caught:
        BuiltinJudge(JointReader(tmp_path)).support("Whales dance.", "Whales sing.")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["config.json", "rarity.npy", "reader.onnx"])
def test_a_damaged_file_is_one_line(tmp_path, name):
    shutil.copytree(MODEL_FOLDER, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"nothing")
    with pytest.raises(JudgeError, match="damaged") as caught:
        BuiltinJudge(JointReader(tmp_path / "model")).support("Whales dance.", "Whales sing.")
    assert "\n" not in str(caught.value)


def test_its_settings_are_those_of_its_weights():
    config = json.loads((MODEL_FOLDER / "config.json").read_text(encoding="utf-8"))
    assert config["sha256"] == hashlib.sha256((MODEL_FOLDER / "reader.onnx").read_bytes()).hexdigest()


def test_its_files_are_small():
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) < LARGEST


def test_no_torch_and_nothing_of_training_is_imported():
    program = (
        "import sys; from assistant.judging.built_in import BuiltinJudge;"
        "BuiltinJudge().support('Models make up facts.', 'Models invent facts.');"
        "unwanted = {'torch', 'sklearn', 'transformers', 'onnx', 'assistant.joint.training',"
        "'assistant.judging.training'};"
        "print(unwanted & set(sys.modules))"
    )
    root = Path(__file__).parents[3]
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"


@pytest.mark.parametrize(
    "claim",
    ["BioGPT: Data 15M; Params 1.5B", "BioGPT的Params为1.5B。"],
)
def test_a_row_supports_what_is_made_of_its_words(judge, claim):
    source = "Model: BioGPT; # Params: 1.5B; Data: 15M abstracts Table 1: Models"
    assert judge.support(claim, source) == 1.0
    # So it is with the row as its text has it in front.
    assert judge.support(claim, "BioGPT\t1.5B\t15M abstracts\n" + source) == 1.0
    # One word more is not made of them.
    assert judge.support("BioGPT: # Params 1.5B; Data whales", source) < THRESHOLD


@pytest.mark.parametrize(
    ("claim", "source", "quoted"),
    [
        ("Whales sing.", "At night whales sing, all of them.", True),
        ("鲸鱼唱歌。", "夜里鲸鱼唱歌，都是。", True),
        ("Whales [3] sing¹².", "At night whales [3] sing¹², all of them.", True),
        ("鲸鱼唱歌^{3,4}。", "夜里鲸鱼唱歌^{3,4}，都是。", True),
        ("Whales all sing.", "At night whales sing, all of them.", False),
        ("鲸鱼都唱歌。", "夜里鲸鱼唱歌，都是。", False),
        ("Whale", "Whaleboats sail.", False),
    ],
)
def test_a_quote_is_supported(judge, claim, source, quoted):
    assert (judge.support(claim, source) == 0.99) is quoted
