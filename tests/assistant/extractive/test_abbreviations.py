"""What abbreviations stand for."""

import pytest

from assistant.extractive.abbreviations import asked_abbreviation, asks_words_for, spells_out
from assistant.pipeline import Assistant
from assistant.questions import make_question
from assistant.settings import load_settings


@pytest.fixture(scope="module")
def assistant(built_home):
    return Assistant.open(load_settings({"home": str(built_home)}))


@pytest.mark.parametrize(
    ("question", "abbreviation"),
    [
        ("What does SAM stand for?", "SAM"),
        ("What is LLM short for?", "LLM"),
        ("what's the full name of RLHF", "RLHF"),
        ("What does the acronym PEFT mean?", "PEFT"),
        ("SAM 的全称是什么？", "SAM"),
        ("RLHF 是什么的缩写？", "RLHF"),
        ("LFM代表什么", "LFM"),
        ("VQA 是什么意思？", "VQA"),
        ("What is GPT-4?", ""),
        ("SAM 是什么？", ""),
        ("What does the model stand for?", ""),
        ("How does SAM mean to segment?", ""),
    ],
)
def test_which_abbreviation_is_asked_for(question, abbreviation):
    assert asked_abbreviation(question) == abbreviation


@pytest.mark.parametrize(
    ("question", "words"),
    [("What does SAM stand for?", True), ("SAM 的全称？", True), ("VQA 是什么意思？", False), ("SAM", False)],
)
def test_an_explanation_is_no_full_name(question, words):
    assert asks_words_for(question) is words


@pytest.mark.parametrize(
    ("abbreviation", "text", "spelt"),
    [
        ("LLM", "Large language models (LLMs) are large.", True),
        ("RLHF", "It uses reinforcement learning from human feedback (RLHF).", True),
        ("SAM", "分割一切模型 (Segment anything model, SAM) 影响巨大。", True),
        ("LLM", "Some models (LLMs) are large.", False),
        ("LLM", "Large language models are called LLM.", False),
        ("SAM", "Segmentation of organs. Models (SAM) do it.", False),
    ],
)
def test_words_before_brackets_spell_an_abbreviation(abbreviation, text, spelt):
    assert spells_out(abbreviation, text) is spelt


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does SAM stand for?", "segment anything model"),
        ("SAM 的全称是什么？", "分割一切模型"),
        ("What is RLHF short for?", "reinforcement learning from human feedback"),
        ("RLHF 是什么的缩写？", "基于人类反馈的强化学习"),
    ],
)
def test_the_texts_write_it_out(assistant, question, words):
    answer = assistant.ask(make_question(question))
    assert words in answer.sentences[0].text.casefold()


@pytest.mark.parametrize("question", ["What does BLEU stand for?", "ROUGE 的全称是什么？"])
def test_what_no_text_writes_out_is_not_made_up(assistant, question):
    assert assistant.ask(make_question(question)).abstained
