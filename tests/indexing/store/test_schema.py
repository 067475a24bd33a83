"""Terms as full text holds them."""

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from indexing.analysis import terms
from indexing.store.schema import SCHEMA
from indexing.store.sqlite import _safe

WRITTEN = [
    "GPT-4's 3.2B",
    "Med-PaLM 2",
    "86.5% AUC",
    "多模态大模型",
    "㐂鿿龥",
    "ＧＰＴ４",
    "İstanbul ſ ß",
    "a+b c#",
]


@given(st.lists(st.one_of(st.sampled_from(WRITTEN), st.text(max_size=20)), max_size=4).map(" ".join))
def test_every_term_is_kept_as_it_is(text):
    held = _safe(terms(text.encode("utf-8", "replace").decode()))
    assert _vocabulary(" ".join(held)) == sorted(held, key=lambda term: term.encode())


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C", "Lu")), min_size=1, max_size=8))
def test_whatever_a_term_may_come_to_hold(term):
    # Analysis may come to make terms of other characters; full text mustn't cut them behind its back.
    folded = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in term)
    assert _vocabulary(folded) == [folded]


def _vocabulary(text: str) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO fulltext (rowid, body, context) VALUES (0, ?, '')", (text,))
        return [term for (term,) in connection.execute("SELECT term FROM vocabulary ORDER BY term")]
