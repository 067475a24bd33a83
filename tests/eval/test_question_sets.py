"""Question sets: what is wrong with one is said in a line, and gold stands where it says."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any, get_args

import pytest
from tiny import DOCUMENTS, PRIVACY, ROBOTS, UNANSWERABLE

from corpus import Span, load_corpus
from eval.errors import EvalError
from eval.metrics.matching import facts_found
from eval.questions import EvalQuestion, Kind, Split, check_gold, load_questions
from indexing.blocks import Language

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
QUOTE = {"document": "chinese", "quote": "保护患者隐私", "start": 6, "end": 12}
RECORD: dict[str, Any] = {
    "id": "q-1",
    "split": "dev",
    "language": "zh",
    "kind": "factoid",
    "question": "联邦学习保护什么？",
    "answerable": True,
    "reason": None,
    "answer": "患者隐私。",
    "facts": [["患者隐私", "patient privacy"]],
    "gold": [[QUOTE]],
    "note": "",
}
UNANSWERED = {
    "id": "q-2",
    "kind": "unanswerable",
    "answerable": False,
    "reason": "false-premise",
    "facts": [],
    "gold": [],
}


def write(folder: Path, *lines: str) -> Path:
    """A folder with one question set."""
    (folder / "set.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def line(**changes: object) -> str:
    return json.dumps(RECORD | changes, ensure_ascii=False)


def test_questions_are_read_by_id_and_split(tmp_path: Path) -> None:
    folder = write(tmp_path, line(id="q-3"), line(), line(**UNANSWERED, split="test"))
    first, second = load_questions("dev", folder)
    assert (first.id, second.id) == ("q-1", "q-3")
    assert first.facts == (("患者隐私", "patient privacy"),)
    assert first.gold[0][0].span == Span(6, 12)
    [test] = load_questions("test", folder)
    assert not test.answerable and test.gold == ()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "set.jsonl:2: not JSON"),
        (line(), "the id q-1 stands twice"),
        (line(id="q", extra=1), "missing or unknown keys ['extra']"),
        (json.dumps({k: v for k, v in RECORD.items() if k != "note"}), "missing or unknown keys ['note']"),
        (line(id="q", split="train"), "split is 'train'"),
        (line(id="q", kind="riddle"), "kind is 'riddle'"),
        (line(id="q", language="fr"), "language is 'fr'"),
        (line(id="q", gold=[]), "an answerable question has facts and gold"),
        (line(id="q", facts=[]), "an answerable question has facts and gold"),
        (line(id="q", answerable=False), "an answerable question has facts and gold"),
        (line(**UNANSWERED | {"kind": "table"}), "kind is 'unanswerable' where"),
        (line(id="q", kind="unanswerable"), "kind is 'unanswerable' where"),
        (line(**UNANSWERED | {"reason": None}), "reason is None"),
        (line(**UNANSWERED | {"reason": "hard"}), "reason is 'hard'"),
        (line(id="q", reason="injection"), "reason is 'injection'"),
        (line(id="q", history="它呢？"), "history is a list of questions"),
        (line(id="q", history=[""]), "history is a list of questions"),
        (line(id="q", kind="follow-up"), "a follow-up has a history"),
        (line(id="q", note_=""), "missing or unknown keys ['note_']"),
    ],
)
def test_an_error_names_file_and_line_in_one_line(tmp_path: Path, bad: str, message: str) -> None:
    with pytest.raises(EvalError) as caught:
        load_questions("dev", write(tmp_path, line(), bad))
    assert message in str(caught.value)
    assert str(caught.value).startswith("set.jsonl:2: ")
    assert "\n" not in str(caught.value)


def test_a_follow_up_has_the_questions_before_it(tmp_path: Path) -> None:
    asked = ["什么是联邦学习？", "谁提出的？"]
    folder = write(tmp_path, line(kind="follow-up", history=asked), line(id="q-2"))
    follow_up, other = load_questions("dev", folder)
    assert follow_up.history == ("什么是联邦学习？", "谁提出的？")
    assert other.history == ()


@pytest.mark.parametrize("same_as", ["q-1", "nowhere", "q-9"])
def test_a_variant_names_another_question_of_its_split(tmp_path: Path, same_as: str) -> None:
    write(tmp_path, line(same_as=same_as), line(id="q-9", split="test"))
    with pytest.raises(EvalError, match="q-1: same_as names no other question of dev"):
        load_questions("dev", tmp_path)
    write(tmp_path, line(same_as="q-2"), line(id="q-2"))
    assert load_questions("dev", tmp_path)[0].same_as == "q-2"


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    write(tmp_path, line())
    (tmp_path / "zz.jsonl").write_text(line(split="test"), encoding="utf-8")
    with pytest.raises(EvalError, match=r"zz\.jsonl:1: the id q-1 stands twice"):
        load_questions("dev", tmp_path)


@pytest.mark.parametrize("asked", [ROBOTS, PRIVACY, UNANSWERABLE], ids=lambda asked: asked.id)
def test_gold_that_stands_where_it_says_is_accepted(asked) -> None:
    check_gold(asked, {document.id: document for document in DOCUMENTS})


@pytest.mark.parametrize("change", [{"span": Span(7, 13)}, {"document": "nowhere"}, {"quote": "保护隐私"}])
def test_gold_that_does_not_is_refused(change: dict[str, Any]) -> None:
    moved = replace(PRIVACY, gold=((replace(PRIVACY.gold[0][0], **change),),))
    with pytest.raises(EvalError, match="tiny-zh: a gold quote is not at"):
        check_gold(moved, {document.id: document for document in DOCUMENTS})


@pytest.fixture(scope="module")
def ours() -> tuple[EvalQuestion, ...]:
    return load_questions("dev") + load_questions("test")


@pytest.mark.parametrize("split", get_args(Split))
def test_our_questions_are_sound(split: Split) -> None:
    documents = {document.id: document for document in load_corpus()}
    questions = load_questions(split)
    assert len(questions) >= 120
    assert sum(not asked.answerable for asked in questions) >= 30
    assert {asked.kind for asked in questions} == set(get_args(Kind))
    for asked in questions:
        check_gold(asked, documents)
    chinese = sum(asked.language == "zh" for asked in questions)
    assert 0.45 <= chinese / len(questions) <= 0.55


@pytest.mark.parametrize("language", get_args(Language))
def test_kinds_are_asked_in_both_languages(language: Language, ours: tuple[EvalQuestion, ...]) -> None:
    counted = Counter(asked.kind for asked in ours if asked.language == language)
    assert set(counted) == set(get_args(Kind))
    assert min(counted[kind] for kind in ("several-documents", "conflict", "follow-up", "why-how")) >= 6


def test_a_reference_answer_holds_its_key_facts(ours: tuple[EvalQuestion, ...]) -> None:
    assert [asked.id for asked in ours if asked.answerable and facts_found(asked, asked.answer) < 1] == []


def test_key_facts_stand_in_the_gold_quotes(ours: tuple[EvalQuestion, ...]) -> None:
    quoted = {asked: " ".join(quote.quote for group in asked.gold for quote in group) for asked in ours}
    assert [asked.id for asked in ours if asked.answerable and facts_found(asked, quoted[asked]) < 1] == []


def test_no_two_questions_are_alike(ours: tuple[EvalQuestion, ...]) -> None:
    shingles = [(asked, _shingles(asked)) for asked in ours]
    alike = [
        (one.id, other.id)
        for (one, here), (other, there) in combinations(shingles, 2)
        if one.language == other.language and len(here & there) > 0.6 * len(here | there)
    ]
    assert alike == []


def test_no_new_test_question_asks_for_a_fact_that_a_development_question_asks_for() -> None:
    development = load_questions("dev")
    asked_twice = {
        asked.id for asked in load_questions("test") for known in development if _same_fact(asked, known)
    }
    assert {id for id in asked_twice if id.startswith(("c-", "k-"))} == set()
    # The first version's: docs/questions.md says what this means for figures.
    assert len(asked_twice) == 26


def test_the_page_counts_the_questions_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    dev, test = load_questions("dev"), load_questions("test")
    assert f"holds {len(dev) + len(test)} questions" in page
    for split, part in (("dev", dev), ("test", test)):
        languages = [sum(asked.language == language for asked in part) for language in ("en", "zh")]
        answerable = sum(asked.answerable for asked in part)
        cells = (*languages, answerable, len(part) - answerable)
        assert f"(`{split}`) | {' | '.join(map(str, cells))} |" in page
    for kind in get_args(Kind):
        counts = [sum(asked.kind == kind for asked in part) for part in (dev, test)]
        assert f"| `{kind}` | {counts[0]} | {counts[1]} |" in page


def _shingles(asked: EvalQuestion) -> set[str]:
    """Runs of letters, four of English and two of Chinese, of a question after those before it."""
    letters = re.sub(r"\W", "", "".join((*asked.history, asked.question)).casefold())
    length = {"en": 4, "zh": 2}[asked.language]
    return {letters[start : start + length] for start in range(len(letters) - length + 1)}


def _same_fact(one: EvalQuestion, other: EvalQuestion) -> bool:
    """Whether half the key facts of `one` are key facts of `other`, taken from the same place."""
    places = [[quote for group in asked.gold for quote in group] for asked in (one, other)]
    forms = {form for fact in other.facts for form in fact}
    return (
        any(a.document == b.document and a.span.overlaps(b.span) for a, b in product(*places))
        and 2 * sum(bool(forms & set(fact)) for fact in one.facts) >= len(one.facts) > 0
    )
