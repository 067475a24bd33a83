"""Markers in every form that models write them, in both languages, and what only looks like one."""

import pytest

from assistant.generators.markers import read_markers
from assistant.generators.reply import read_reply

EXCERPTS = 4
EN, ZH = "BioGPT has 1.5 billion parameters", "该模型有 15 亿参数"
FORMS = [
    ("[1]", (1,)),
    ("[1][2]", (1, 2)),
    ("[1] [2]", (1, 2)),
    ("[1, 2]", (1, 2)),
    ("[1,2]", (1, 2)),
    ("[1、2]", (1, 2)),
    ("[1; 3]", (1, 3)),
    ("[1-3]", (1, 2, 3)),
    ("[1–3]", (1, 2, 3)),
    ("[1, 3-4]", (1, 3, 4)),
    ("[1] and [2]", (1, 2)),
    ("[1], [2]", (1, 2)),
    ("[1]、[2]", (1, 2)),
    ("[1]和[2]", (1, 2)),
    ("[^1]", (1,)),
    ("[^1^]", (1,)),
    ("［1］", (1,)),
    ("【1】", (1,)),
    ("【1】【2】", (1, 2)),
    ("【1†source】", (1,)),
    ("[Excerpt 1]", (1,)),
    ("[excerpts 1 and 2]", (1, 2)),
    ("[摘录1]", (1,)),
    ("(1)", (1,)),
    ("（1）", (1,)),
    ("(1, 2)", (1, 2)),
    ("(Excerpt 2)", (2,)),
    ("(see [1])", (1,)),
    ("（见[1]）", (1,)),
    ("¹", (1,)),
    ("¹˒²", (1, 2)),
    ("²³", (2, 3)),
    ("[2](https://example.org)", (2,)),
]


@pytest.mark.parametrize(("form", "numbers"), FORMS)
@pytest.mark.parametrize(("text", "stop"), [(EN, "."), (ZH, "。")])
@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("space", ["", " "])
def test_every_form_becomes_numbers(form, numbers, text, stop, after, space) -> None:
    if form[0] in "¹²" and space and not after:
        pytest.skip("a superscript stands at what it marks")
    reply = f"{text}{stop}{space}{form}" if after else f"{text}{space}{form}{stop}"
    read = read_reply(reply, EXCERPTS)
    assert [(s.text, s.numbers) for s in read.sentences] == [(text + stop, numbers)]
    assert read.ignored == 0


@pytest.mark.parametrize(
    ("first", "second"), [("One thing is so.", "Another thing is so."), ("这是一件事。", "那是另一件事。")]
)
@pytest.mark.parametrize("form", ["[{}]", "({})", "【{}】", "[^{}]"])
@pytest.mark.parametrize("place", ["before", "after", "line"])
def test_each_sentence_keeps_its_own(first, second, form, place) -> None:
    one, two = form.format(1), form.format(2)
    reply = {
        "before": f"{first[:-1]} {one}{first[-1]} {second[:-1]} {two}{second[-1]}",
        "after": f"{first} {one} {second} {two}",
        "line": f"{first}\n{one}\n{second}\n{two}",
    }[place]
    read = read_reply(reply, EXCERPTS)
    assert [(s.text, s.numbers) for s in read.sentences] == [(first, (1,)), (second, (2,))]


@pytest.mark.parametrize(
    ("first", "second"), [("A first thing.", "A second thing."), ("第一件事。", "第二件事。")]
)
def test_markers_that_lead_speak_of_what_follows(first, second) -> None:
    read = read_reply(f"[1] {first} [2] {second}", EXCERPTS)
    assert [(s.text, s.numbers) for s in read.sentences] == [(first, (1,)), (second, (2,))]


@pytest.mark.parametrize(
    "text",
    [
        "There are three steps: (1) collect, (2) score, (3) report.",
        "There are three steps. (1) Collect them. (2) Score them.",
        "步骤有三：(1)收集；(2)打分；(3)报告。",
        "包括以下步骤：（1）收集问题；（2）邀请医生。",
        "It was published in 2023 (2023).",
        "该文发表于 2023 年（2023）。",
        "The loss is x² and the area 4 m².",
        "面积为 4 m²，误差为 σ²。",
        "It has 10⁴ cells and R² is high.",
        "约有 10⁴ 个细胞。",
        "¹⁸F-FDG is a tracer.",
        "使用 ⁹⁹Tc 显像。",
        "Scores lie in the range [1, 4].",
        "取值范围 [1, 4]。",
        "Values are scaled to [0, 1].",
        "归一化到 [0, 1]。",
        "Between [1, 3] and [2, 4] nothing differs.",
        "It compares three (3) models.",
        "Table (2) lists them.",
        "见表（2）的结果。",
        "Equation (3) holds here.",
        "The vector [0.1, 0.9] is given.",
        "p < 0.05 and f[0] is set.",
        "The pair (2, 3) of values is used.",
    ],
)
def test_what_only_looks_like_a_marker_stays(text: str) -> None:
    marked = read_markers(text, EXCERPTS)
    assert (marked.text, marked.markers, marked.ignored) == (text, (), 0)


@pytest.mark.parametrize(
    ("reply", "numbers", "ignored"),
    [
        (f"{EN} [9].", (), 1),
        (f"{ZH}【9】。", (), 1),
        (f"{EN} [1][9][12].", (1,), 2),
        (f"{ZH}[3-6]。", (3, 4), 2),
        (f"{EN}. [1] [65]", (1,), 1),
    ],
)
def test_numbers_of_nothing_are_dropped_and_counted(reply, numbers, ignored) -> None:
    read = read_reply(reply, EXCERPTS)
    assert (read.sentences[0].numbers, read.ignored) == (numbers, ignored)
    assert read.sentences[0].text in (EN + ".", ZH + "。")


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("According to [1], BioGPT is large.", "BioGPT is large."),
        ("As described in excerpt [1], BioGPT is large.", "BioGPT is large."),
        ("根据[1]，该模型很大。", "该模型很大。"),
        ("如[1]所述，该模型很大。", "该模型很大。"),
    ],
)
def test_what_only_led_a_marker_in_goes_with_it(reply: str, text: str) -> None:
    assert [(s.text, s.numbers) for s in read_reply(reply, EXCERPTS).sentences] == [(text, (1,))]


class TestReplies:
    def test_bullets_emphasis_and_headings(self) -> None:
        bullets = "- **BioGPT** [1]\n* SciFive [2]\n1. DoctorGLM [3]"
        reply = f"## Answer\n\nThe models are:\n\n{bullets}\n\nThat is all."
        read = read_reply(reply, EXCERPTS)
        assert [(s.text, s.bullet, s.numbers) for s in read.sentences] == [
            ("The models are:", False, ()),
            ("BioGPT", True, (1,)),
            ("SciFive", True, (2,)),
            ("DoctorGLM", True, (3,)),
            ("That is all.", False, ()),
        ]
        assert read.sentences[0].leads
        assert read.sentences[1].claim == "The models are: BioGPT"
        assert read.sentences[4].claim == "That is all."

    def test_chinese_bullets(self) -> None:
        read = read_reply("步骤如下：\n（1） 收集问题[1]\n② 邀请医生[2]\n3、 统计[1]", EXCERPTS)
        assert [(s.text, s.bullet) for s in read.sentences] == [
            ("步骤如下：", False),
            ("收集问题", True),
            ("邀请医生", True),
            ("统计", True),
        ]

    def test_a_table_of_markdown(self) -> None:
        read = read_reply("| Model | Size |\n|---|---|\n| BioGPT | 1.5B [1] |", EXCERPTS)
        assert [(s.text, s.numbers) for s in read.sentences] == [("Model, Size", ()), ("BioGPT, 1.5B", (1,))]

    @pytest.mark.parametrize("title", ["References:", "**Sources**", "参考文献：", "来源"])
    def test_a_list_of_references_is_no_part_of_it(self, title: str) -> None:
        read = read_reply(f"{EN}. [1]\n\n{title}\n[1] Zhou et al. 2024\n[7] Other", EXCERPTS)
        assert [s.text for s in read.sentences] == [EN + "."]
        assert read.ignored == 0

    @pytest.mark.parametrize(
        "said", ["The surveys don't say.", "the surveys don’t say", "这些综述里没有说到。"]
    )
    def test_a_refusal(self, said: str) -> None:
        read = read_reply(said, EXCERPTS)
        assert (read.refused, read.sentences) == (True, ())

    def test_a_refusal_beside_an_answer_is_left_out(self) -> None:
        read = read_reply(f"{EN} [1]. The surveys don't say.", EXCERPTS)
        assert (read.refused, [s.text for s in read.sentences]) == (False, [EN + "."])
