"""Terms: how both languages, names and numbers are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.analysis import fold, is_chinese, normalise, query_terms, terms, words


class TestFolding:
    @pytest.mark.parametrize(
        ("written", "folded"),
        [
            ("ＧＰＴ－４", "GPT-4"),
            ("ﬁne–tuning", "fine-tuning"),
            ("x‑ray", "x-ray"),
            ("a − b — c", "a - b - c"),
            ("１７５Ｂ（参数）", "175B(参数)"),
            ("大模型", "大模型"),
        ],
    )
    def test_ways_of_writing_become_one(self, written, folded):
        assert fold(written) == folded

    def test_case_goes_only_where_it_is_asked_to(self):
        assert fold("Med-PaLM") == "Med-PaLM"
        assert normalise("Ｍed–PaLM") == "med-palm"


class TestTerms:
    def test_parts_of_words_that_lost_their_spaces_are_found(self):
        assert {"observedantibodyspac", "observ", "antibodi", "space"} <= set(
            terms("ObservedAntibodySpace 数据")
        )
        assert set(terms("DeepMind's BioBERT")) & {"deep", "mind", "bio", "bert"} == set()

    @pytest.mark.parametrize(
        ("ways", "shared"),
        [
            (["MedPaLM-2", "Med-PaLM 2", "Med PaLM2", "Med_PaLM-2", "ＭｅｄＰａＬＭ２"], "medpalm2"),
            (["GPT 4", "GPT-4", "gpt4", "ＧＰＴ－４"], "gpt4"),
            (["x-ray", "X–ray", "xray", "x‑ray图像"], "xray"),
        ],
    )
    def test_a_name_is_the_same_however_it_is_written(self, ways, shared):
        assert [way for way in ways if shared not in terms(way)] == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("models were trained", "model was training"),
            ("hallucinations", "Hallucination"),
            ("predicting", "PREDICTS"),
        ],
    )
    def test_forms_of_an_english_word_share_a_stem(self, one, other):
        assert set(words(one)) == set(words(other))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", []),
            ("  …!?  ", []),
            ("图", ["图"]),
            ("模型", ["模型"]),
            # Four characters have three bigrams; punctuation and Latin letters part two runs.
            ("医学影像", ["医学", "学影", "影像"]),
            ("医学，影像", ["医学", "影像"]),
            ("用GPT写", ["用", "gpt", "写"]),
            ("3.2 of 1.5B", ["3.2", "of", "1.5b"]),
            # Running words are not joined, and neither is a name to a function word.
            ("large models", ["larg", "model"]),
            ("GPT of 4", ["gpt", "of", "4"]),
            ("models models", ["model", "model"]),
        ],
    )
    def test_terms_in_order_with_repeats(self, text, expected):
        assert terms(text) == expected

    def test_words_leave_out_joined_names_and_function_words(self):
        assert words("The GPT-4 of the 模型") == ["gpt", "4", "模型"]
        assert "gpt4" in terms("The GPT-4 of the 模型")

    @given(st.text(max_size=60))
    def test_any_text_has_terms_without_white_space(self, text):
        assert all(term and not any(map(str.isspace, term)) for term in terms(text))

    @given(st.text(alphabet="aZ19.-_ ，。模型图", max_size=60))
    def test_words_are_terms(self, text):
        assert set(words(text)) <= set(terms(text))


class TestQueryTerms:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("What are the risks of models?", ["risk", "model"]),
            ("Tell me about GPT-4, please", ["gpt", "4", "gpt4"]),
            ("医学应用有哪些？", ["医学", "学应", "应用"]),
            ("有哪些风险？", ["风险"]),
            ("什么是幻觉？", ["幻觉"]),
            ("GPT模型是什么", ["gpt", "模型"]),
            ("model model", ["model"]),
            # Nothing but function words: they are all there is to look for.
            ("What is it?", ["what", "is", "it"]),
            ("的", ["的"]),
            ("", []),
        ],
    )
    def test_what_carries_meaning_each_once(self, question, expected):
        assert query_terms(question) == expected


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Which models?", False),
        ("哪些模型？", True),
        ("Med-PaLM 2 得分是多少？", True),
        # A Chinese word quoted in an English question of many letters leaves it English.
        ("What does the word 幻觉 mean in this survey?", False),
        ("", False),
        ("42 %", False),
    ],
)
def test_a_fifth_of_chinese_letters_makes_a_text_chinese(text, chinese):
    assert is_chinese(text) is chinese
