"""Labelled claims: what shares a question or a source stays in one part."""

import gzip
import json
from pathlib import Path

import pytest

from assistant.errors import JudgeError
from assistant.judging.training.labelled import Labelled, groups, part, read_labelled


def claim(question: str, source: str, name: str = "a") -> Labelled:
    return Labelled(name, question, "It is so.", source, True)


def test_shared_questions_and_sources_make_one_group():
    claims = [
        claim("Who?", "one"),
        claim("Why?", "two"),
        claim("who?", "three", "another set"),
        claim("", "two"),
        claim("", "four"),
        claim("为什么？", "three"),
    ]
    found = groups(claims)
    assert found[0] == found[2] == found[5]
    assert found[1] == found[3]
    assert len(set(found)) == 3


def test_parts_share_nothing_and_leave_nothing_out():
    claims = [claim(f"question {n % 70}", f"source {n % 90}") for n in range(500)]
    claims += [claim("", f"alone {n}") for n in range(300)]
    parts = part(claims)
    assert len(parts.train) + len(parts.test) == 800
    assert not {one.source for one in parts.train} & {one.source for one in parts.test}
    # A third of those that stand alone, give or take.
    assert 70 < sum(one.source.startswith("alone") for one in parts.test) < 130
    assert part(claims) == parts


def test_files_are_read(tmp_path: Path):
    (tmp_path / "entailment").mkdir()
    rows = [
        {"lang": "zh", "question": None, "claim": "是", "source": "是的", "supported": 1},
        {"lang": "en", "question": "Q?", "claim": "No", "source": "Yes", "supported": 0},
    ]
    with gzip.open(tmp_path / "entailment" / "tiny.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    assert read_labelled(tmp_path) == (
        Labelled("tiny", "", "是", "是的", True),
        Labelled("tiny", "Q?", "No", "Yes", False),
    )


def test_without_files_it_says_what_to_do(tmp_path: Path):
    with pytest.raises(JudgeError, match="--data"):
        read_labelled(tmp_path)
    (tmp_path / "entailment").mkdir()
    (tmp_path / "entailment" / "bad.jsonl.gz").write_bytes(b"nothing")
    with pytest.raises(JudgeError, match="can't be read"):
        read_labelled(tmp_path)
