"""Answers as JSON become replies; a row is judged with its columns, its table and its caption."""

from eval.replies import read_reply

PLACE = {"document": "d", "section": ["2 Models"], "spans": [[10, 20]], "start": 10, "end": 20}
ROW = {
    **PLACE,
    "kind": "table row",
    "text": "SciFive\t220M",
    "cells": {"Model": "SciFive", "# Params": "220M", "Data": None},
    "table": "Table 2",
    "context": "Zhou 2024 › 2 Models",
}
ANSWER = {
    "language": "en",
    "answer": "SciFive: 220M parameters. [1]",
    "abstained": False,
    "sentences": [{"text": "SciFive: 220M parameters.", "citations": [1, 7], "support": 0.9}],
    "citations": [{**PLACE, "n": 1, "kind": "table row", "quote": "SciFive\t220M"}],
    "passages": [ROW, {**PLACE, "kind": "paragraph", "text": "模型。", "cells": None, "spans": [[30, 40]]}],
    "confidence": 0.7,
}


def test_a_row_is_evidence_with_columns_table_and_caption() -> None:
    reply = read_reply(ANSWER)
    row, paragraph = reply.passages
    assert row.evidence == (
        "Model: SciFive; # Params: 220M Model SciFive; # Params 220M Zhou 2024 › 2 Models Table 2"
    )
    assert row.text == "SciFive\t220M"
    assert paragraph.evidence == "2 Models\n模型。"
    [citation] = reply.cited(reply.sentences[0])
    assert reply.evidence(citation) == row.evidence


def test_what_a_system_doesn_t_tell_has_a_meaning() -> None:
    told = read_reply(ANSWER)
    assert (told.confidence, told.forced, told.conflicts) == (0.7, ANSWER["answer"], 0)
    silent = read_reply(ANSWER | {"abstained": True, "sentences": [], "confidence": None})
    assert (silent.confidence, silent.forced) == (None, "")
