from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from indexing.embedders.pieces import PieceTokenizer, normalise
from indexing.training.pieces import chinese_pieces
from indexing.training.student import transfer_rows
from indexing.training.vocabulary import Vocabulary, build_vocabulary, character_parts, learn_pieces

_TEXTS = ["模型", "训练", "评估", "大模型"] * 4


@pytest.fixture
def vocabulary(toy_base: Path) -> Vocabulary:
    return build_vocabulary(Tokenizer.from_file(str(toy_base / "tokenizer.json")), _TEXTS, 60)


def _spelled(vocabulary: Vocabulary, text: str) -> list[str]:
    first = len(vocabulary.english)
    rows = vocabulary.tokenizer().encode(text).ids[1:-1]
    return [
        vocabulary.chinese[row - first] if row >= first else f"<{vocabulary.english[row]}>" for row in rows
    ]


def test_words_are_found_wherever_they_stand_in_a_run(vocabulary: Vocabulary) -> None:
    assert _spelled(vocabulary, "模型训练") == ["模型", "训练"]
    assert _spelled(vocabulary, "训练模型") == ["训练", "模型"]


def test_scripts_do_not_mix_and_english_keeps_the_base_rows(vocabulary: Vocabulary, toy_base: Path) -> None:
    base = Tokenizer.from_file(str(toy_base / "tokenizer.json"))
    cat = base.token_to_id("cat")
    assert _spelled(vocabulary, "cat模型") == [f"<{cat}>", "模型"]


def test_an_unseen_character_is_alone_in_being_unknown(vocabulary: Vocabulary) -> None:
    assert _spelled(vocabulary, "模型龘训练") == ["模型", "<1>", "训练"]
    assert _spelled(vocabulary, "模型鲸训练") == ["模型", "鲸", "训练"]


def test_particles_are_not_glued_to_words() -> None:
    learned = learn_pieces(["模型的", "模型"] * 10, 60)
    assert "模型" in learned
    assert "模型的" not in learned


def test_parts_spell_words_by_their_characters(vocabulary: Vocabulary) -> None:
    first = len(vocabulary.english)
    row = {piece: first + place for place, piece in enumerate(vocabulary.chinese)}
    assert character_parts(vocabulary)[row["模型"]] == [row["模"], row["型"]]


def test_transferred_rows_are_near_their_english_neighbours() -> None:
    english = torch.eye(3)
    known = torch.eye(3)
    rows = transfer_rows(english, known, torch.tensor([[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]))
    # Cosines 0, 1, 0 at sharpness 0.1: softmax(0, 10, 0) = (4.54e-5, 0.99991, 4.54e-5).
    torch.testing.assert_close(rows[0], torch.tensor([4.54e-5, 0.99991, 4.54e-5]), atol=1e-5, rtol=0)
    assert torch.isfinite(rows[1]).all()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Finetuning", ["fine", "##tun", "##ing"]),
        ("大模型", ["大模型", "模", "模型", "型"]),
        ("模型fine", ["模", "模型", "型", "fine"]),
        ("1234 。，", []),
    ],
)
def test_static_pieces_of_a_text(text: str, pieces: list[str]) -> None:
    table = ["fine", "##tun", "##ing", "模", "型", "模型", "大模型"]
    assert [table[row] for row in PieceTokenizer(table).find(text).rows] == pieces


def test_characters_come_before_the_runs_that_cohere() -> None:
    pieces = chinese_pieces(["葡萄好", "葡萄坏", "葡萄大", "葡萄小", "不好", "很坏", "天地人和"], 50)
    assert pieces[:2] == ["萄", "葡"]
    assert "葡萄" in pieces
    assert "萄好" not in pieces


def test_normalise_folds_width_case_and_accents() -> None:
    assert normalise("Ｎａïve ＧＰＴ") == "naive gpt"
