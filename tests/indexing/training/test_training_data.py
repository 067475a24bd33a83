from pathlib import Path

from indexing.training.data import Pair, load_bitext
from indexing.training.questions import made_questions


def test_pairs_come_from_files_paired_lines_and_glosses(toy_data: Path) -> None:
    bitext = load_bitext(toy_data, toy_data / "corpus", seed=0)
    assert Pair("the cat reads an image.", "猫阅读图像。") in bitext.pairs
    assert Pair("Deep learning helps.", "深度学习有帮助。") in bitext.pairs
    assert Pair("Fine-tuning", "微调") in bitext.pairs
    assert len(bitext.pairs) == 4 * 3 * 4 + 2


def test_windows_join_consecutive_pairs_in_both_languages(toy_data: Path) -> None:
    bitext = load_bitext(toy_data, toy_data / "corpus", seed=0)
    start, end = bitext.windows[0]
    window = bitext.window(0)
    assert window.en == " ".join(pair.en for pair in bitext.pairs[start:end])
    assert window.zh == "".join(pair.zh for pair in bitext.pairs[start:end])
    assert len(window.en) >= 150


def test_questions_are_made_of_terms_only_and_seeded() -> None:
    pairs = [Pair("Deep learning", "深度学习"), Pair("It works, mostly.", "它大多有效。")]
    made = made_questions(pairs, seed=3)
    assert len(made) == 2
    assert all("deep learning" in pair.en and "深度学习" in pair.zh for pair in made)
    assert made == made_questions(pairs, seed=3)
