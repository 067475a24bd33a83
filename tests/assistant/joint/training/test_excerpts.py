"""Excerpts: which window has a text, and how it is read there."""

from assistant.joint.meeting import BESIDE, MEANT
from assistant.joint.training.excerpts import Excerpt, Excerpts
from indexing.embedders.encoder import load_encoder

WINDOWS = ("Cats meow.", "Whales sing. They sleep.", "Dogs bark.")


def test_a_text_is_found_in_its_window():
    one = Excerpt.of("They sleep.", WINDOWS)
    assert (one.window, one.text) == (WINDOWS[1], "They sleep.")


def test_a_text_that_no_window_has_stands_alone():
    assert Excerpt.of("Foxes yelp.", WINDOWS) == Excerpt.whole("Foxes yelp.")
    assert Excerpt.whole("Foxes yelp.").text == "Foxes yelp."


def test_an_excerpt_behind_the_cut_of_its_window_is_read_alone():
    long = "Cats meow and purr. " * 80 + "They sleep."
    cut, alone = Excerpts(load_encoder()).parts(
        [Excerpt.of("They sleep.", [long]), Excerpt.whole("They sleep.")]
    )
    assert cut.ids.tolist() == alone.ids.tolist()
    assert cut.sides.tolist() == [MEANT] * len(alone.ids)


def test_an_excerpt_is_read_beside_its_window():
    part, alone = Excerpts(load_encoder()).parts(
        [Excerpt.of("They sleep.", WINDOWS), Excerpt.whole("They sleep.")]
    )
    beside = len(part.ids) - len(alone.ids)
    assert part.sides.tolist() == [BESIDE] * beside + [MEANT] * len(alone.ids)
    assert part.ids[beside:].tolist() == alone.ids.tolist()
    assert alone.sides.tolist() == [MEANT] * len(alone.ids)
