"""The quantity reader: what it reads in both languages, and what it takes for the same."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantities import Quantity, equivalent, read_quantities, roughly_equal, sizes_in_names
from tests.assistant.quantities.cases import read_cases, read_pairs

COMPARATORS = "=><≥≤~"
ALPHABET = (
    "0123456789.,%-–~/()[]$ abEkKMBxGPT百千万亿一二三十两零分之年月日个张多第约 to and million two half ½⁴"
)


def expected_quantities(written: str) -> list[tuple[str, Fraction, Fraction | None, str, bool]]:
    quantities = []
    for piece in filter(None, (part.strip() for part in written.split(";"))):
        words = piece.split()
        comparator = words.pop(0) if words[0] in COMPARATORS else "="
        vague = words[-1] == "V"
        low, _, high = words[0].partition("..")
        unit = " ".join(words[1 : len(words) - vague])
        quantities.append((comparator, number(low), number(high) if high else None, unit, vague))
    return quantities


def number(written: str) -> Fraction:
    return Fraction(written) if "/" in written else Fraction(Decimal(written))


def close(value: Decimal | None, wanted: Fraction | None) -> bool:
    if value is None or wanted is None:
        return value is wanted
    return abs(Fraction(value) - wanted) <= abs(wanted) * Fraction(1, 10**20)


@pytest.mark.parametrize(("group", "text", "written"), read_cases())
def test_reads(group: str, text: str, written: str) -> None:
    found = read_quantities(text)
    wanted = expected_quantities(written)
    assert [(q.comparator, q.unit, q.vague) for q in found] == [(c, unit, v) for c, _, _, unit, v in wanted]
    for quantity, (_, low, high, _, _) in zip(found, wanted, strict=True):
        assert close(quantity.value, low), quantity
        assert close(quantity.high, high), quantity


def test_there_are_enough_cases_of_both_languages() -> None:
    texts = {text for _, text, _ in read_cases()}
    chinese = {text for text in texts if any("\u3400" <= character <= "\u9fff" for character in text)}
    assert len(texts) >= 300
    assert len(chinese) >= 150
    assert len(texts - chinese) >= 150


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("It has 8.9 billion parameters and 80GB.", ["8.9 billion", "80GB"]),
        ("从 300 美元到 6750 美元不等", ["300 美元到 6750 美元"]),
        ("准确率超过 86.5%（Ｎ＝１２）", ["86.5%", "１２"]),
        ("two-thirds of 1,059,519 people", ["two-thirds", "1,059,519"]),
        ("2020年1月21日", ["2020", "1", "21"]),
        ("数十亿参数", ["数十亿"]),
    ],
)
def test_spans_are_of_the_text_as_given(text: str, pieces: list[str]) -> None:
    assert [text[q.start : q.end] for q in read_quantities(text)] == pieces


@pytest.mark.parametrize(("left", "right", "relation"), read_pairs())
def test_compares(left: str, right: str, relation: str) -> None:
    (a,), (b,) = read_quantities(left), read_quantities(right)
    for one, other in ((a, b), (b, a)):
        assert equivalent(one, other) == (relation == "=")
        assert roughly_equal(one, other) == (relation in "=~")


def test_sizes_in_names_vouch_for_a_number() -> None:
    assert [q.value for q in sizes_in_names("ViT-22B and LLaMA-2-7B")] == [22 * 10**9, 7 * 10**9]
    assert sizes_in_names("22B parameters") == ()


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_text_is_read_within_its_bounds(text: str) -> None:
    end = 0
    for quantity in read_quantities(text):
        assert isinstance(quantity, Quantity)
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.high is None or quantity.high > quantity.value
        assert equivalent(quantity, quantity)
        end = quantity.end


def test_any_long_text_takes_time_in_proportion() -> None:
    """No pattern backtracks: ten times the text takes about ten times as long."""
    for piece in ("1,000-", "two hundred and ", "三百二十万", "[1, 2, 3", "a-1/", "約 12 万 "):
        spans = []
        for repeats in (50, 500):
            text = piece * repeats
            start = time.perf_counter()
            read_quantities(text)
            spans.append(time.perf_counter() - start)
        assert spans[1] < 60 * spans[0] + 0.05
