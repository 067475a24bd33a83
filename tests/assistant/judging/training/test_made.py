"""What is made of the surveys' sentences and of translations."""

from assistant.judging.training.made import strangers_beside

ENGLISH = ["Whales sing at night.", "Hospitals keep records of patients.", "Models need large data."]
CHINESE = ["鲸鱼在夜里唱歌。", "医院保存病人的病历。", "模型需要大量数据。"]


def test_translations_in_line_are_no_strangers():
    assert strangers_beside(ENGLISH, CHINESE) == frozenset()
    assert strangers_beside(ENGLISH[:1], CHINESE[:1]) == frozenset()


def test_sentences_that_have_moved_are():
    moved = [CHINESE[0], CHINESE[2], CHINESE[1]]
    assert strangers_beside(ENGLISH, moved) == {1, 2}
