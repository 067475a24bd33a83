"""Which unit answers best."""

import pytest

from assistant.extractive.scoring import IN_PASSAGE, IN_SECTION, share
from indexing.query import Concept


def of(found, text):
    return next(entry for entry in found if text in entry.unit.text)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("What did Med-PaLM 2 score on MedQA?", "Med-PaLM 2 scored 86.5% on MedQA."),
        ("PubMedGPT 在 MedMCQA 上的得分是多少？", "PubMedGPT 在 MedMCQA 上的得分为 50.3%。"),
        ("How many parameters has BioGPT?", "Model: BioGPT; # Params: 1.5B; Data Source: PubMed"),
        ("CMedQA 的规模有多大？", "数据集: CMedQA; 规模: 5.4万条; 数据来源: 论坛"),
        ("What does GatorTron read?", "GatorTron reads clinical notes of one hospital."),
        ("What is federated learning?", "Federated learning is a way to train on data that never leave"),
        ("什么是蒸馏？", "蒸馏是指让小模型模仿大模型的方法。"),
    ],
)
def test_the_unit_that_answers_comes_first(tiny, question, best):
    assert tiny.scores(question)[0].unit.text.startswith(best)


def test_best_first_and_the_same_each_time(tiny):
    found = tiny.scores("How many parameters has BioGPT?")
    assert [entry.score for entry in found] == sorted((entry.score for entry in found), reverse=True)
    assert found == tiny.scores("How many parameters has BioGPT?")
    assert len(found) == len(tiny.units())


@pytest.mark.parametrize(
    ("question", "row", "told"),
    [
        ("How many parameters has BioGPT?", "BioGPT", True),
        # Its cell is empty.
        ("How many parameters has DoctorGLM?", "DoctorGLM", False),
        ("Tell us of BioGPT", "BioGPT", None),
        ("CMedQA 的规模有多大？", "CMedQA", True),
        ("How many parameters has BioGPT?", "86.5%", None),
        # One part of the question asks for a number of something else, the other for what the row tells.
        ("How many doctors wrote it, and which data sources has CMedQA?", "CMedQA", True),
        ("How many doctors wrote CMedQA?", "CMedQA", None),
    ],
)
def test_whether_a_row_tells_what_is_asked(tiny, question, row, told):
    assert of(tiny.scores(question), row).told is told


@pytest.mark.parametrize(("question", "row"), [("How big is DoctorGLM?", "DoctorGLM")])
def test_a_row_that_is_empty_where_it_matters_is_worse_than_if_nothing_were_asked_of_it(tiny, question, row):
    asked, plain = tiny.scores(question), tiny.scores("Tell us of DoctorGLM")
    lead = {id(found): of(found, row).score - of(found, "BioGPT").score for found in (asked, plain)}
    assert lead[id(asked)] < lead[id(plain)]


def test_a_concept_counts_less_the_farther_it_stands(tiny):
    # `hospital` stands in the sentence, `federated` in the one before, `training` in the section's heading.
    question = "Does federated training keep records private?"
    concepts = [concept.surface for concept in tiny.query(question).concepts]
    entry = of(tiny.scores(question), "It keeps records private.")
    credits = dict(zip(concepts, entry.credits, strict=True))
    assert credits["private"] == 1.0
    assert IN_SECTION <= credits["training"] < 1.0
    assert IN_PASSAGE <= credits["federated"] < 1.0


class TestShare:
    CONCEPTS = (
        Concept("BioGPT", (frozenset({"biogpt"}),), 3.0, True, True),
        Concept("FlumpGPT", (frozenset({"flumpgpt"}),), 5.0, False, True),
        Concept("size", (frozenset({"size"}),), 1.0, True, False),
    )

    def test_credits_count_by_weight(self):
        assert share(self.CONCEPTS, (1.0, 0.0, 0.5)) == pytest.approx(3.5 / 9)
        assert share(self.CONCEPTS, (1.0, 1.0, 1.0)) == pytest.approx(1)
        assert share((), ()) == 0

    def test_of_names_only_known_ones_count(self):
        assert share(self.CONCEPTS, (0.5, 0.0, 1.0), names_only=True) == pytest.approx(0.5)
        assert share(self.CONCEPTS[2:], (1.0,), names_only=True) == 0
