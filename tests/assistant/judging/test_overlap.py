"""Word overlap, alone and under the hard rules."""

import pytest

from assistant.judging import THRESHOLD
from assistant.judging.overlap import OverlapJudge
from assistant.judging.ruled import RuledJudge

JUDGE = RuledJudge(OverlapJudge())


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("MedSAM segments organs.", "MedSAM segments organs."),
        ("MedSAM segments organs.", "In 2023, MedSAM segments many organs in scans."),
        ("Model is trained on notes.", "The models were training on clinical notes."),
        ("模型会编造事实。", "研究表明模型会编造事实，且难以发现。"),
        ("BioGPT：参数 1.5B（表 1）", "表 1：BioGPT 的参数 1.5B"),
    ],
)
def test_what_the_source_says_is_supported(claim, source):
    assert JUDGE.support(claim, source) == 1.0


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        # Numbers, names and negations are sacred, however much else is shared.
        ("GPT-4 reached 87.5% on MedQA in the test.", "GPT-4 reached 86.5% on MedQA in the test."),
        ("GPT-4 reached 86.5% on MedQA.", "GPT-3 reached 86.5% on MedQA."),
        ("Models are not safe for use.", "Models are safe for use."),
        ("模型在 MedQA 上得分 87.5%。", "模型在 MedQA 上得分 86.5%。"),
        ("该模型不安全。", "该模型安全。"),
        # Nothing in common, and nothing said.
        ("Trees are green.", "Models invent facts."),
        ("树是绿色的。", "模型编造事实。"),
        ("", "Models invent facts."),
        ("…", "Models invent facts."),
        ("Models invent facts.", ""),
    ],
)
def test_what_it_does_not_say_is_not(claim, source):
    assert JUDGE.support(claim, source) < THRESHOLD


@pytest.mark.parametrize(
    ("claim", "source", "share"),
    [
        # Of `model, invent, fact, quick` the source has three.
        ("Models invent facts quickly.", "Models invent facts.", 3 / 4),
        # Of 模型 型编 编造 造数 数据 it has the first three.
        ("模型编造数据", "模型编造事实", 3 / 5),
    ],
)
def test_support_is_the_share_of_content_words(claim, source, share):
    assert JUDGE.support(claim, source) == pytest.approx(share)
