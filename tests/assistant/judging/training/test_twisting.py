"""True sentences twisted, in both languages."""

import random

import pytest

from assistant.judging.training import twisting


@pytest.mark.parametrize(
    ("twist", "sentence", "results"),
    [
        (twisting.turn_round, "Prompts improve accuracy.", {"Prompts impair accuracy."}),
        (twisting.turn_round, "该方法提高了性能。", {"该方法降低了性能。"}),
        (twisting.widen, "Some models may fail.", {"all models may fail.", "Some models will always fail."}),
        (twisting.widen, "部分模型可能失败。", {"所有模型可能失败。", "部分模型必然失败。"}),
        (twisting.swap_sides, "GatorTron outperforms BioBERT.", {"BioBERT outperforms GatorTron."}),
        (twisting.swap_sides, "甲模型优于乙模型。", {"乙模型优于甲模型。"}),
    ],
)
def test_twists(twist, sentence, results):
    assert {twist(sentence, random.Random(seed)) for seed in range(20)} == results


@pytest.mark.parametrize("twist", [twisting.turn_round, twisting.widen, twisting.swap_sides, twisting.trim])
@pytest.mark.parametrize("sentence", ["SAM segments organs.", "模型分割器官。"])
def test_nothing_to_twist(twist, sentence):
    assert twist(sentence, random.Random(0)) is None


@pytest.mark.parametrize(
    ("sentence", "results"),
    [
        (
            "Large models are trained on many notes, which hospitals collect over years.",
            {"Large models are trained on many notes.", "which hospitals collect over years."},
        ),
        (
            "大模型在大量病历上训练，这些病历由医院多年收集。",
            {"大模型在大量病历上训练。", "这些病历由医院多年收集。"},
        ),
    ],
)
def test_trimming_leaves_a_clause_out(sentence, results):
    assert {twisting.trim(sentence, random.Random(seed)) for seed in range(30)} == results


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("Large models are trained on many notes.", "Whales sing to each other at night."),
        ("大模型在大量病历上训练。", "鲸鱼在夜里互相唱歌。"),
    ],
)
def test_grafting_brings_a_foreign_clause_in(sentence, other):
    for seed in range(5):
        assert other[:6] in twisting.graft(sentence, other, random.Random(seed))
