"""The built-in generator, through its one door: a question and its hits in, a draft out."""

import pytest

from assistant.questions import make_question
from corpus import quote
from indexing.passages import Filter


def compose(tiny, question, count=40, only=None):
    asked = make_question(question, count=count, only=only)
    query = tiny.query(question)
    return tiny.generator.compose(asked, query, tiny.assistant().search(asked))


def told(draft):
    return [sentence.text for sentence in draft.sentences]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many parameters has SciFive?", ["SciFive: # Params 220M (Table 1)"]),
        ("How many parameters has Sci-Five?", ["SciFive: # Params 220M (Table 1)"]),
        ("HuatuoQA 的数据来源是什么？", ["HuatuoQA: 数据来源 百科（表 1）"]),
    ],
)
def test_a_row_tells_the_column_asked_for(tiny, question, expected):
    draft = compose(tiny, question)
    assert told(draft) == expected
    assert draft.sentences[0].sources[0].is_row


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Which has more parameters, BioGPT or SciFive?", ["1.5B", "220M"]),
        ("CMedQA 和 HuatuoQA 的规模各是多少？", ["5.4万条", "2600万条"]),
    ],
)
def test_a_comparison_covers_each_side(tiny, question, sides):
    text = " ".join(told(compose(tiny, question)))
    assert [side for side in sides if side not in text] == []


@pytest.mark.parametrize(
    ("question", "bullets"),
    [
        ("What are the main risks?", ["Hallucination", "Bias", "Privacy"]),
        ("What are the three stages of training?", ["pre-training", "fine-tuning", "alignment"]),
        ("评估有哪三个步骤？", ["收集问题", "邀请医生打分", "统计分数"]),
    ],
)
def test_a_list_is_told_whole_one_bullet_an_item(tiny, question, bullets):
    found = [sentence.text for sentence in compose(tiny, question).sentences if sentence.bullet]
    assert len(found) == len(bullets)
    assert all(text.startswith(begin) for text, begin in zip(found, bullets, strict=True))


def test_a_list_of_another_length_than_asked_for_is_not_told(tiny):
    found = compose(tiny, "What are the seven stages of training?").sentences
    assert sum(sentence.bullet for sentence in found) in (0, 7)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is federated learning?", "Federated learning is a way to train"),
        ("什么是蒸馏？", "蒸馏是指让小模型模仿大模型的方法。"),
    ],
)
def test_a_definition_begins_with_the_sentence_that_defines(tiny, question, first):
    assert told(compose(tiny, question))[0].startswith(first)


@pytest.mark.parametrize(
    ("question", "sentence", "before"),
    [
        (
            "Built by Google Research?",
            "It was built by Google Research.",
            "Med-PaLM 2 scored 86.5% on MedQA.",
        ),
        ("由斯坦福大学开发？", "它由斯坦福大学开发。", "PubMedGPT 在 MedMCQA 上的得分为 50.3%。"),
    ],
)
def test_a_sentence_that_leans_back_comes_after_what_it_leans_on(tiny, question, sentence, before):
    found = told(compose(tiny, question))
    assert found.index(before) == found.index(sentence) - 1


@pytest.mark.parametrize("question", ["How many parameters has DoctorGLM?", "DoctorGLM 的参数量是多少？"])
def test_a_row_that_is_blank_where_it_is_asked_answers_nothing(tiny, question):
    assert compose(tiny, question).confidence == 0.0


def test_a_blank_row_beside_one_that_tells_is_told(tiny):
    draft = compose(tiny, "Which has more parameters, DoctorGLM or BioGPT?")
    assert draft.confidence > 0.0
    assert any("1.5B" in text for text in told(draft))


class TestBibliography:
    @pytest.mark.parametrize("question", ["Which paper introduced Med-PaLM 2?", "Med-PaLM 2 出自哪篇论文？"])
    def test_the_paper_behind_a_name_is_the_entry_cited_beside_it(self, tiny, question):
        assert told(compose(tiny, question)) == [
            "K. Singhal, Towards expert-level medical question answering, 2023."
        ]


class TestEveryDraft:
    QUESTIONS = (
        "How big is BioGPT?",
        "What are the main risks?",
        "What is federated learning?",
        "Which paper introduced Med-PaLM 2?",
        "Why do flumps flump?",
        "什么是蒸馏？",
        "评估有哪三个步骤？",
        "它为什么能节省电力？",
        "What is it?",
        "的？",
    )

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_each_sentence_has_sources_that_quote_exactly(self, tiny, question):
        draft = compose(tiny, question)
        assert 0 <= draft.confidence <= 1
        for sentence in draft.sentences:
            assert sentence.text.strip() and sentence.sources
            for unit in sentence.sources:
                assert quote(tiny.reader.documents[unit.document].text, unit.spans)

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_no_sentence_is_told_twice(self, tiny, question):
        found = told(compose(tiny, question))
        assert len(found) == len(set(found))

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_the_same_question_gives_the_same_draft(self, tiny, question):
        assert compose(tiny, question) == compose(tiny, question)

    @pytest.mark.parametrize("question", QUESTIONS)
    @pytest.mark.parametrize("document", ["tiny-2024", "tiny-zh-2024"])
    def test_nothing_is_told_of_documents_that_were_not_asked_for(self, tiny, question, document):
        draft = compose(tiny, question, only=Filter(documents=frozenset({document})))
        sources = {unit.document for sentence in draft.sentences for unit in sentence.sources}
        assert sources <= {document}


def test_no_passages_no_draft(tiny):
    question = "How big is BioGPT?"
    draft = tiny.generator.compose(make_question(question), tiny.query(question), ())
    assert draft.sentences == () and draft.confidence == 0
