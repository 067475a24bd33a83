"""How sure the generator is that its units answer the question."""

import pytest

from assistant.extractive.confidence import FEATURES, WEIGHTS, confidence, features
from assistant.extractive.selection import select


def sure(tiny, question):
    query, scored = tiny.query(question), tiny.scores(question)
    chosen = select(scored, query, lambda _: ())
    likeness = tiny.generator.scorer.tokens.likeness(chosen[0].unit, question)
    named = zip(FEATURES, features(chosen, scored, query, likeness), strict=True)
    return confidence(chosen, scored, query, likeness), dict(named)


def test_each_feature_has_its_weight():
    assert len(FEATURES) == len(WEIGHTS) == len(set(FEATURES))


@pytest.mark.parametrize(
    ("answered", "not_answered"),
    [
        ("What did Med-PaLM 2 score on MedQA?", "What did FlumpGPT-9 score on FlumpQA?"),
        ("How big is BioGPT?", "How big is DoctorGLM?"),
        ("PubMedGPT 在 MedMCQA 上得分是多少？", "腐乳的做法和历史？"),
        ("What does GatorTron read?", "How much does GatorTron cost in dollars?"),
    ],
)
def test_it_is_surer_of_what_the_texts_answer(tiny, answered, not_answered):
    assert 0 < sure(tiny, not_answered)[0] < sure(tiny, answered)[0] < 1


def test_all_features_are_bounded(tiny):
    for question in ("How big is BioGPT?", "Who are FlumpGPT, GlorpGPT and BlargGPT?", "什么是蒸馏？", "?"):
        assert all(-1 <= value <= 1.001 for value in sure(tiny, question)[1].values())
