"""Of a long source the sentences that share words with the claim are read."""

import pytest

from assistant.judging.parts import LONGEST, best_part, unmarked
from indexing.embedders.encoder import load_encoder


def test_a_short_text_stays_whole():
    assert best_part("Whales sing. Birds fly.", "Whales sing.") == "Whales sing. Birds fly."


def test_of_a_long_one_the_sentences_about_the_claim_stay_in_order():
    filler = " ".join(f"Number {n} is about clinical notes of patients in hospital." for n in range(60))
    text = f"Whales sing at night. {filler} Whales dance by day."
    part = best_part(text, "Whales sing and dance.")
    assert part.startswith("Whales sing at night.")
    assert part.endswith("Whales dance by day.")
    assert load_encoder().length(part) <= LONGEST
    assert len(part) < len(text)


def test_a_long_chinese_one_too():
    filler = "".join(f"第{n}句讲的是医院里病人的临床记录和影像资料。" for n in range(60))
    part = best_part(f"{filler}鲸鱼在夜里唱歌。{filler}", "鲸鱼唱歌。")
    assert "鲸鱼在夜里唱歌。" in part
    assert load_encoder().length(part) <= LONGEST


def test_across_languages_the_sentence_that_says_it_stays():
    english = "The patients were cared for in the wards of four hospitals, where nurses kept their notes."
    chinese = "病人住在四家医院的病房里，他们的病历由护士保管。"
    told = ("Whales sing in the sea at night.", "鲸鱼夜里在海中唱歌。")
    claims = reversed(told)
    for filler, sentence, claim in zip((f"{english} " * 12, chinese * 15), told, claims, strict=True):
        assert sentence in best_part(filler + sentence, claim)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("EHRs⁷⁵, notes²³ and MedPaLM-2¹¹,¹² more", "EHRs, notes and MedPaLM-2 more"),
        ("from one to another^{171,174} and on", "from one to another and on"),
        ("DNABERT [46] 使用 [12], [13]。", "DNABERT 使用。"),
        ("over $80%$ of pre-\ntraining\ndata", "over 80% of pre-training data"),
        ("a list [a] of [3 items]", "a list [a] of [3 items]"),
    ],
)
def test_marks_are_not_read(text, read):
    assert unmarked(text) == read
