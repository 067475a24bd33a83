"""Former turns from a file."""

import json

import pytest

from assistant.errors import BadHistory
from assistant.turns import stand_alone
from assistant.turns.history import read_history

TYPED = {
    "question": "and its data?",
    "standalone": "What data was SciFive trained on?",
    "language": "en",
    "abstained": False,
    "sentences": [{"text": "SciFive: Data Source PubMed", "bullet": False, "citations": [1]}],
    "citations": [],
}
PLAIN = {"question": "哪些模型基于 ChatGLM？", "answer": "它们是：[1]\n- DoctorGLM [1]\n- BianQue [1] [2]"}


@pytest.fixture
def written(tmp_path):
    def write(content):
        file = tmp_path / "talk.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([TYPED, PLAIN], ensure_ascii=False),
        json.dumps([TYPED, PLAIN], indent=2),
        f"{json.dumps(TYPED)}\n\n{json.dumps(PLAIN)}\n",
        "\ufeff" + json.dumps([TYPED, PLAIN]),
    ],
    ids=["array", "indented array", "lines", "byte order mark"],
)
def test_arrays_and_lines_hold_turns(written, content):
    first, second = read_history(written(content))
    assert (first.question.text, first.question.original) == (
        "What data was SciFive trained on?",
        "and its data?",
    )
    assert [sentence.text for sentence in first.answer.sentences] == ["SciFive: Data Source PubMed"]
    assert (second.question.text, second.question.language) == ("哪些模型基于 ChatGLM？", "zh")
    assert [(s.text, s.bullet) for s in second.answer.sentences] == [
        ("它们是：", False),
        ("DoctorGLM", True),
        ("BianQue", True),
    ]


def test_follow_ups_point_into_it(written):
    turns = read_history(written(json.dumps([PLAIN, TYPED])))
    assert stand_alone("How big is it?", turns) == "How big is SciFive?"
    assert stand_alone("第二个有多大？", turns) == "BianQue 有多大？"


def test_a_single_turn_and_none(written):
    assert len(read_history(written(json.dumps(TYPED)))) == 1
    assert read_history(written("[]")) == read_history(written("")) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "line 1 is not JSON"),
        (f"{json.dumps(TYPED)}\n{{", "line 2 is not JSON"),
        ("[" * 100_000, "line 1 is not JSON"),
        ('["What is SciFive?"]', "turn 1 is not an object"),
        ('[{"answer": "220M"}]', "turn 1 has no question"),
        ('[{"question": 5}]', "turn 1: question must be text"),
        ('[{"question": "???"}]', "turn 1: The question has no words"),
        ('[{"question": "什么是SFT？", "language": "fr"}]', "turn 1: language must be en or zh"),
        ('[{"question": "Why?", "sentences": "no list"}]', "turn 1: sentences must be a list"),
        ('[{"question": "Why?", "sentences": [{"text": 1}]}]', "turn 1: text must be text"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_anything_else_is_refused_in_one_line(written, content, said):
    with pytest.raises(BadHistory, match=said) as raised:
        read_history(written(content))
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BadHistory, match=r"can't be read: No such file"):
        read_history(tmp_path / "none.json")
