"""`medfm ask --batch`: a line out for every line in, in order, whatever happens to one of them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPTED = Path(__file__).with_name("scripted.py")
ROOT = Path(__file__).parents[3]


def lines(*entries: object) -> bytes:
    return b"".join(e if isinstance(e, bytes) else json.dumps(e).encode() + b"\n" for e in entries)


@pytest.fixture
def batch(assistant, medfm, tmp_path: Path):
    def run(*entries: object, flags: tuple[str, ...] = ()):
        file = tmp_path / "in.jsonl"
        file.write_bytes(lines(*entries))
        return medfm("ask", "--json", "--batch", str(file), *flags)

    return run


def test_one_line_each_in_order(assistant, batch) -> None:
    run = batch(
        {"id": "a", "question": "How big is SciFive?"},
        {"id": 2, "question": "谁资助了它？"},
        {"question": "list", "gold": "other keys are left alone"},
    )
    assert run.code == 0
    assert [line["id"] for line in run.lines] == ["a", 2, None]
    assert [line["abstained"] for line in run.lines] == [False, True, False]
    assert [line["language"] for line in run.lines] == ["en", "zh", "en"]
    assert len(assistant.settings) == 1, "it is loaded once"


def test_bad_lines_are_answered_in_their_place(batch) -> None:
    run = batch(
        {"id": 1, "question": "list"},
        b"not json\n",
        b"\n  \n",
        b'{"id": 5, "question": "\xff"}\n',
        b"[1]\n",
        {"id": 7},
        {"id": "eight", "question": "  "},
        {"id": 9, "question": "x" * 5000},
        {"id": 10, "question": "list", "doc": "tiny-2042"},
        {"id": 11, "question": "list", "k": 0},
        {"id": 12, "question": "list", "lang": "de"},
        {"id": [13], "question": "list"},
        {"id": 14, "question": "a damaged one"},
        {"id": 15, "question": "a bug"},
        {"id": 16, "question": "lone \ud800 surrogate"},
        b"[" * 100_000 + b"\n",
        {"id": "last", "question": "有给心理咨询师用的吗？"},
    )
    assert run.code == 2
    first, *bad, last = run.lines
    assert (first["id"], last["id"]) == (1, "last")
    assert "answer" in first and "answer" in last
    expected = [
        (None, 2, "not valid JSON"),
        (None, 5, "not valid UTF-8"),
        (None, 6, "not a JSON object"),
        (7, 7, "There is no question."),
        ("eight", 8, "The question is empty."),
        (9, 9, "The question has 5,000 characters"),
        (10, 10, "There is no document 'tiny-2042'. Did you mean tiny-2024?"),
        (11, 11, "k must be a whole number from 1 to 50, not 0"),
        (12, 12, "lang must be en or zh, not 'de'."),
        (None, 13, "id must be text or a whole number"),
        (14, 14, "The index is damaged. Build it again"),
        (15, 15, "ValueError: spilt milk. This is a bug."),
        (16, 16, "not valid UTF-8"),
        (None, 17, "not valid JSON"),
    ]
    assert [(line["id"], line["line"]) for line in bad] == [(id, number) for id, number, _ in expected]
    for line, (_, _, message) in zip(bad, expected, strict=True):
        assert message in line["error"]
    assert run.err.splitlines()[-1] == (
        "medfm: 14 of 16 lines could not be asked; their errors stand in their place."
    )


def test_a_line_outdoes_the_flags(assistant, batch) -> None:
    batch(
        {"question": "list"},
        {"question": "list", "doc": "wei-2024", "lang": "en", "k": 4},
        {"question": "list", "doc": ["100", "101"]},
        flags=("--doc", "100", "--lang", "zh", "-k", "3"),
    )
    first, second, third = assistant.asked
    assert (first.only.documents, first.language, first.count) == ({"tiny-2024"}, "zh", 3)
    assert (second.only.documents, second.language, second.count) == ({"wei-2024"}, "en", 4)
    assert third.only.documents == {"tiny-2024", "wei-2024"}


def test_from_stdin_with_a_byte_order_mark_and_no_last_line_end(assistant, medfm) -> None:
    piped = b'\xef\xbb\xbf{"id": 1, "question": "list"}\n{"question": "list"}'
    run = medfm("ask", "--batch", "-", stdin=piped)
    assert run.code == 0
    assert [line["id"] for line in run.lines] == [1, None]


def test_an_empty_batch(batch) -> None:
    run = batch()
    assert (run.code, run.out) == (0, "")


def test_a_line_separator_in_an_id_does_not_cut_the_line(batch) -> None:
    run = batch({"id": "a\u2028b\x85c", "question": "list"})
    assert run.out.splitlines() == [run.out.removesuffix("\n")]
    assert run.json["id"] == "a\u2028b\x85c"


def test_a_lone_surrogate_in_an_id_comes_back(batch) -> None:
    assert batch({"id": "\ud800", "question": "list"}).json["id"] == "\ud800"


def test_progress_goes_to_stderr(batch) -> None:
    run = batch(*[{"question": "list"}] * 8)
    assert len(run.lines) == 8
    assert run.err.splitlines() == [f"answering: {n} of 8" for n in (0, 2, 4, 6, 8)]


def test_an_interruption_keeps_what_was_written(batch) -> None:
    run = batch(*[{"id": n, "question": q} for n, q in enumerate(("list", "interrupt", "list"), 1)])
    assert run.code == 130
    assert [line["id"] for line in run.lines] == [1]
    assert run.err.splitlines()[-1] == "medfm: Interrupted. Lines written, each whole: 1."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "--batch", "missing.jsonl"), "No such file or directory: missing.jsonl."),
        (("ask", "a question", "--batch", "-"), "A question and --batch exclude each other."),
    ],
)
def test_a_batch_that_cannot_start(assistant, medfm, arguments, message: str) -> None:
    run = medfm(*arguments)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes are those of POSIX")
class TestProcess:
    """What only a process of its own can show."""

    def start(self, *arguments: str, **options) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(SCRIPTED), *arguments]
        pipe = subprocess.PIPE
        environment = {"PYTHONPATH": str(ROOT), "PATH": "", **options.pop("env", {})}
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, **options)

    def test_ctrl_c_leaves_whole_lines(self, tmp_path: Path) -> None:
        with self.start("ask", "--batch", "-", env={"MEDFM_HOME": str(tmp_path)}) as process:
            process.stdin.write(lines(*[{"id": n, "question": "list"} for n in range(3)]))
            process.stdin.flush()
            first = process.stdout.readline()
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
            error = process.stderr.read().decode()
        assert process.returncode == 130
        assert [json.loads(line)["id"] for line in (first + rest).splitlines()] == [0, 1, 2]
        assert error.splitlines()[-1] == "medfm: Interrupted. Lines written, each whole: 3."

    def test_a_reader_that_goes_away_ends_it_quietly(self, tmp_path: Path) -> None:
        file = tmp_path / "in.jsonl"
        file.write_bytes(lines(*[{"id": n, "question": "list"} for n in range(500)]))
        with self.start("ask", "--batch", str(file), env={"MEDFM_HOME": str(tmp_path)}) as process:
            process.stdout.readline()
            process.stdout.close()
            error = process.stderr.read().decode()
        assert process.returncode == 141
        assert all(line.startswith("answering: ") for line in error.splitlines())

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-8"])
    def test_output_of_any_encoding(self, tmp_path: Path, encoding: str) -> None:
        environment = {"MEDFM_HOME": str(tmp_path), "PYTHONIOENCODING": encoding}
        entry = lines({"id": "编号", "question": "有给心理咨询师用的吗？"})
        with self.start("ask", "--batch", "-", env=environment) as process:
            out, error = process.communicate(entry)
        assert (process.returncode, json.loads(out.decode(encoding))["id"]) == (0, "编号")
        with self.start("ask", "SciFive 有多大？", env=environment) as process:
            out, error = process.communicate()
        assert (process.returncode, error) == (0, b"")
        assert "SciFive: Size 220M/770M" in out.decode(encoding)

    @pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["show", "--help"]])
    def test_help_in_ascii(self, arguments: list[str]) -> None:
        with self.start(*arguments, env={"PYTHONIOENCODING": "ascii", "MEDFM_HOME": "x"}) as process:
            out, error = process.communicate()
        assert (process.returncode, error) == (0, b"")
        assert out.isascii() and b"examples:" in out

    def test_a_question_of_broken_bytes(self, tmp_path: Path) -> None:
        command = [sys.executable, str(SCRIPTED), "ask", b"\xff\xfe?"]
        run = subprocess.run(command, capture_output=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
        assert run.returncode == 2
        assert run.stderr == b"medfm: The question is not valid UTF-8. Ask in UTF-8 text.\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_a_full_disk(self, tmp_path: Path) -> None:
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [sys.executable, str(SCRIPTED), "ask", "list"],
                stdout=full,
                stderr=subprocess.PIPE,
                env={"PYTHONPATH": str(ROOT), "PATH": "", "MEDFM_HOME": str(tmp_path)},
            )
        assert (run.returncode, run.stderr) == (2, b"medfm: No space left on device.\n")
