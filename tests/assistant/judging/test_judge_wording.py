"""What of a claim's wording its source has, with numbers worked out by hand."""

import pytest

from assistant.judging.wording import content_covered, denies, read_wording, stands_in


def test_units_are_stems_and_single_characters():
    wording = read_wording("Models trained on 1.5 B: 医学 影像。Fine.")
    assert wording.units == ("model", "train", "on", "1.5", "b", "医", "学", "影", "像", "fine")
    assert wording.content == tuple(unit for unit in wording.units if unit != "on")
    # Where there are only function words they tell.
    assert read_wording("on the").content == read_wording("on the").units


@pytest.mark.parametrize(
    ("claim", "source", "share"),
    [
        ("big red dogs run", "Dogs that run.", 2 / 4),
        ("大红狗跑", "狗会跑。", 2 / 4),
        ("the dog", "A dog.", 1.0),
        ("", "A dog.", 0.0),
        ("dogs", "", 0.0),
    ],
)
def test_the_share_of_content_that_is_covered(claim, source, share):
    assert content_covered(read_wording(claim), read_wording(source)) == share


@pytest.mark.parametrize(
    ("claim", "source", "stands"),
    [
        ("Whales sing.", "At night whales sing, all of them.", True),
        ("鲸鱼唱歌", "夜里鲸鱼唱歌。", True),
        ("whales all sing", "At night whales sing, all of them.", False),
        ("whale", "Whaleboats sail.", False),
    ],
)
def test_a_claim_that_stands_in_its_source(claim, source, stands):
    assert stands_in(read_wording(claim), read_wording(source)) is stands


@pytest.mark.parametrize(
    ("claim", "source", "denied"),
    [
        ("whales do not sing", "All whales do sing at night.", True),
        ("whales do sing", "All whales do not sing at night.", True),
        ("对安全没有着担忧", "他们对安全有着担忧。", True),
        ("whales do not sing", "Whales do not sing.", False),
        ("birds do not sing", "All whales do sing.", False),
        ("not", "All whales do sing.", False),
    ],
)
def test_a_copy_with_another_negation_denies(claim, source, denied):
    assert denies(read_wording(claim), read_wording(source)) is denied
