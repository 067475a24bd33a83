"""Sets of others, in and out, in both languages."""

import gzip
import json
from pathlib import Path

import pytest
from replying import Containing
from scripted_system import Scripted
from test_running import plan
from tiny import PRIVACY, ROBOTS

from eval.adapters.claims import load_claims
from eval.adapters.ragas_columns import (
    Sample,
    load_samples,
    question_of,
    reply_of,
    sample_of,
    write_samples,
)
from eval.adapters.squad import load_squad
from eval.errors import EvalError
from eval.judging.claims import SentenceSplitter
from eval.judging.verdicts import Jury
from eval.running.folder import RunFolder
from eval.running.run import run

SQUAD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": "联邦学习保护患者隐私。",
                    "qas": [
                        {
                            "id": "a",
                            "question": "保护什么？",
                            "answers": [{"text": "患者隐私", "answer_start": 6}],
                        }
                    ],
                },
                {
                    "context": "Robots assist surgeons.",
                    "qas": [
                        {
                            "id": "b",
                            "question": "Who is helped?",
                            "answers": [
                                {"text": "surgeons", "answer_start": 14},
                                {"text": "Robots", "answer_start": 0},
                            ],
                        },
                        {"id": "c", "question": "When?", "answers": [], "is_impossible": True},
                    ],
                },
            ]
        }
    ]
}


def write(path: Path, text: str) -> Path:
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["set.json", "set.json.gz"])
def test_squad_files_become_questions(tmp_path: Path, name: str) -> None:
    found = load_squad(write(tmp_path / name, json.dumps(SQUAD)))
    chinese, english, none = found.questions
    assert (chinese.language, chinese.answer, chinese.facts) == ("zh", "患者隐私", (("患者隐私",),))
    [[gold]] = chinese.gold
    assert found.paragraphs[gold.document][slice(*gold.span)] == gold.quote == "患者隐私"
    assert [quote.quote for quote in english.gold[0]] == ["surgeons", "Robots"]
    assert (none.answerable, none.reason, none.kind) == (False, "not-in-texts", "unanswerable")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "not in the form of SQuAD"),
        ("{", "is not JSON"),
        (json.dumps(SQUAD).replace('"answer_start": 14', '"answer_start": 13'), "b: the answer is not at 13"),
        (json.dumps(SQUAD).replace('"id": "b"', '"id": "a"'), "the id a stands twice"),
    ],
)
def test_bad_squad_files_are_told(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(EvalError, match=message):
        load_squad(write(tmp_path / "set.json", content))


def test_claims_are_read_with_their_language(tmp_path: Path) -> None:
    lines = [
        {"claim": "Robots assist.", "source": "Robots assist surgeons.", "supported": 1},
        {"claim": "保护隐私。", "source": "联邦学习", "supported": 0, "question": "?", "lang": "zh"},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    first, second = load_claims(write(tmp_path / "set.jsonl.gz", text))
    assert (first.language, first.supported, first.set) == ("en", True, "set")
    assert (second.language, second.supported) == ("zh", False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no claim"),
        ('{"claim": "a", "source": "b", "supported": 2}', ":1 lacks claim"),
        ('\n{"claim": "a", "supported": 1}', ":2 lacks claim"),
        ('{"claim": "a", "source": "b", "supported": 1, "lang": "fr"}', "lang is 'fr'"),
        ("[1]", ":1 is no JSON object"),
        ("{", ":1 is not JSON"),
    ],
)
def test_bad_claims_are_told(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(EvalError, match=message):
        load_claims(write(tmp_path / "set.jsonl", content))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="can't be read"):
        load_claims(tmp_path / "none.jsonl")


def test_a_run_goes_out_in_ragas_columns_and_comes_in(tmp_path: Path) -> None:
    run(plan(tmp_path / "run", Scripted(), questions=(ROBOTS, PRIVACY)))
    samples = [sample_of(item) for item in RunFolder(tmp_path / "run").answers()]
    write_samples(samples, tmp_path / "samples.jsonl")
    first = json.loads((tmp_path / "samples.jsonl").read_text("utf-8").splitlines()[0])
    assert set(first) == {"user_input", "response", "retrieved_contexts", "reference"}
    assert list(load_samples(tmp_path / "samples.jsonl")) == samples
    assert samples[1] == Sample(PRIVACY.question, "保护患者隐私", ("保护患者隐私",), "")


@pytest.mark.parametrize("line", ['{"user_input": "?"}', '{"user_input": 1, "response": "x"}'])
def test_bad_samples_are_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvalError, match=":1 lacks user_input"):
        list(load_samples(write(tmp_path / "samples.jsonl", line)))


@pytest.mark.parametrize(
    ("sample", "language"),
    [
        (Sample("Who?", "Robots assist. Robots fly.", ("Robots assist.",), "Robots"), "en"),
        (Sample("谁？", "机器人协助。机器人飞行。", ("机器人协助。",), "机器人"), "zh"),
    ],
    ids=["en", "zh"],
)
def test_samples_of_others_can_be_judged(sample: Sample, language: str) -> None:
    reply = reply_of(sample)
    verdicts = Jury(Containing(), SentenceSplitter()).verdicts(reply)
    assert [verdict.claims for verdict in verdicts] == [(True,), (False,)]
    assert reply.language == question_of(sample, 1).language == language
