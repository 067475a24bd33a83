import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest

from indexing.training.baselines import bm25_scores, terms
from indexing.training.evaluate import Side, load_side, recall, table


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Large Models", ["large", "models"]), ("大模型AI", ["大模", "模型", "ai"]), ("龙 a", ["龙", "a"])],
)
def test_terms_in_both_languages(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_bm25_by_hand() -> None:
    scores = bm25_scores(["cat"], ["cat dog", "dog dog"])
    # One of two passages holds it: idf = ln(1 + 1.5 / 1.5); both are of mean length, so k1's part is 1.5.
    assert scores[0, 0] == pytest.approx(math.log(2) * 2.5 / 2.5)
    assert scores[0, 1] == 0


def test_recall_counts_ties_against_the_gold_paragraph() -> None:
    scores = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    gold = np.array([0, 1, 0])
    assert recall(scores, gold) == pytest.approx(1 / 3)
    assert recall(scores, gold, depth=2) == 1


def test_load_side_numbers_paragraphs_across_articles(tmp_path: Path) -> None:
    def article(context: str, *questions: str) -> dict[str, object]:
        return {"paragraphs": [{"context": context, "qas": [{"question": q} for q in questions]}]}

    path = tmp_path / "xquad.zh.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"data": [article("甲", "一？"), article("乙", "二？", "三？")]}, file)
    side = load_side(path)
    assert side.paragraphs == ("甲", "乙")
    assert side.gold.tolist() == [0, 1, 1]


def test_the_table_has_a_row_for_each_scorer_and_a_column_for_each_direction() -> None:
    side = Side(("cat", "dog"), ("dog",), np.array([1]))
    printed = table({"en": side, "zh": side}, {"BM25": bm25_scores})
    assert printed.splitlines()[2] == "| BM25 |" + " 1.000 (1.000) |" * 4
