"""`medfm chat`, and `medfm ask --history`."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("scripted.py")
ROOT = Path(__file__).parents[3]


@pytest.mark.usefixtures("assistant")
class TestPiped:
    def test_every_line_is_answered_in_turn(self, medfm, assistant):
        run = medfm("chat", stdin="How big is SciFive?\n\n心理咨询师用什么模型？\n")
        assert (run.code, run.err) == (0, "")
        assert "SciFive: Size 220M/770M" in run.out and "Psy-LLM supports counselors." in run.out
        assert [question.language for question in assistant.asked] == ["en", "zh"]

    def test_what_was_said_before_goes_along(self, medfm, assistant):
        medfm("chat", stdin="How big is SciFive?\nlist them\nwhy?\n")
        assert [len(turns) for turns in assistant.turns] == [0, 1, 2]
        assert assistant.turns[-1][0].question.text == "How big is SciFive?"

    def test_clear_forgets_it(self, medfm, assistant):
        run = medfm("chat", stdin="How big is SciFive?\n/clear\nlist them\n")
        assert [len(turns) for turns in assistant.turns] == [0, 0]
        assert "Forgotten." in run.err

    def test_sources_are_whole(self, medfm):
        run = medfm("chat", stdin="How big is SciFive?\n/sources\n")
        assert run.out.count("100_tiny.txt") == 2
        assert "65: A. Author. A paper. 2021." in run.out

    @pytest.mark.parametrize("number", ["1", "[1]"])
    def test_show_marks_the_place(self, medfm, number):
        run = medfm("chat", stdin=f"How big is SciFive?\n/show {number}\n")
        assert "⟦" in run.out and "100_tiny.txt 84:101" in run.out
        assert run.code == 0

    @pytest.mark.parametrize(
        ("question", "command", "said"),
        [
            ("", "/show 1", "There is no answer with sources yet."),
            ("", "/sources", "There is no answer with sources yet."),
            ("How big is SciFive?", "/show 7", "sources 1 to 1"),
            ("How big is SciFive?", "/show", "sources 1 to 1"),
            ("心理咨询师？", "/show 7", "来源编号是 1 到 2"),
            ("", "/save x.md", "nothing to save"),
            ("How big is SciFive?", "/save", "Say where to"),
            ("How big is SciFive?", "/nope", "There is no command /nope"),
            ("心理咨询师？", "/nope", "没有命令 /nope"),
        ],
    )
    def test_commands_say_what_they_lack_in_the_language_spoken(self, medfm, question, command, said):
        run = medfm("chat", stdin=f"{question}\n{command}\n")
        assert said in run.err
        assert run.code == 0

    @pytest.mark.parametrize(("question", "word"), [("list them", "/sources"), ("心理咨询师？", "对话")])
    def test_help_is_in_the_language_spoken(self, medfm, question, word):
        assert word in medfm("chat", stdin=f"{question}\n/help\n").out

    def test_quit_ends_it(self, medfm, assistant):
        assert medfm("chat", stdin="How big is SciFive?\n/quit\nlist them\n").code == 0
        assert len(assistant.asked) == 1

    def test_a_bad_line_is_told_and_the_next_one_answered(self, medfm, assistant):
        run = medfm("chat", stdin="???\nThe index is damaged\nHow big is SciFive?\n")
        assert run.code == 2
        assert run.err.splitlines() == [
            "medfm: The question has no words. Ask something, in English or Chinese.",
            "medfm: The index is damaged. Build it again with: medfm index build",
        ]
        assert "220M/770M" in run.out
        assert [len(turns) for turns in assistant.turns][-1] == 0

    def test_filters_hold_for_every_question(self, medfm, assistant):
        medfm("chat", "--doc", "100", "-k", "3", stdin="How big is SciFive?\nlist them\n")
        assert {(q.count, q.only.documents) for q in assistant.asked} == {(3, frozenset({"tiny-2024"}))}

    def test_input_that_is_no_text_is_refused(self, medfm):
        run = medfm("chat", stdin=b"\xff\xfe\n")
        assert run.code == 2
        assert run.err == "medfm: The question is not valid UTF-8. Ask in UTF-8 text.\n"


@pytest.mark.usefixtures("assistant")
class TestSaving:
    def test_markdown_reads_well(self, medfm, tmp_path):
        file = tmp_path / "talk.md"
        run = medfm("chat", stdin=f"How big is SciFive?\n分歧\n/save {file}\n")
        assert f"已保存到 {file}" in run.err
        text = file.read_text(encoding="utf-8")
        assert "## How big is SciFive?" in text and "## 分歧" in text
        assert "“SciFive 220M/770M”" in text
        assert "- 36 million [2]" in text

    def test_a_json_file_can_be_gone_on_from(self, medfm, assistant, tmp_path):
        file = tmp_path / "talk.json"
        medfm("chat", stdin=f"How big is SciFive?\n/save {file}\n")
        [turn] = json.loads(file.read_text(encoding="utf-8"))
        assert turn["question"] == "How big is SciFive?" and turn["citations"][0]["n"] == 1
        for command in (["chat"], ["ask"]):
            medfm(*command, "--history", str(file), stdin="list them\n")
            assert [t.question.text for t in assistant.turns[-1]] == ["How big is SciFive?"]

    def test_a_place_that_cant_be_written_is_told(self, medfm, tmp_path):
        run = medfm("chat", stdin=f"How big is SciFive?\n/save {tmp_path}/no/talk.md\n")
        assert run.code == 2
        assert "can't be written: No such file or directory." in run.err


@pytest.mark.usefixtures("assistant")
class TestHistory:
    @pytest.mark.parametrize("command", ["ask", "chat"])
    def test_a_bad_file_gives_one_line(self, medfm, tmp_path, command):
        file = tmp_path / "talk.json"
        file.write_text("{", encoding="utf-8")
        run = medfm(command, "--history", str(file), stdin="and its data?")
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith(f"medfm: {file}, line 1 is not JSON.") and run.err.count("\n") == 1

    def test_a_batch_has_none(self, medfm):
        run = medfm("ask", "--batch", "x.jsonl", "--history", "y.json")
        assert run.code == 2
        assert "--history and --batch exclude each other" in run.err


def read_until(terminal: int, wanted: str, within: float = 30.0) -> str:
    """What a terminal shows until it shows `wanted`."""
    shown, end = b"", time.monotonic() + within
    while wanted.encode() not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, shown.decode(errors="replace")
        shown += os.read(terminal, 4096)
    return shown.decode(errors="replace")


def test_on_a_terminal_it_prompts_and_ctrl_d_ends(tmp_path):
    terminal, side = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MEDFM_HOME": str(tmp_path), "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "chat"], stdin=side, stdout=side, stderr=side, env=environment
    )
    os.close(side)
    try:
        assert "/help" in read_until(terminal, "> ")
        os.write(terminal, b"How big is SciFive?\n")
        read_until(terminal, "220M/770M")
        os.write(terminal, b"interrupt\n")
        read_until(terminal, "Stopped.")
        time.sleep(1)  # The prompt is back; before it, Ctrl-C ends the program.
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        assert process.poll() is None
        os.write(terminal, b"\x04")
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
