"""`medfm ask` as text and as JSON, in both languages."""

import re

import pytest

from assistant.cli.wrapping import width


def test_a_table_row(assistant, medfm) -> None:
    run = medfm("ask", "How big is SciFive?")
    assert run.code == 0
    assert run.err == ""
    assert run.out == (
        "SciFive: Size 220M/770M (Table 1) [1]\n"
        "\n"
        "[1] Bee et al. 2024, Tiny Models · 1 Models › Table 1, row SciFive\n"
        "    Size: 220M/770M\n"
        "    100_tiny.txt 84:101 · the survey cites 65 here · also in 101 (wei-2024)\n"
        "\n"
        "support 1.00 · 1 of 1 sentences supported · extractive, 41 ms\n"
    )


def test_the_same_in_chinese(assistant, medfm) -> None:
    run = medfm("ask", "SciFive 有多大？")
    assert run.out.splitlines()[2:] == [
        "[1] Bee et al. 2024, Tiny Models · 1 Models › Table 1、SciFive 行",
        "    Size: 220M/770M",
        "    100_tiny.txt 84:101 · 综述在此引用文献 65 · 另见 101 (wei-2024)",
        "",
        "支持度 1.00 · 1 句中 1 句有据 · extractive，41 毫秒",
    ]


@pytest.mark.parametrize(
    ("question", "heading"),
    [("How big is SciFive?", "Writing, not checked yet:"), ("SciFive 有多大？", "正在写，尚未核对：")],
)
def test_a_stream_tells_on_stderr_and_gives_the_checked_answer(assistant, medfm, question, heading) -> None:
    plain, streamed = medfm("ask", question), medfm("ask", question, "--stream")
    assert (streamed.code, streamed.out) == (0, plain.out)
    assert streamed.err.splitlines()[:2] == [heading, "SciFive: Size 220M/770M (Table 1)"]


def test_a_stream_of_json_is_one_event_a_line(assistant, medfm) -> None:
    run = medfm("ask", "How big is SciFive?", "--stream", "--json")
    assert [line["event"] for line in run.lines] == ["retrieved", "piece", "settled"]
    assert run.lines[2]["answer"] == medfm("ask", "How big is SciFive?", "--json").json
    assert run.err == ""


def test_a_stream_of_what_is_not_in_the_texts(assistant, medfm) -> None:
    run = medfm("ask", "Who won?", "--stream")
    assert (run.code, run.err) == (1, "")
    assert run.out == medfm("ask", "Who won?").out


def test_flags_of_writing_are_settings(assistant, medfm) -> None:
    flags = ["--llm", "openai:m@http://127.0.0.1:9", "--fallback", "extractive", "--keep-unsupported"]
    assert medfm("ask", "list", *flags, "--max-tokens", "99", "--temperature", "0.5").code == 0
    [settings] = assistant.settings
    assert (settings.llm, settings.fallback) == (flags[1], "extractive")
    assert (settings.keep_unsupported, settings.max_tokens, settings.temperature) == (True, 99, 0.5)


def test_a_list(assistant, medfm) -> None:
    run = medfm("ask", "list its traits")
    assert run.out.splitlines()[:10] == [
        "It has two traits: [1]",
        "- text-to-text",
        "- trained on PubMed (not supported by its source) [2]",
        "That is all. [1]",
        "",
        "[1] Bee et al. 2024, Tiny Models · 1 Models",
        "    “SciFive is a text-to-text model [65].”",
        "    100_tiny.txt 9:46",
        "",
        "[2] Bee et al. 2024, Tiny Models · 1 Models",
    ]
    assert run.out.splitlines()[-1].startswith("support 0.80 · 3 of 4 sentences supported")


def test_a_source_in_the_other_language_is_said_to_be(assistant, medfm) -> None:
    lines = medfm("ask", "有给心理咨询师用的吗？").out.splitlines()
    assert lines[:2] == ["原文为英文：Psy-LLM supports counselors. [1]", "大模型可以辅助医生写病历。 [2]"]
    lines = medfm("ask", "有给心理咨询师用的吗？", "--lang", "en").out.splitlines()
    assert lines[0] == "Psy-LLM supports counselors. [1]"
    assert lines[1] == "Source in Chinese: 大模型可以辅助医生写病历。 [2]"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Do they differ?",
            [
                "The sources differ on size:",
                "- 34 M, in Bee et al. 2024 [1]",
                "- 36 million, in 魏小等 2024 [2]",
            ],
        ),
        (
            "有分歧吗？",
            ["各来源说法不一（规模）：", "- 34 M，见Bee et al. 2024 [1]", "- 36 million，见魏小等 2024 [2]"],
        ),
    ],
)
def test_both_sides_where_sources_differ(assistant, medfm, question: str, expected: list[str]) -> None:
    assert medfm("ask", question).out.splitlines()[1:4] == expected


def test_not_in_the_texts(assistant, medfm) -> None:
    run = medfm("ask", "Who paid for it?")
    assert run.code == 1
    assert run.out.splitlines()[:5] == [
        "The surveys don't say.",
        "",
        "Closest, but not an answer:",
        "  Bee et al. 2024 · 1 Models:",
        "    SciFive is a text-to-text model [65]. It was trained on PubMed.",
    ]
    assert "[1]" not in run.out


def test_no_advice(assistant, medfm) -> None:
    run = medfm("ask", "我头疼三天了，该吃什么药？")
    assert run.code == 1
    assert run.out.startswith("我不能给出个人诊疗或用药建议")
    assert "最接近" not in run.out


def test_json_has_the_agreed_shape(assistant, medfm) -> None:
    found = medfm("ask", "--json", "How big is SciFive?").json
    assert set(found) >= {
        *("id", "question", "language", "answer", "abstained", "reason", "sentences", "citations"),
        *("passages", "conflicts", "generator", "judge", "embedder", "settings", "index", "timings_ms"),
    }
    assert (found["id"], found["question"], found["language"]) == (None, "How big is SciFive?", "en")
    assert (found["answer"], found["abstained"], found["reason"]) == (
        "SciFive: Size 220M/770M (Table 1) [1]",
        False,
        None,
    )
    [sentence] = found["sentences"]
    assert sentence.items() >= {"text": "SciFive: Size 220M/770M (Table 1)", "support": 1.0}.items()
    assert (sentence["citations"], sentence["supported"]) == ([1], True)
    [citation] = found["citations"]
    assert set(citation) >= {
        *("n", "document", "source_file", "title", "section", "kind"),
        *("start", "end", "spans", "quote", "references"),
    }
    assert (citation["n"], citation["document"], citation["source_file"]) == (1, "tiny-2024", "100_tiny.txt")
    assert (citation["start"], citation["end"], citation["spans"]) == (84, 101, [[84, 101]])
    assert (citation["kind"], citation["quote"], citation["section"]) == (
        "table row",
        "SciFive\t220M/770M",
        ["1 Models"],
    )
    assert citation["references"] == [{"n": "65", "text": "A. Author. A paper. 2021."}]
    assert found["timings_ms"] == {"retrieve": 1.23, "compose": 2.0, "verify": 3.0, "total": 41.4}


def test_passages_in_json(assistant, medfm) -> None:
    prose, row = medfm("ask", "--json", "How big is SciFive?").json["passages"][:2]
    assert set(prose) >= {
        *("document", "source_file", "section", "kind", "language", "start", "end", "spans"),
        *("text", "cells", "score", "ranks"),
    }
    assert prose["cells"] is None
    assert row["cells"] == {"Model": "SciFive", "Size": "220M/770M"}
    assert (prose["score"], prose["ranks"]) == (1.0, {"dense": 1, "fulltext": 2})


def test_an_abstained_answer_in_json(assistant, medfm) -> None:
    run = medfm("ask", "--json", "谁资助了它？")
    assert run.code == 1
    found = run.json
    assert (found["abstained"], found["reason"], found["language"]) == (True, "not-in-texts", "zh")
    assert found["answer"] == found["message"] == "这些综述里没有说到。"
    assert found["sentences"] == found["citations"] == []
    assert len(found["passages"]) == 4


def test_bullets_and_conflicts_in_json(assistant, medfm) -> None:
    listed = medfm("ask", "--json", "list its traits").json
    assert listed["answer"] == (
        "It has two traits: [1]\n- text-to-text [1]\n- trained on PubMed [2]\nThat is all. [1]"
    )
    [conflict] = medfm("ask", "--json", "Do they differ?").json["conflicts"]
    assert conflict == {
        "about": "size",
        "sides": [
            {"value": "34 M", "citations": [1], "translation": False},
            {"value": "36 million", "citations": [2], "translation": False},
        ],
    }


def test_filters_reach_the_pipeline(assistant, medfm) -> None:
    medfm(
        *("ask", "list", "--doc", "100", "--doc", "wei-2024", "--kind", "table-row", "--section", "2 Uses"),
        *("-k", "3", "--source-lang", "en", "--lang", "zh"),
    )
    [question] = assistant.asked
    assert question.only.documents == {"tiny-2024", "wei-2024"}
    assert question.only.kinds == {"table row"}
    assert question.only.languages == {"en"}
    assert (question.only.section, question.count, question.language) == ("2 Uses", 3, "zh")


def test_models_reach_the_settings(assistant, medfm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDFM_JUDGE", "from-environment")
    medfm("ask", "list", "--llm", "hf:some/model", "--embedder", "hashing", "--reranker", "r")
    [settings] = assistant.settings
    assert (settings.llm, settings.embedder, settings.reranker, settings.judge) == (
        "hf:some/model",
        "hashing",
        "r",
        "from-environment",
    )


@pytest.mark.parametrize("name", ["tiny-2024", "TINY-2024", "100_tiny.txt", "100_tiny", "100"])
def test_a_document_by_any_of_its_names(assistant, medfm, name: str) -> None:
    medfm("ask", "list", "--doc", name)
    assert assistant.asked[0].only.documents == {"tiny-2024"}


@pytest.mark.parametrize("arguments", [[], ["-"], ["-", "--json"], ["--json"]])
def test_a_question_that_is_piped_in(assistant, medfm, arguments: list[str]) -> None:
    assert medfm("ask", *arguments, stdin="\ufeffHow big\nis SciFive?\n").code == 0
    assert assistant.asked[0].text == "How big is SciFive?"


def test_words_without_quotes_are_one_question(assistant, medfm) -> None:
    assert medfm("ask", "How", "big", "is", "SciFive?").code == 0
    assert assistant.asked[0].text == "How big is SciFive?"


def test_full_shows_whole_quotes_and_the_entries(assistant, medfm) -> None:
    lines = medfm("ask", "How big is SciFive?", "--full").out.splitlines()
    assert "      65: A. Author. A paper. 2021." in lines


@pytest.mark.parametrize("question", ["SciFive?", "list", "有给心理咨询师用的吗？", "有分歧吗？", "谁？"])
def test_eighty_columns_and_no_colours_in_a_pipe(assistant, medfm, question: str) -> None:
    out = medfm("ask", question, "--full").out
    assert max(map(width, out.splitlines())) <= 80
    assert not re.search("\x1b", out)


def test_the_index_is_built_at_first_use_with_plain_progress(assistant, home, medfm) -> None:
    home.rmdir()
    run = medfm("ask", "--json", "How big is SciFive?")
    assert run.json["abstained"] is False
    assert run.err.splitlines() == [
        "Building the index of the surveys, as there is none yet …",
        "embedding: 0 of 300",
        "embedding: 100 of 300",
        "embedding: 200 of 300",
        "embedding: 300 of 300",
    ]
