"""Answers worked out by hand, in both languages."""

import pytest
from replying import SOURCES, Containing, case, cited, passage, replied
from tiny import PRIVACY, ROBOTS, UNANSWERABLE, question

from eval.judging.claims import SentenceSplitter
from eval.judging.verdicts import Jury
from eval.metrics import METRICS, Unscored
from eval.replies import Citation
from eval.texts import plain, sentences, token_f1, tokens

ROBOT_QUOTE = cited(1, "english", "Robots can assist surgeons")
THEATRE = cited(2, "english", "in the operating theatre")
PRIVATE = cited(1, "chinese", "联邦学习可以保护患者隐私。")


def value(name: str, asked, reply, judge=None) -> float:
    verdicts = Jury(judge or Containing(), SentenceSplitter()).verdicts(reply)
    return METRICS[name].score(case(asked, reply, verdicts=verdicts))


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        # SQuAD's F1: 3 tokens in common of 4 and 3 (articles don't count): 2 * 3/4 * 1 / (3/4 + 1).
        ("The robots assist many surgeons.", "robots assist surgeons", 6 / 7),
        # MLQA's mixed segmentation: 保 护 隐 私 of 6 and 4 characters.
        ("保护患者隐私", "保护隐私", 0.8),
        ("GPT-3 有 175B 参数", "175B 参数", 2 * (3 / 6) * 1 / (3 / 6 + 1)),
        ("robots robots", "robots", 2 / 3),
        ("", "robots", 0.0),
        ("robots", "隐私", 0.0),
        ("", "", 1.0),
    ],
)
def test_token_f1_knows_both_languages(text: str, reference: str, expected: float) -> None:
    assert token_f1(text, reference) == pytest.approx(expected)


def test_tokens_and_sentences_are_without_marks() -> None:
    assert tokens("The model has 1.5 B 参数。") == ["model", "has", "1.5", "b", "参", "数"]
    assert plain("- One. [1] [2]\n- 二。[3]") == "One.\n二。"
    assert sentences("One is here. [1] Two are there. [2]\n第三句。[3]") == [
        "One is here.",
        "Two are there.",
        "第三句。",
    ]


@pytest.mark.parametrize(
    ("asked", "text", "facts", "f1"),
    [
        (ROBOTS, "Robots assist surgeons.", 1.0, 0.0),
        (PRIVACY, "保护患者隐私。[1]", 1.0, 0.0),
        (PRIVACY, "保护数据。[1]", 0.0, 0.0),
    ],
    ids=["en", "zh", "zh wrong"],
)
def test_facts_of_an_answer(asked, text: str, facts: float, f1: float) -> None:
    reply = replied((text, (1,), 1.0), language=asked.language)
    assert value("facts", asked, reply) == facts
    assert value("token_f1", asked, reply) == f1  # the reference is empty


@pytest.mark.parametrize("asked", [ROBOTS, PRIVACY, UNANSWERABLE], ids=lambda asked: asked.id)
def test_a_refusal_states_and_cites_nothing(asked) -> None:
    refusal = replied(language=asked.language)
    applying = {name for name, metric in METRICS.items() if metric.applies(asked, refusal)}
    assert not applying & {"faithfulness", "citation_recall", "citation_precision", "quotes_exact", "made_up"}
    assert ("right_refusals" in applying) != ("wrong_refusals" in applying)
    if asked.answerable:
        assert value("facts", asked, refusal) == value("gold_cited", asked, refusal) == 0.0
        assert value("wrong_refusals", asked, refusal) == 1.0
    else:
        assert value("right_refusals", asked, refusal) == 1.0


def test_a_failed_answer_is_unscored_in_all_that_might_apply() -> None:
    assert METRICS["faithfulness"].applies(ROBOTS, None)
    assert METRICS["facts"].applies(ROBOTS, None)
    assert not METRICS["right_refusals"].applies(ROBOTS, None)


def test_citation_recall_and_precision_are_those_of_alce() -> None:
    """One sentence needs both of its citations; to the next, the second is idle."""
    both = ("Robots can assist surgeons and in the operating theatre", (1, 2), 1.0)
    idle = ("Robots can assist surgeons", (1, 2), 1.0)
    false = ("Robots replace surgeons", (1,), 1.0)
    bare = ("Robots can assist surgeons", (), 1.0)
    found = {}
    for name, said in {"both": [both], "idle": [idle], "all": [both, idle, false, bare]}.items():
        reply = replied(*said, citations=[ROBOT_QUOTE, THEATRE])
        found[name] = (
            value("citation_recall", ROBOTS, reply),
            value("citation_precision", ROBOTS, reply),
        )
    assert found["both"] == (1.0, 1.0)
    assert found["idle"] == (1.0, 0.5)
    # Recalled: two of four sentences. Precise: both of the first, one of the second, none of the third.
    assert found["all"] == (0.5, 3 / 5)


def test_faithfulness_looks_at_all_that_was_read_and_at_every_claim() -> None:
    read = [passage("english", "MedPaLM-2 reached 86.5% on MedQA."), passage("chinese", PRIVATE.quote)]
    said = ("MedPaLM-2 reached 86.5% on MedQA. Robots can fly.", (1,), 1.0)
    reply = replied(said, ("联邦学习可以保护患者隐私。", (), 1.0), citations=[ROBOT_QUOTE], passages=read)
    assert value("faithfulness", ROBOTS, reply) == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", ["faithfulness", "citation_recall", "citation_precision", "support_error"])
def test_what_a_judge_failed_at_is_unscored(name: str) -> None:
    said = "Robots can assist surgeons"
    reply = replied((said, (1,), 1.0), citations=[ROBOT_QUOTE])
    with pytest.raises(Unscored, match="the judge failed"):
        value(name, ROBOTS, reply, Containing(failing=[said]))
    with pytest.raises(Unscored, match="no judge was asked"):
        METRICS[name].score(case(ROBOTS, reply))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MedPaLM-2 reached 86.5% on MedQA.", 0.0),
        ("MedPaLM-2 reached 87.5% on MedQA.", 1.0),
        ("MedPaLM-3 reached 86.5% on MedQA.", 1.0),
        ("MedPaLM-2 在 MedQA 上达到 86.5%。", 0.0),
        ("MedPaLM-2 在 MedQA 上达到 88.5%。", 1.0),
    ],
)
def test_numbers_and_names_that_nothing_has_are_made_up(text: str, expected: float) -> None:
    read = [passage("english", "MedPaLM-2 reached 86.5% on MedQA.")]
    assert value("made_up", ROBOTS, replied((text, (), 1.0), passages=read)) == expected


def test_a_quote_is_exact_or_not() -> None:
    wrong = Citation(2, "chinese", PRIVATE.spans, "联邦学习可以保护一切。")
    unknown = Citation(3, "nowhere", PRIVATE.spans, PRIVATE.quote)
    assert value("quotes_exact", PRIVACY, replied(("。", (1,), 1.0), citations=[PRIVATE])) == 1.0
    said = replied(("。", (1,), 1.0), citations=[PRIVATE, wrong, unknown])
    assert value("quotes_exact", PRIVACY, said) == pytest.approx(1 / 3)
    assert set(SOURCES) == {"english", "chinese", "third"}


def test_gold_is_cited_in_part() -> None:
    two = question("two", "?", "zh", facts=[("x",)], groups=[*ROBOTS.gold, *PRIVACY.gold])
    assert value("gold_cited", two, replied(("x", (1,), 1.0), citations=[PRIVATE])) == 0.5
    assert value("gold_cited", ROBOTS, replied(("x", (1,), 1.0), citations=[PRIVATE])) == 0.0


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [(ROBOTS, "Robots", 1.0), (ROBOTS, "机器人", 0.0), (PRIVACY, "隐私", 1.0), (PRIVACY, "Privacy", 0.0)],
)
def test_the_language_is_the_questions(asked, text: str, expected: float) -> None:
    assert value("language", asked, replied((text, (), 1.0))) == expected
