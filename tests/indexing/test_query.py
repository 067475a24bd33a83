"""Questions taken apart into concepts."""

import math

import pytest

from indexing.analysis import terms
from indexing.glossary.glossary import Occurrence
from indexing.query import analyse, coverage

PASSAGES = 100
EVERYWHERE = {"model": 50, "risk": 10, "gpt4": 4, "gpt": 8, "4": 30, "幻觉": 5, "模型": 60}


def taken_apart(question, found=EVERYWHERE, translations=lambda _: ()):
    return analyse(question, lambda asked: {t: found.get(t, 0) for t in asked}, PASSAGES, translations)


def concepts_of(question, **more):
    return {concept.surface: concept for concept in taken_apart(question, **more).concepts}


def expresses(concept, text):
    return concept.covered_by(frozenset(terms(text)))


class TestNames:
    @pytest.mark.parametrize(
        ("question", "name", "ways", "others"),
        [
            (
                "How does Med-PaLM 2 score?",
                "MedPaLM2",
                ["MedPaLM-2 scores", "Med PaLM2", "Med-PaLM 2"],
                ["Med-PaLM scores", "PaLM", "2 models"],
            ),
            ("GPT 4 的参数量？", "GPT4", ["GPT-4 很大", "gpt4", "ＧＰＴ－４"], ["GPT-3", "第4章"]),
            ("What is LLaVA-Med?", "LLaVAMed", ["LLaVA-Med", "LLaVAMed", "LLaVA Med"], ["LLaVA", "Med"]),
            ("Is fine-tuning needed?", "finetuning", ["finetuning", "fine tuning"], ["tuning"]),
            ("How good is BraTS 2021?", "BraTS2021", ["BraTS21", "BraTS 2021"], ["BraTS", "in 2021"]),
        ],
    )
    def test_a_name_is_one_concept_however_a_text_writes_it(self, question, name, ways, others):
        concept = concepts_of(question)[name]
        assert [way for way in ways if not expresses(concept, way)] == []
        assert [other for other in others if expresses(concept, other)] == []

    @pytest.mark.parametrize(
        ("question", "names"),
        [
            ("What is BioGPT?", {"BioGPT"}),
            ("How big is GPT-4 and who made Llama?", {"GPT4", "Llama"}),
            # A capital that begins the sentence makes no name, one within it does; in Chinese any does.
            ("Models of Stanford?", {"Stanford"}),
            ("Llama 是谁开发的？", {"Llama"}),
            ("模型risk如何", set()),
            ("what are the risks", set()),
            ("Risks? Which?", set()),
        ],
    )
    def test_which_concepts_are_names(self, question, names):
        assert {surface for surface, c in concepts_of(question).items() if c.is_name} == names


class TestConcepts:
    @pytest.mark.parametrize(
        ("question", "surfaces"),
        [
            ("What are the risks of models?", {"risks", "models"}),
            ("模型的幻觉是什么？", {"模型", "幻觉"}),
            ("医学影像有哪些？", {"医学", "学影", "影像"}),
            ("risk Risk RISK?", {"risk", "Risk", "RISK"}),
            ("What is it?", set()),
            ("的？", set()),
            ("", set()),
        ],
    )
    def test_words_that_carry_meaning(self, question, surfaces):
        assert set(concepts_of(question)) == surfaces

    def test_rarer_is_heavier(self):
        found = concepts_of("risks of models: GPT-4?")
        assert found["GPT4"].weight > found["risks"].weight > found["models"].weight
        # ln(1 + (100 − 10 + 0.5) / (10 + 0.5)), as inverse document frequency is defined.
        assert found["risks"].weight == pytest.approx(math.log(1 + 90.5 / 10.5))

    @pytest.mark.parametrize(
        ("question", "unknown", "known"),
        [("risks of flumps", "flumps", "risks"), ("幻觉与腐乳", "腐乳", "幻觉")],
    )
    def test_what_no_text_has_is_told_apart_and_weighs_less_than_its_rarity(self, question, unknown, known):
        found = concepts_of(question)
        assert (found[unknown].known, found[known].known) == (False, True)
        rarest = math.log(1 + (PASSAGES + 0.5) / 0.5)
        assert 0 < found[unknown].weight < rarest

    def test_an_unknown_name_keeps_its_full_weight(self):
        found = concepts_of("Is FlumpGPT-9 here?")["FlumpGPT9"]
        assert found.is_name and not found.known
        assert found.weight == pytest.approx(math.log(1 + (PASSAGES + 0.5) / 0.5))

    def test_words_of_ordinary_talk_weigh_less_than_terms_as_rare(self):
        found = concepts_of("usually segmentation", found={"usual": 3, "segment": 3})
        assert found["usually"].weight < found["segmentation"].weight


class TestTranslations:
    @pytest.mark.parametrize(
        ("question", "place", "form", "surface", "text"),
        [
            ("模型的幻觉", (3, 5), "hallucination", "幻觉", "Hallucinations occur"),
            ("risk of hallucination", (8, 21), "幻觉", "hallucination", "模型会产生幻觉"),
            ("用 LLM 吗", (2, 5), "large language model", "LLM", "a large language model"),
        ],
    )
    def test_a_concept_is_also_expressed_in_the_other_language(self, question, place, form, surface, text):
        def translations(asked):
            assert asked == question
            return [Occurrence(*place, (form,))]

        plain, translated = concepts_of(question), concepts_of(question, translations=translations)
        assert not expresses(plain[surface], text)
        assert expresses(translated[surface], text)
        others = set(plain) - {surface}
        assert [other for other in others if expresses(translated[other], form)] == []

    def test_all_words_of_a_translation_must_stand(self):
        found = concepts_of("幻觉", translations=lambda _: [Occurrence(0, 2, ("false statement",))])
        assert not expresses(found["幻觉"], "a statement")
        assert expresses(found["幻觉"], "statements that are false")

    def test_a_concept_is_known_by_its_translation_and_full_text_looks_for_it(self):
        query = taken_apart("腐乳", translations=lambda _: [Occurrence(0, 2, ("risk",))])
        assert query.concepts[0].known
        assert query.terms == ("risk",)


def test_only_terms_that_some_text_has_are_looked_for_each_once():
    query = taken_apart("Do flumps risk risks, GPT-4?")
    assert query.text == "Do flumps risk risks, GPT-4?"
    assert {"gpt4", "risk"} <= set(query.terms) <= EVERYWHERE.keys()
    assert len(query.terms) == len(set(query.terms))


class TestCoverage:
    CONCEPTS = taken_apart("risk of 幻觉").concepts

    def test_share_of_the_weight(self):
        risk = math.log(1 + 90.5 / 10.5)
        hallucination = math.log(1 + 95.5 / 5.5)
        share = risk / (risk + hallucination)
        assert coverage(self.CONCEPTS, frozenset({"risk"})) == pytest.approx(share)
        assert coverage(self.CONCEPTS, frozenset({"risk", "幻觉", "more"})) == pytest.approx(1)
        assert coverage(self.CONCEPTS, frozenset({"other"})) == 0

    def test_no_concepts_no_coverage(self):
        assert coverage((), frozenset({"risk"})) == 0
