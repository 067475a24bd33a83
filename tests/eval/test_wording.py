"""Questions ask in words of their own."""

from dataclasses import replace
from typing import get_args

import pytest
from tiny import PRIVACY, ROBOTS

from corpus import load_corpus
from eval.questions import Split, load_questions
from eval.wording import MOST_COPIED, copied, longest_copy
from indexing.glossary import Glossary, mine_glossary

NO_TERMS = Glossary(())


@pytest.fixture(scope="module")
def terms() -> Glossary:
    return Glossary(mine_glossary(load_corpus()))


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Which tasks can be easily scaled?", "its size can be easily scaled up", 4),
        ("Which tasks can be   easily done?", "its size can be easily scaled up", 3),
        ("Does a robot assist?", "Robots help surgeons.", 0),
        # Of `training GPT-3 consumes 1287 MWh`, `training` and `consumes` are wording.
        ("Why training GPT-3 consumes 1287 MWh?", "training GPT-3 consumes 1287 MWh", 2),
        ("Robots?", "Robots assist", 1),
        ("大模型的训练消耗多少电力？", "大模型的训练消耗大量电力。", 8),
        ("训练要用多少电？", "大模型的训练消耗大量电力。", 2),
        ("GPT-3训练消耗多少？", "GPT-3 训练消耗", 4),
        ("", "大模型", 0),
    ],
)
def test_the_longest_run_in_common_is_counted(question: str, quote: str, expected: int) -> None:
    assert longest_copy(question, quote, NO_TERMS) == expected


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("What does a large language model cost?", "what does a large language model cost", 3),
        ("大语言模型有什么用？", "大语言模型有什么用", 4),
    ],
)
def test_terms_are_not_counted(question: str, quote: str, expected: int, terms: Glossary) -> None:
    assert longest_copy(question, quote, NO_TERMS) > expected
    assert longest_copy(question, quote, terms) == expected


@pytest.mark.parametrize("asked", [ROBOTS, PRIVACY], ids=lambda asked: asked.language)
def test_a_question_that_repeats_its_quote_is_told(asked) -> None:
    end = " in many operating theatres" if asked.language == "en" else "的一切措施"
    quote = asked.gold[0][0].quote + end
    longer = replace(asked, gold=((replace(asked.gold[0][0], quote=quote),),))
    assert copied(longer, NO_TERMS) == {}
    assert list(copied(replace(longer, question=f"{quote}?"), NO_TERMS)) == [quote]
    assert MOST_COPIED[asked.language] < longest_copy(quote, quote, NO_TERMS)


@pytest.mark.parametrize("split", get_args(Split))
def test_our_questions_copy_no_wording(split: Split, terms: Glossary) -> None:
    guilty = {question.id for question in load_questions(split) if copied(question, terms)}
    assert not guilty
